"""An org of two objects with a field of every type, within the process."""

from pathlib import Path
from typing import Any

from app.sandbox.database import Database
from app.sandbox.failures import ApiError
from app.sandbox.ids import numbered
from app.sandbox.schema import schema_of
from app.sandbox.soql import run_query
from app.sandbox.values import to_stored
from app.sandbox.work import Caller, Work

Json = dict[str, Any]
KINDS = ("Antenna", "Radio", "Mast")
REGIONS = ("North", "South", "East", "West")
_TABLES: dict[str, Any] = {
    "Site": {
        "prefix": "a01",
        "fields": {"Name": {"type": "string", "length": 80}, "City__c": {"type": "string", "length": 40}},
    },
    "Thing": {
        "prefix": "a02",
        "fields": {
            "Name": {"type": "string", "length": 80},
            "Amount": {"type": "currency"},
            "Rate": {"type": "percent", "precision": 3, "scale": 0},
            "Pieces": {"type": "int"},
            "Flag": {"type": "boolean"},
            "Day": {"type": "date"},
            "At": {"type": "datetime"},
            "Kind": {"type": "picklist", "values": list(KINDS), "open": True},
            "Regions__c": {"type": "multipicklist", "values": list(REGIONS), "length": 255},
            "Story": {"type": "textarea", "length": 32000},
            "Blob": {"type": "base64"},
            "SiteId": {"type": "reference", "to": "Site", "relationship": "Site", "children": "Things"},
            "ParentId": {"type": "reference", "to": "Thing", "relationship": "Parent", "children": "Parts"},
        },
    },
}


class Org:
    def __init__(self) -> None:
        schema = schema_of(_TABLES)
        self._database = Database(Path(":memory:"), schema)
        caller = Caller("005000000000001AAA")
        self._work = Work(self._database, schema, caller, "2027-01-01T00:00:00.000+0000", "67.0")
        self._numbers = {"Site": 0, "Thing": 0}

    def add(self, name: str, **fields: Any) -> str:
        """The new row's id. Values as the API takes them."""
        entity = self._work.entity(name)
        self._numbers[name] += 1
        record_id = numbered(entity.prefix, self._numbers[name])
        stored = {key: to_stored(entity.fields[key], value) for key, value in fields.items()}
        self._database.insert(name, {"Id": record_id, "IsDeleted": 0, **stored})
        return record_id

    def clear(self) -> None:
        self._database.clear()

    def ask(self, soql: str) -> list[Json]:
        return run_query(self._work, soql).records

    def names(self, where: str = "", order: str = "") -> list[str]:
        condition = f" WHERE {where}" if where else ""
        return [row["Name"] for row in self.ask("SELECT Name FROM Thing" + condition + order)]  # noqa: S608 (a query of the sandbox)

    def count(self, soql: str) -> int:
        return run_query(self._work, soql).total

    def refused(self, soql: str) -> tuple[str, str]:
        """(code, message)"""
        try:
            found = run_query(self._work, soql)
        except ApiError as refusal:
            return refusal.code, refusal.message
        raise AssertionError(f"answered: {found.records}")

    def clear_named(self, *names: str) -> None:
        for name in names:
            self._database.execute('DELETE FROM "Thing" WHERE "Name" = ?', (name,))

    def close(self) -> None:
        self._database.close()
