"""The objects of the org and their fields, read from the table files in `objects/`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from .day import OURS, Day

NUMBERS = frozenset({"currency", "double", "percent", "int"})
_LENGTHS = {"id": 18, "reference": 18}
_SYSTEM = frozenset(
    {"Id", "IsDeleted", "OwnerId", "CurrencyIsoCode", "SystemModstamp"}
    | {f"{stem}{end}" for stem in ("Created", "LastModified") for end in ("Date", "ById")}
)
_PRECISION = {"currency": (18, 2), "double": (18, 2), "percent": (5, 2), "int": (9, 0)}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `scale` counts the decimals: amounts are kept as whole numbers of the last one.

    `auto` is a number the org gives, `calculated` a value it works out; `names` is the field that its record
    is called by.
    """

    name: str
    type: str
    label: str
    length: int = 0
    precision: int = 0
    scale: int = 0
    nillable: bool = True
    createable: bool = True
    updateable: bool = True
    unique: bool = False
    external: bool = False
    id_lookup: bool = False
    values: tuple[str, ...] = ()
    restricted: bool = False
    reference_to: str = ""
    relationship: str = ""
    children: str = ""
    cascade: bool = False
    default: str | None = None
    auto: bool = False
    calculated: bool = False
    names: bool = False

    @property
    def numeric(self) -> bool:
        return self.type in NUMBERS

    @property
    def filterable(self) -> bool:
        return self.type != "base64" and not (self.type == "textarea" and self.length > 255)

    @property
    def sortable(self) -> bool:
        return self.filterable and self.type != "multipicklist"

    @property
    def groupable(self) -> bool:
        return self.sortable and self.type not in NUMBERS - {"int"} and self.type != "datetime"

    @property
    def permissionable(self) -> bool:
        """Whether a user can be kept from it: not from what is required, nor from the org's own marks."""
        optional = self.nillable or self.type == "boolean"
        return optional and not self.names and self.name not in _SYSTEM

    @property
    def custom(self) -> bool:
        return self.name.endswith("__c")


@dataclass(frozen=True, slots=True)
class Child:
    """A relationship seen from the parent: its name, the child object and the field that points back."""

    name: str
    entity: str
    field: str
    cascade: bool


@dataclass(frozen=True, slots=True)
class Entity:
    name: str
    label: str
    label_plural: str
    prefix: str
    fields: Mapping[str, Field]
    by_lower: Mapping[str, Field]
    by_relationship: Mapping[str, Field]
    creatable: bool
    updateable: bool
    deletable: bool

    @property
    def is_event(self) -> bool:
        return self.name.endswith("__e")

    def field(self, name: str) -> Field | None:
        return self.fields.get(name) or self.by_lower.get(name.lower())


@dataclass(frozen=True, slots=True)
class Schema:
    entities: Mapping[str, Entity]
    by_prefix: Mapping[str, Entity]
    children: Mapping[str, tuple[Child, ...]]

    def entity(self, name: str) -> Entity | None:
        found = self.entities.get(name)
        return found or next((e for n, e in self.entities.items() if n.lower() == name.lower()), None)


def _label(name: str) -> str:
    bare = name.removesuffix("__c").replace("_", " ")
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", bare)
    return re.sub(r" Id$", " ID", words)


def _field(name: str, row: Mapping[str, Any], naming: str) -> Field:
    kind = row["type"]
    access = row.get("access", "write")
    precision, scale = _PRECISION.get(kind, (0, 0))
    return Field(
        name=name,
        type=kind,
        label=row.get("label", _label(name)),
        length=row.get("length", _LENGTHS.get(kind, 255 if kind == "picklist" else 0)),
        precision=row.get("precision", precision),
        scale=row.get("scale", scale),
        nillable=not row.get("required", False) and kind != "boolean",
        createable=access in ("write", "create"),
        updateable=access == "write",
        unique=row.get("unique", False),
        external=row.get("external", False),
        id_lookup=row.get("id_lookup", False),
        values=tuple(row.get("values", ())),
        restricted=kind == "picklist" and not row.get("open", False),
        reference_to=row.get("to", ""),
        relationship=row.get("relationship", ""),
        children=row.get("children", ""),
        cascade=row.get("cascade", False),
        default=row.get("default"),
        auto=row.get("auto", False),
        calculated=row.get("calculated", False),
        names=name == naming,
    )


