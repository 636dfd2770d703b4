"""Who is acting: the org, the user and their roles, as proven by the CRM."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

ConnectionName = NewType("ConnectionName", str)
OrgId = NewType("OrgId", str)
UserId = NewType("UserId", str)


class Role(StrEnum):
    """What the roles of a connection make of the CRM's profiles, roles and permission sets."""

    REP = "rep"
    APPROVER = "approver"
    MANAGER = "manager"
    OPERATOR = "operator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one org, reached through one connection. Ids have 18 characters."""

    connection: ConnectionName
    org: OrgId
    user: UserId
    name: str
    roles: frozenset[Role] = frozenset({Role.REP})
