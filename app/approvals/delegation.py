"""Standing delegation: somebody decides for somebody else from one moment to another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Final, NewType
from zoneinfo import ZoneInfo

from app.actor import ConnectionName, UserId
from app.approvals.people import Directory
from app.catalog.approvals import ApprovalPolicy
from app.errors import Missing, Refused

DelegationId = NewType("DelegationId", str)


_FAR: Final = date(9000, 1, 1)
_NONE: Final = ConnectionName("")


class DelegationInvalid(Refused):
    code: ClassVar[str] = "delegation_invalid"


class DelegationCycle(Refused):
    """In the end it would come back to whoever delegates."""

    code: ClassVar[str] = "delegation_cycle"


class DelegationMissing(Missing):
    code: ClassVar[str] = "delegation_not_found"


@dataclass(frozen=True, slots=True)
class Delegation:
    """``giver`` may decide as before; ``taker`` decides for them from ``starts`` until before ``ends``.
    ``made_at`` is None for one that the catalog states.
    """

    id: DelegationId
    connection: ConnectionName
    giver: UserId
    taker: UserId
    starts: datetime
    ends: datetime
    made_at: datetime | None = None

    @property
    def begins(self) -> datetime:
        """From when on it is of use: one may be made for a time that runs already."""
        return self.starts if self.made_at is None else max(self.starts, self.made_at)

    def holds(self, at: datetime) -> bool:
        return self.starts <= at < self.ends


def check_delegation(new: Delegation, known: Iterable[Delegation], directory: Directory) -> None:
    """Raises DelegationInvalid, DelegationCycle."""
    if new.giver == new.taker:
        raise DelegationInvalid("You decide for yourself already. Name somebody else.")
    if new.ends <= new.starts:
        raise DelegationInvalid("A delegation ends after it begins. Correct one of the two dates.")
    if not directory.is_active(new.taker):
        raise DelegationInvalid("Nobody active with that id is known here. Have them open the panel once.")
    others = [one for one in known if one.id != new.id]
    if _reaches(new.taker, new.giver, others, starts=new.starts, ends=new.ends):
        raise DelegationCycle(
            "They, or somebody who decides for them, have you decide for them at that time. End that first."
        )


def of_policy(policy: ApprovalPolicy, directory: Directory, *, zone: ZoneInfo) -> tuple[Delegation, ...]:
    """Those that the catalog states: from the first to the end of the last of its days, in that zone."""
    found = []
    for n, one in enumerate(policy.delegations):
        pair = directory.named((one.away, one.to))
        if len(pair) == 2 and pair[0] != pair[1]:
            starts = datetime.combine(one.period.first or date(1900, 1, 1), time.min, tzinfo=zone)
            after = min(one.period.last or _FAR, _FAR) + timedelta(days=1)
            ends = datetime.combine(after, time.min, tzinfo=zone)
            found.append(Delegation(DelegationId(f"policy-{n}"), _NONE, pair[0], pair[1], starts, ends))
    return tuple(found)


def takers(user: UserId, known: Iterable[Delegation], *, at: datetime) -> tuple[UserId, ...]:
    """Who decides for that person at that moment, also over several hands."""
    holding = [one for one in known if one.holds(at)]
    found: list[UserId] = [user]
    for giver in found:
        found += [one.taker for one in holding if one.giver == giver and one.taker not in found]
    return tuple(found[1:])


def givers(user: UserId, known: Iterable[Delegation], *, at: datetime) -> tuple[UserId, ...]:
    """For whom that person decides at that moment, also over several hands."""
    holding = [one for one in known if one.holds(at)]
    found: list[UserId] = [user]
    for taker in found:
        found += [one.giver for one in holding if one.taker == taker and one.giver not in found]
    return tuple(found[1:])


def taking_since(user: UserId, known: Iterable[Delegation], *, at: datetime) -> dict[UserId, datetime]:
    """Since when each decides for that person: over several hands since the last of them began; of several
    ways the one that began first.
    """
    holding = [one for one in known if one.holds(at)]
    found: dict[UserId, datetime] = {}
    before: dict[UserId, datetime] | None = None
    while found != before:
        before = dict(found)
        for one in holding:
            if one.giver == user or one.giver in found:
                moment = one.begins if one.giver == user else max(found[one.giver], one.begins)
                found[one.taker] = min(moment, found.get(one.taker, moment))
    return found


def _reaches(
    start: UserId, goal: UserId, known: list[Delegation], *, starts: datetime, ends: datetime
) -> bool:
    """Whether what ``start`` decides would be ``goal``'s at some moment of that time."""
    paths = [(start, starts, ends)]
    seen = set(paths)
    for giver, begin, end in paths:
        if giver == goal:
            return True
        for one in known:
            step = (one.taker, max(begin, one.starts), min(end, one.ends))
            if one.giver == giver and step[1] < step[2] and step not in seen:
                seen.add(step)
                paths.append(step)
    return False