def _system_rows(row: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {
        "Id": {"type": "id", "required": True, "access": "read", "label": "Record ID"}
    }
    if row.get("owned"):
        rows["OwnerId"] = {"type": "reference", "to": "User", "relationship": "Owner"}
    if row.get("currency"):
        access = row["currency"] if isinstance(row["currency"], str) else "write"
        rows["CurrencyIsoCode"] = {"type": "picklist", "values": ["EUR", "USD"], "access": access}
    rows["IsDeleted"] = {"type": "boolean", "access": "read"}
    for stem in ("Created", "LastModified"):
        rows[f"{stem}Date"] = {"type": "datetime", "access": "read"}
        rows[f"{stem}ById"] = {
            "type": "reference",
            "to": "User",
            "relationship": f"{stem}By",
            "access": "read",
        }
    rows["SystemModstamp"] = {"type": "datetime", "access": "read"}
    return rows


def _entity(name: str, row: Mapping[str, Any]) -> Entity:
    system = _system_rows(row)
    rows = {"Id": system.pop("Id"), **row["fields"], **system}
    fields = {key: _field(key, value, row.get("named_by", "Name")) for key, value in rows.items()}
    label = row.get("label", _label(name))
    writable = row.get("writable", True)
    return Entity(
        name=name,
        label=label,
        label_plural=row.get("label_plural", label + "s"),
        prefix=row["prefix"],
        fields=fields,
        by_lower={key.lower(): value for key, value in fields.items()},
        by_relationship={f.relationship.lower(): f for f in fields.values() if f.relationship},
        creatable=writable is True,
        updateable=writable is True,
        deletable=bool(writable),
    )


def _children(entities: Mapping[str, Entity]) -> dict[str, tuple[Child, ...]]:
    found: dict[str, list[Child]] = {name: [] for name in entities}
    for entity in entities.values():
        for field in entity.fields.values():
            parents = entities if field.reference_to == "*" else [field.reference_to]
            for parent in parents if field.children else ():
                found[parent].append(Child(field.children, entity.name, field.name, field.cascade))
    return {name: tuple(rows) for name, rows in found.items()}


def schema_of(tables: Mapping[str, Mapping[str, Any]]) -> Schema:
    """Tables by the names of their objects. Raises KeyError for what is left out."""
    entities = {name: _entity(name, row) for name, row in tables.items()}
    return Schema(entities, {entity.prefix: entity for entity in entities.values()}, _children(entities))


@cache
def base_tables(day: Day = Day.INSTALLED) -> Mapping[str, Mapping[str, Any]]:
    """Those that an org has on that day, by the names of their objects."""
    tables = _tables()
    return tables if day is Day.INSTALLED else {name: _without_ours(one) for name, one in tables.items()}


def _without_ours(table: Mapping[str, Any]) -> Mapping[str, Any]:
    fields = {name: row for name, row in table["fields"].items() if not name.startswith(OURS)}
    return {**table, "fields": fields}


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    found = sorted(files(__package__).joinpath("objects").iterdir(), key=lambda file: file.name)
    texts = {f.name.removesuffix(".toml"): f.read_text("utf-8") for f in found if f.name.endswith(".toml")}
    return {name: tomllib.loads(text) for name, text in texts.items()}


@cache
def load_schema(day: Day = Day.INSTALLED) -> Schema:
    """Of the first day; a table file that is wrong fails at the start, not in a call."""
    return schema_of(base_tables(day))
