"""The components that the org holds, and its schema with what of them takes effect."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.sandbox.database import Database
from app.sandbox.day import Day
from app.sandbox.schema import base_tables, schema_of

from . import xml
from .components import Component
from .fields import row_of
from .kinds import FIELD, OBJECT, VALUES

Table = dict[str, Any]
Tables = dict[str, Table]
_PREFIXES: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# Those that take effect.
_VALUE_SETS: Final = {"QuoteStatus": ("Quote", "Status")}
_COLUMNS: Final = "kind, name, file, files"


def all_of(database: Database) -> list[Component]:
    rows = database.select(f"SELECT {_COLUMNS} FROM _component ORDER BY n")  # noqa: S608 (a constant)
    return [_component(*row) for row in rows]


def find(database: Database, kind: str, name: str) -> Component | None:
    statement = f"SELECT {_COLUMNS} FROM _component WHERE kind = ? AND name = ?"  # noqa: S608 (a constant)
    rows = database.select(statement, (kind, name))
    return _component(*rows[0]) if rows else None


def _component(kind: str, name: str, file: str, files: str) -> Component:
    return Component(
        kind, name, file, {path: text.encode("latin-1") for path, text in json.loads(files).items()}
    )


def keep(database: Database, component: Component) -> None:
    files = json.dumps({path: text.decode("latin-1") for path, text in component.files.items()})
    statement = (
        "INSERT INTO _component (kind, name, file, files) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (kind, name) DO UPDATE SET file = excluded.file, files = excluded.files"
    )
    database.execute(statement, (component.kind, component.name, component.file, files))


def forget(database: Database, kind: str, name: str) -> None:
    """With what lies within it."""
    database.execute("DELETE FROM _component WHERE kind = ? AND name = ?", (kind, name))
    if kind == OBJECT:
        database.execute("DELETE FROM _component WHERE kind <> ? AND name GLOB ?", (OBJECT, f"{name}.*"))


def tables_with(components: Iterable[Component], day: Day) -> Tables:
    """Those of that first day with custom objects and fields. Raises BadXml, FieldInvalid."""
    held = list(components)
    tables = {name: {**table, "fields": dict(table["fields"])} for name, table in base_tables(day).items()}
    new = [one for one in held if one.kind == OBJECT and one.name not in tables]
    for place, one in enumerate(new):
        tables[one.name] = object_table(one, place)
    for one in held:
        entity, _, field = one.name.partition(".")
        if one.kind == FIELD and entity in tables:
            tables[entity]["fields"][field] = row_of(one.element(), known=tables.__contains__)
        if one.kind == VALUES and one.name in _VALUE_SETS:
            entity, field = _VALUE_SETS[one.name]
            tables[entity]["fields"][field] = {**tables[entity]["fields"][field], **_values(one)}
    return tables


def _values(of: Component) -> Table:
    """Those that are active. Raises BadXml."""
    said = of.element().findall("{*}standardValue")
    active = [one for one in said if xml.flag(one, "isActive", otherwise=True)]
    return {"values": [xml.text(one, "fullName") for one in active]}


def object_table(of: Component, place: int) -> Table:
    """`place`: the number of custom objects before it. Raises BadXml."""
    root = of.element()
    label = xml.text(root, "label") or of.name.removesuffix("__c").replace("_", " ")
    plural = xml.text(root, "pluralLabel") or f"{label}s"
    letters = f"{_PREFIXES[place // 62 % 62]}{_PREFIXES[place % 62]}"
    if of.name.endswith("__e"):
        replay = {"type": "string", "length": 1000, "access": "read"}
        return {
            "prefix": f"e{letters}",
            "label": label,
            "label_plural": plural,
            "fields": {"ReplayId": replay},
        }
    named = root.find("{*}nameField")
    auto = named is not None and xml.text(named, "type") == "AutoNumber"
    name = (
        {"type": "string", "length": 80, "access": "read", "auto": True}
        if auto
        else {"type": "string", "length": 80}
    )
    return {
        "prefix": f"a{letters}",
        "label": label,
        "label_plural": plural,
        "owned": True,
        "currency": True,
        "fields": {"Name": name},
    }


def adopt(database: Database, tables: Mapping[str, Table] | None = None) -> None:
    """The org has that schema from now on; without tables, that of the components it holds."""
    database.adopt(schema_of(tables_with(all_of(database), database.day) if tables is None else tables))
