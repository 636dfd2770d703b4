"""Who is asked: by role, along the chain of managers, by name, or a queue of people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class ByRole:
    """Everybody who holds the role: a key of ``ApprovalPolicy.roles``."""

    role: str


@dataclass(frozen=True, slots=True)
class Managers:
    """The managers of the quote's owner as the CRM knows them: 1 their own, 2 that one's as well."""

    levels: int


@dataclass(frozen=True, slots=True)
class People:
    """Named people: their ids or user names in the CRM."""

    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """The people of a queue: a key of ``ApprovalPolicy.queues``."""

    queue: str


Approver: TypeAlias = ByRole | Managers | People | Queue


@dataclass(frozen=True, slots=True)
class ApprovalRole:
    """``held_by``: profiles, roles or permission sets of the CRM whose holders have it; where it is empty,
    those who have the role of this key in the product (``approver``, ``manager``, ``admin``).

    ``escalates_to``: who is asked where a rule does not say it.
    """

    key: str
    name: str
    held_by: tuple[str, ...] = ()
    escalates_to: Approver | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ApprovalQueue:
    """``people``: their ids or user names in the CRM."""

    key: str
    name: str
    people: tuple[str, ...]
    escalates_to: Approver | None = None
    names: Mapping[str, str] = field(default_factory=dict)
