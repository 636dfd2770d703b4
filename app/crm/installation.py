"""What is installed in a CRM org: components, what the org holds of them, what became of them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from app.errors import Forbidden, Outside, Refused


class NotAnAdministrator(Forbidden):
    code: ClassVar[str] = "not_an_administrator"


class ApiVersionUnknown(Refused):
    code: ClassVar[str] = "api_version_unknown"


class StillRunning(Outside):
    """The org has taken the work and was not done with it for a very long time."""

    code: ClassVar[str] = "still_running"


@dataclass(frozen=True, slots=True, order=True)
class Component:
    """By the vendor's kind and name, as an administrator meets it in the CRM."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class OrgIdentity:
    id: str
    name: str


class Likeness(StrEnum):
    """Whether what the org holds says all that ours says; it may say more."""

    SAYS_OURS = "says_ours"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Held:
    """``digest``: of the component as the org gives it back, the same as long as nobody changes it there."""

    digest: str
    likeness: Likeness


class Purpose(StrEnum):
    """CHECK: what would come of it is told, and nothing is changed."""

    CHECK = "check"
    DO = "do"


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Failure:
    """``words``: the org's own, on one line, not escaped."""

    component: Component
    words: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """All or nothing: where something failed, the org is as it was. ``number``: the org's own for it."""

    number: str
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """That a user has one of the org's permission sets. ``id``: the record's."""

    id: str
    permission_set: str
    username: str


Told = Callable[[Progress], None]


class Installer(Protocol):
    """What is installed for one connection, and the org that it is installed in, as its administrator.

    Every method may raise the leaves of ``app.crm.errors``, NotAnAdministrator, ApiVersionUnknown and
    StillRunning.
    """

    @property
    def app(self) -> str:
        """The name by which the org knows app, button and page of the connection."""

    @property
    def components(self) -> Mapping[Component, str]:
        """Of this version, with the digests of our own texts."""

    def identity(self) -> OrgIdentity: ...

    def held(self, components: Collection[Component]) -> Mapping[Component, Held]:
        """Those of them that the org has."""

    def put(self, components: Collection[Component], purpose: Purpose, told: Told) -> Outcome:
        """Of ``components`` of this version."""

    def remove(self, components: Collection[Component], purpose: Purpose, told: Told) -> Outcome:
        """One that is not there is no failure."""

    def roles(self) -> frozenset[Component]:
        """Of ``components``, those that people are given."""

    def shared(self, component: Component) -> bool:
        """Whether all connections of an org have it in common."""

    def carries_data(self, component: Component) -> bool:
        """Whether something that people entered goes with it."""

    def others(self) -> frozenset[str]:
        """The apps of further connections that the org has."""

    def active(self, usernames: Collection[str]) -> frozenset[str]:
        """Those of them that are names of active users, as they were given."""

    def assignments(self, permission_sets: Collection[str]) -> tuple[Assignment, ...]: ...

    def assign(self, wanted: Collection[tuple[str, str]]) -> None:
        """(permission set, username). Who has it already keeps it. All or nothing."""

    def unassign(self, given: Collection[Assignment]) -> None:
        """All or nothing."""
