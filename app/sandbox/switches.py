"""What the org's administrator may switch: ways to sign in that a new org refuses, features that it has."""

from typing import Final

from .database import Database

USERNAME_PASSWORD = "username_password_flow"  # noqa: S105 a switch's name
SOAP_LOGIN = "soap_login"
MULTICURRENCY = "multicurrency"
QUOTES = "quotes"
SWITCHES = {
    USERNAME_PASSWORD: "the OAuth grant `password`",
    SOAP_LOGIN: "SOAP login(), up to version 64.0",
    MULTICURRENCY: "several currencies; turned off, all records are in EUR and have no currency field",
    QUOTES: "quotes, their lines and documents; turned off, the org has no such objects",
}
FEATURES: Final = frozenset({MULTICURRENCY, QUOTES})
OF_QUOTES: Final = ("Quote", "QuoteLineItem", "QuoteDocument")


class Switches:
    """In a fresh org the features are on and all else is off; kept is what differs from that."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def _turned(self) -> frozenset[str]:
        return frozenset(str(row[0]) for row in self._database.select("SELECT name FROM _switch"))

    def on(self, name: str) -> bool:
        return (name in FEATURES) is not (name in self._turned())

    def features_off(self) -> frozenset[str]:
        return FEATURES & self._turned()

    def turn(self, name: str, *, on: bool) -> None:
        fresh = on is (name in FEATURES)
        statement = (
            "DELETE FROM _switch WHERE name = ?" if fresh else "INSERT OR IGNORE INTO _switch VALUES (?)"
        )
        with self._database.transaction():
            self._database.execute(statement, (name,))
            if name == MULTICURRENCY and not on:
                _one_currency(self._database)

    def listed(self) -> dict[str, bool]:
        return {name: self.on(name) for name in SWITCHES}


def _one_currency(database: Database) -> None:
    """All amounts become EUR as they stand; list prices in other currencies go."""
    database.execute("""UPDATE "PricebookEntry" SET "IsDeleted" = 1 WHERE "CurrencyIsoCode" <> 'EUR'""")
    for entity in database.schema.entities.values():
        for name in ("CurrencyIsoCode", "DefaultCurrencyIsoCode"):
            if name in entity.fields:
                database.execute(f"""UPDATE "{entity.name}" SET "{name}" = 'EUR'""")  # noqa: S608 (names come from the schema)
