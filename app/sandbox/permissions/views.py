"""The org's schema as each user sees it."""

from collections.abc import Mapping
from typing import Final

from app.sandbox.database import Database
from app.sandbox.metadata import kept
from app.sandbox.metadata.holders import PERMISSION_SET, PROFILE, STANDARD_PROFILES
from app.sandbox.schema import Schema
from app.sandbox.switches import Switches

from .grants import NO_GRANTS, Grants, grants_of
from .narrowing import seen_with, without
from .rights import Rights, named_by

_PROFILE_OF: Final = (
    """SELECT p."Name" FROM "User" u JOIN "Profile" p ON p."Id" = u."ProfileId" WHERE u."Id" = ?"""
)
_SETS_OF: Final = """SELECT s."Name" FROM "PermissionSetAssignment" a
JOIN "PermissionSet" s ON s."Id" = a."PermissionSetId"
WHERE a."AssigneeId" = ? AND a."IsDeleted" = 0 AND s."IsDeleted" = 0 ORDER BY s."Name" """
_MOST_KEPT: Final = 64

_Key = tuple[str, tuple[str, ...], frozenset[str]]


def sets_of(database: Database, user_id: str) -> tuple[str, ...]:
    """The names of the permission sets that the user has."""
    return tuple(str(row[0]) for row in database.select(_SETS_OF, (user_id,)))


class Views:
    """Users with the same profile and permission sets share a view; a deployment makes all anew."""

    def __init__(self, database: Database, switches: Switches) -> None:
        self._database = database
        self._switches = switches
        self._whole: Schema | None = None
        self._given: Mapping[tuple[str, str], Grants] = {}
        self._made: dict[_Key, Schema] = {}

    def of(self, user_id: str) -> Schema:
        # No deployment happens meanwhile: a view of the schema before it would be kept as one after it.
        with self._database.transaction():
            return self._found(user_id)

    def _found(self, user_id: str) -> Schema:
        profile = [str(row[0]) for row in self._database.select(_PROFILE_OF, (user_id,))]
        key = ("".join(profile[:1]), sets_of(self._database, user_id), self._switches.features_off())
        self._follow_deployments()
        made = self._made.get(key)
        if made is None:
            if len(self._made) >= _MOST_KEPT:
                self._made.clear()
            made = self._made[key] = self._view(key)
        return made

    def _follow_deployments(self) -> None:
        """Whatever is deployed gives the database another schema."""
        if self._whole is self._database.schema:
            return
        held = [one for one in kept.all_of(self._database) if one.kind in (PROFILE, PERMISSION_SET)]
        self._given = {(one.kind, _name(one.kind, one.name)): grants_of(one) for one in held}
        self._made = {}
        self._whole = self._database.schema

    def _view(self, key: _Key) -> Schema:
        profile, sets, off = key
        whole = without(self._database.schema, off) if off else self._database.schema
        rights = Rights(
            profile,
            self._given.get((PROFILE, profile), NO_GRANTS),
            tuple(self._given.get((PERMISSION_SET, name), NO_GRANTS) for name in sets),
            named_by(self._given, self._database.day),
        )
        return seen_with(rights, whole)


def _name(kind: str, name: str) -> str:
    return STANDARD_PROFILES.get(name, name) if kind == PROFILE else name
