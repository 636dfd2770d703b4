"""Who may decide a need of a request at a moment, and whether enough of them are there."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.actor import UserId
from app.approvals.delegation import Delegation, takers, taking_since
from app.approvals.people import Directory
from app.approvals.request import ApprovalRequest, AskedNeed, Seat
from app.catalog.approvals import ApprovalPolicy
from app.errors import Forbidden


class AuthorDecides(Forbidden):
    code: ClassVar[str] = "approver_is_author"


class ApproverGone(Forbidden):
    """They are not active in the CRM any more, or were never seen there."""

    code: ClassVar[str] = "approver_inactive"


class NotAsked(Forbidden):
    code: ClassVar[str] = "approver_not_asked"


@dataclass(frozen=True, slots=True)
class Circle:
    """All that says who may decide: the people of the org, who decides for whom, whom the policy means, and
    when that is asked.
    """

    directory: Directory
    delegations: tuple[Delegation, ...]
    policy: ApprovalPolicy
    at: datetime


def holder(seat: Seat, circle: Circle) -> UserId | None:
    """The last active one whom the seat was given to."""
    return next((user for user in reversed(seat.holders) if circle.directory.is_active(user)), None)


def deciders(request: ApprovalRequest, seat: Seat, circle: Circle) -> tuple[UserId, ...]:
    """Its holder first, then those who decide for them. Nobody who left, nobody who is barred."""
    held = holder(seat, circle)
    found = () if held is None else (held, *takers(held, circle.delegations, at=circle.at))
    if held is None:
        found = takers(seat.holders[-1], circle.delegations, at=circle.at)
    return tuple(user for user in found if circle.directory.is_active(user) and user not in request.barred)


def delegated_at(seat: Seat, user: UserId, circle: Circle) -> datetime | None:
    """Since when that is a delegate's; None for whoever holds it themselves."""
    held = holder(seat, circle)
    if user == held:
        return None
    giver = seat.holders[-1] if held is None else held
    return taking_since(giver, circle.delegations, at=circle.at).get(user)


def free_seats(request: ApprovalRequest, need: AskedNeed) -> tuple[Seat, ...]:
    taken = {one.seat for one in request.approvals(need.n)}
    return tuple(seat for seat in need.seats if seat.first not in taken)


def seat_for(request: ApprovalRequest, need: AskedNeed, user: UserId, circle: Circle) -> Seat | None:
    """The one that the user may decide on, their own before others'. Each decides once a need."""
    if any(one.user == user for one in request.approvals(need.n)):
        return None
    seats = free_seats(request, need)
    theirs = [seat for seat in seats if user in deciders(request, seat, circle)]
    return min(theirs, key=lambda seat: deciders(request, seat, circle).index(user), default=None)


def represented_by(request: ApprovalRequest, user: UserId, circle: Circle) -> tuple[UserId, ...]:
    """Whose agreement it is, where the user decides for others now."""
    seats = (seat_for(request, need, user, circle) for need in waits_for(request, user, circle))
    held = (holder(seat, circle) or seat.holders[-1] for seat in seats if seat is not None)
    return tuple(dict.fromkeys(one for one in held if one != user))


def can_be_met(request: ApprovalRequest, need: AskedNeed, circle: Circle) -> bool:
    """Whether enough people are there, each for a seat of their own, who have not decided yet."""
    given = request.approvals(need.n)
    used = {one.user for one in given}
    choices = [
        [user for user in deciders(request, seat, circle) if user not in used]
        for seat in free_seats(request, need)
    ]
    return len(given) + _pairs(choices) >= quorum(need)


def quorum(need: AskedNeed) -> int:
    return max(1, need.need.quorum)


def waits_for(request: ApprovalRequest, user: UserId, circle: Circle) -> tuple[AskedNeed, ...]:
    """The open needs that the user could decide now."""
    if user in request.barred:
        return ()
    return tuple(one for one in request.open_needs if seat_for(request, one, user, circle) is not None)


def check_decides(request: ApprovalRequest, user: UserId, circle: Circle) -> tuple[AskedNeed, ...]:
    """The needs that they decide. Raises AuthorDecides, ApproverGone, NotAsked."""
    if user in request.barred:
        raise AuthorDecides("Whoever worked on the quote cannot approve it. It waits for others.")
    if not circle.directory.is_active(user):
        raise ApproverGone("You are not active in the CRM any more. Ask your administrator.")
    found = waits_for(request, user, circle)
    if not found:
        raise NotAsked("This request does not wait for you. Those whom it waits for are shown with it.")
    return found


def _pairs(choices: list[list[UserId]]) -> int:
    """How many seats can each have somebody of their own: augmenting paths, for at most 50 seats."""
    seat_of: dict[UserId, int] = {}

    def placed(seat: int, tried: set[UserId]) -> bool:
        for user in choices[seat]:
            if user not in tried:
                tried.add(user)
                if user not in seat_of or placed(seat_of[user], tried):
                    seat_of[user] = seat
                    return True
        return False

    return sum(placed(seat, set()) for seat in range(len(choices)))
