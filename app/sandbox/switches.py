"""What the org's administrator may switch on: ways to sign in that a new org refuses."""

from .database import Database

USERNAME_PASSWORD = "username_password_flow"  # noqa: S105 a switch's name
SOAP_LOGIN = "soap_login"
SWITCHES = {
    USERNAME_PASSWORD: "the OAuth grant `password`",
    SOAP_LOGIN: "SOAP login(), up to version 64.0",
}


class Switches:
    """All are off in a fresh org."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def on(self, name: str) -> bool:
        return bool(self._database.select("SELECT 1 FROM _switch WHERE name = ?", (name,)))

    def turn(self, name: str, *, on: bool) -> None:
        statement = "INSERT OR IGNORE INTO _switch VALUES (?)" if on else "DELETE FROM _switch WHERE name = ?"
        with self._database.transaction():
            self._database.execute(statement, (name,))

    def listed(self) -> dict[str, bool]:
        return {name: self.on(name) for name in SWITCHES}
