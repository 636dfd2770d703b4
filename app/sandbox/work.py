"""The unit of work: one API call with its caller, its time, and the totals it still owes."""

from dataclasses import dataclass, field
from typing import Any

from .database import Database, Row
from .failures import ApiError, entity_is_deleted, not_found
from .schema import Entity, Schema


@dataclass(frozen=True, slots=True)
class Caller:
    user_id: str


class Hindrance:
    """What may keep a row from being written; by itself nothing does."""

    def hinder(self, method: str, entity: str, names: set[str]) -> None:
        """Raises ApiError. `method` is POST, PATCH or DELETE; `names` the fields written, in lower case."""

    def read_only(self, entity: str) -> set[str]:
        """The fields, in lower case, that nobody can write at the moment."""
        return set()


@dataclass(slots=True)
class Work:
    """`schema` is what the caller may see and write; the whole one is the database's. `at` is the vendor's
    spelling of now; the sets name records whose sums are stale.
    """

    database: Database
    schema: Schema
    caller: Caller
    at: str
    version: str
    quotes: set[str] = field(default_factory=set)
    opportunities: set[str] = field(default_factory=set)
    orders: set[str] = field(default_factory=set)
    hindrance: Hindrance = field(default_factory=Hindrance)

    def entity(self, name: str) -> Entity:
        found = self.schema.entity(name)
        if found is None:
            raise not_found()
        return found

    def whole(self, entity: Entity) -> Entity:
        """With the fields that are hidden from the caller too."""
        return self.database.schema.entities[entity.name]

    def existing(self, entity: str, record_id: str) -> Row:
        """The record; raises NOT_FOUND or ENTITY_IS_DELETED."""
        row = self.database.row(entity, record_id)
        if row is None:
            raise not_found()
        if row["IsDeleted"]:
            raise entity_is_deleted()
        return row

    def referred(self, entity: str, record_id: str, *fields: str) -> Row:
        """The record another one points to; raises the vendor's cross-reference refusals."""
        row = self.database.row(entity, record_id)
        if row is None:
            raise ApiError(400, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", fields)
        if row["IsDeleted"]:
            raise ApiError(400, "ENTITY_IS_DELETED", "entity is deleted", fields)
        return row

    def new_id(self, entity: Entity) -> str:
        return self.database.new_id(entity.prefix, entity.name)

    def stamp_new(self, entity: Entity, row: Row) -> Row:
        """The system fields of a new record."""
        who = self.caller.user_id
        stamped: Row = {"Id": self.new_id(entity), **row, "IsDeleted": 0, "SystemModstamp": self.at}
        for stem in ("Created", "LastModified"):
            stamped[f"{stem}Date"], stamped[f"{stem}ById"] = self.at, who
        if "OwnerId" in entity.fields:
            stamped.setdefault("OwnerId", who)
        return stamped

    def stamp_changed(self) -> dict[str, Any]:
        return {
            "LastModifiedDate": self.at,
            "LastModifiedById": self.caller.user_id,
            "SystemModstamp": self.at,
        }

    def insert(self, entity: str, row: Row) -> str:
        """A new record of our own making (no checks), for instance an opportunity line that a sync makes."""
        stamped = self.stamp_new(self.database.schema.entities[entity], row)
        self.database.insert(entity, stamped)
        return str(stamped["Id"])
