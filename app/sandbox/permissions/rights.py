"""The rights of one user: the rule of their profile, what was deployed for it, permission sets on top."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.sandbox.day import Day
from app.sandbox.metadata.holders import STANDARD_PROFILES
from app.sandbox.schema import Entity, Field, base_tables

from .grants import EVERYTHING, HIDDEN, NOTHING, OPEN, READING, Grants, OnField, OnObject

ADMINISTRATOR: Final = STANDARD_PROFILES["Admin"]
READER: Final = STANDARD_PROFILES["ReadOnly"]
_ADMINISTERED: Final = ("PermissionSetAssignment",)


@dataclass(frozen=True, slots=True)
class Rights:
    """`named`: the deployed objects and fields that some profile or permission set speaks of. They are closed
    but for those who were given them; what nobody speaks of is open to all, as the org's own objects are.
    """

    profile: str
    deployed: Grants
    sets: tuple[Grants, ...]
    named: frozenset[str]

    def on_object(self, entity: Entity) -> OnObject:
        found = self.deployed.objects.get(entity.name, self._usual(entity))
        for one in self.sets:
            found |= one.objects.get(entity.name, NOTHING)
        return found

    def _usual(self, entity: Entity) -> OnObject:
        if self.profile == ADMINISTRATOR:
            return EVERYTHING
        if entity.name in self.named:
            return NOTHING
        return READING if self.profile == READER or entity.name in _ADMINISTERED else EVERYTHING

    def on_field(self, entity: Entity, field: Field) -> OnField:
        if not field.permissionable:
            return OPEN
        name = f"{entity.name}.{field.name}"
        usual = HIDDEN if name in self.named and self.profile != ADMINISTRATOR else OPEN
        found = self.deployed.fields.get(name, usual)
        for one in self.sets:
            found |= one.fields.get(name, HIDDEN)
        return found


def named_by(given: Mapping[tuple[str, str], Grants], day: Day) -> frozenset[str]:
    """Of all that is spoken of, what the org does not have from its first day."""
    names = {name for one in given.values() for name in (*one.objects, *one.fields)}
    return frozenset(name for name in names if not _is_own(name, base_tables(day)))


def _is_own(name: str, tables: Mapping[str, Any]) -> bool:
    entity, _, field = name.partition(".")
    table = tables.get(entity)
    return table is not None and (not field or field in table["fields"])
