"""What people do to a request: agree, reject, ask, answer, take it back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from app.actor import UserId
from app.approvals.deciders import Circle, NotAsked, check_decides, seat_for
from app.approvals.facts import facts_hash
from app.approvals.people import NOBODY
from app.approvals.progress import settled
from app.approvals.request import ApprovalRequest, AskedNeed, Decision
from app.approvals.status import Verb, following
from app.errors import Forbidden, Refused

MOST_IN_COMMENT: Final = 2_000
MOST_DECISIONS: Final = 500
"""In one request: a dispute without end is not one of approval any more."""


class CommentInvalid(Refused):
    code: ClassVar[str] = "comment_invalid"


class RequestFull(Refused):
    code: ClassVar[str] = "approval_full"


class NotTheAuthor(Forbidden):
    code: ClassVar[str] = "approval_of_another"


@dataclass(frozen=True, slots=True)
class Said:
    """Who says what, and by which way, as in ``Decision``."""

    user: UserId
    name: str
    comment: str = ""
    way: str = ""


def approve(
    request: ApprovalRequest, said: Said, circle: Circle, *, only: Iterable[int] = ()
) -> ApprovalRequest:
    """All that waits for them, or ``only`` the needs of these numbers.

    Raises RequestForbids, AuthorDecides, ApproverGone, NotAsked, CommentInvalid.
    """
    following(request.status, Verb.APPROVE)
    for need in _wanted(request, check_decides(request, said.user, circle), only):
        request = noted(request, Verb.APPROVE, said, circle, need=need)
    return settled(request, circle)


def reject(request: ApprovalRequest, said: Said, circle: Circle) -> ApprovalRequest:
    """One is enough, with a reason. Raises what ``approve`` raises."""
    (status,) = following(request.status, Verb.REJECT)
    needed(said)
    for need in check_decides(request, said.user, circle):
        request = noted(request, Verb.REJECT, said, circle, need=need)
    return replace(request, status=status, ended_at=circle.at)


def ask(request: ApprovalRequest, said: Said, circle: Circle) -> ApprovalRequest:
    """A question to the author. Raises what ``approve`` raises."""
    (status,) = following(request.status, Verb.ASK)
    needed(said)
    first = check_decides(request, said.user, circle)[0]
    return replace(noted(request, Verb.ASK, said, circle, need=first), status=status)


def answer(request: ApprovalRequest, said: Said, circle: Circle) -> ApprovalRequest:
    """Of the author. The time of those who are asked begins anew. Raises RequestForbids, NotTheAuthor."""
    _check_author(request, said)
    (status,) = following(request.status, Verb.ANSWER)
    needed(said)
    for need in request.open_needs:
        request = request.with_need(replace(need, since=circle.at, reminded_at=None))
    return replace(noted(request, Verb.ANSWER, said, circle), status=status)


def recall(request: ApprovalRequest, said: Said, circle: Circle) -> ApprovalRequest:
    """Raises RequestForbids, NotTheAuthor."""
    _check_author(request, said)
    (status,) = following(request.status, Verb.RECALL)
    return replace(noted(request, Verb.RECALL, said, circle), status=status, ended_at=circle.at)


def noted(
    request: ApprovalRequest,
    verb: Verb,
    said: Said,
    circle: Circle,
    *,
    need: AskedNeed | None = None,
    to: UserId = NOBODY,
) -> ApprovalRequest:
    """With one more entry of the record. Raises CommentInvalid, RequestFull."""
    # What ends the request, and what time does, is always noted.
    if len(request.decisions) >= MOST_DECISIONS and verb in (Verb.ASK, Verb.ANSWER, Verb.DELEGATE, Verb.ADD):
        raise RequestFull("Too much was said of this request. Decide it, or take it back and ask again.")
    seat = None if need is None or not said.user else seat_for(request, need, said.user, circle)
    entry = Decision(
        n=len(request.decisions) + 1,
        at=circle.at,
        verb=verb,
        user=said.user,
        user_name=said.name,
        need=None if need is None else need.n,
        comment=check_comment(said.comment),
        seat=said.user if seat is None else seat.first,
        facts="" if need is None else facts_hash(need.need.facts),
        to=to,
        way=said.way,
    )
    return replace(request, decisions=(*request.decisions, entry))


def check_comment(text: str) -> str:
    """Without what is blank around it. Raises CommentInvalid."""
    if len(text) > MOST_IN_COMMENT:
        raise CommentInvalid(f"A comment has at most {MOST_IN_COMMENT} characters.")
    return text.strip()


def needed(said: Said) -> None:
    """Raises CommentInvalid."""
    if not said.comment.strip():
        raise CommentInvalid("Say it in a comment, so that others know why.")


def _wanted(
    request: ApprovalRequest, theirs: tuple[AskedNeed, ...], only: Iterable[int]
) -> tuple[AskedNeed, ...]:
    numbers = set(only)
    for n in numbers:
        request.need(n)
    found = tuple(one for one in theirs if not numbers or one.n in numbers)
    if not found or numbers - {one.n for one in found}:
        raise NotAsked("One of these needs does not wait for you. Reload the request.")
    return found


def _check_author(request: ApprovalRequest, said: Said) -> None:
    if said.user != request.author:
        raise NotTheAuthor("Only the author of the quote can do that.")
