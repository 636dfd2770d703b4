"""The request that others agree to one revision of a quote: what it needs, and what was decided."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, NewType

from app.actor import ConnectionName, OrgId, UserId
from app.approvals.need import Fact, Need
from app.approvals.people import NOBODY
from app.approvals.status import LIVE, RequestStatus, Verb
from app.catalog.approvals import Calendar
from app.errors import Missing, Refused, Stale
from app.quoting import QuoteId

RequestId = NewType("RequestId", str)


class RequestMissing(Missing):
    code: ClassVar[str] = "approval_not_found"


class RequestChanged(Stale):
    """Somebody else decided first."""

    code: ClassVar[str] = "approval_changed"


class RequestSuperseded(Refused):
    """It was about an earlier state of the quote."""

    code: ClassVar[str] = "approval_superseded"


class NeedState(StrEnum):
    """``waiting``: an earlier stage is not through yet."""

    WAITING = "waiting"
    OPEN = "open"
    MET = "met"


class Met(StrEnum):
    """How a need is met: by those who were asked, by an earlier approval, or by the product itself."""

    ASKED = "asked"
    CARRIED = "carried"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Seat:
    """One whose agreement counts. ``holders``: who was asked, then whom it was handed to, in turn."""

    holders: tuple[UserId, ...]

    @property
    def first(self) -> UserId:
        return self.holders[0]


@dataclass(frozen=True, slots=True)
class Carried:
    """The earlier approval that still holds: of which request and need, on which facts, by whom: pairs of who
    agreed and in whose place, who is the same for most.
    """

    request: RequestId
    need: int
    users: tuple[tuple[UserId, UserId], ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class AskedNeed:
    """A need as it was asked. ``since`` is when it was opened, or reopened by an answer. ``changed`` says how
    its facts differ from those of the approval before; ``added_by`` is who added it by hand.
    """

    n: int
    need: Need
    seats: tuple[Seat, ...] = ()
    state: NeedState = NeedState.WAITING
    met: Met = Met.ASKED
    since: datetime | None = None
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None
    carried: Carried | None = None
    changed: tuple[str, ...] = ()
    added_by: UserId = NOBODY


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the record. ``need`` is None for what is about the whole request; ``seat`` whose agreement
    it is, other than ``user`` for a delegate; ``facts`` the hash of what it was taken on; ``to`` whom
    something was handed to; ``way`` how it came, where not by panel or API. ``user`` is empty where time did
    it.
    """

    n: int
    at: datetime
    verb: Verb
    user: UserId
    user_name: str
    need: int | None
    comment: str
    seat: UserId
    facts: str
    to: UserId = NOBODY
    way: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """``revision`` is the quote's while the request is open; ``barred`` may not decide, the author being one
    of them; ``submits``: the last approval saves the quote to the opportunity; ``version`` guards against
    two who decide at once.
    """

    id: RequestId
    connection: ConnectionName
    org: OrgId
    quote: QuoteId
    number: str
    revision: int
    family: QuoteId
    opportunity: str
    author: UserId
    author_name: str
    barred: frozenset[UserId]
    status: RequestStatus
    asked_at: datetime
    comment: str
    submits: bool
    calendar: Calendar
    needs: tuple[AskedNeed, ...]
    decisions: tuple[Decision, ...] = ()
    version: int = 1
    ended_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def open_needs(self) -> tuple[AskedNeed, ...]:
        """Those that somebody could decide now."""
        return tuple(one for one in self.needs if one.state is NeedState.OPEN) if self.is_live else ()

    def need(self, n: int) -> AskedNeed:
        """Raises RequestMissing."""
        found = next((one for one in self.needs if one.n == n), None)
        if found is None:
            raise RequestMissing("The request has no such need. Reload it.")
        return found

    def approvals(self, n: int) -> tuple[Decision, ...]:
        """Of one need."""
        return tuple(one for one in self.decisions if one.need == n and one.verb is Verb.APPROVE)

    def with_need(self, need: AskedNeed) -> "ApprovalRequest":
        return replace(self, needs=tuple(need if one.n == need.n else one for one in self.needs))
