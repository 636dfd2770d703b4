"""Letters to those whom a request waits for: when one is due, and its link, which decides once.

The link decides as the person it was written to, as long as the request waits for them.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final, NewType

from app.actor import ConnectionName, UserId
from app.approvals.deciders import Circle, deciders, delegated_at, seat_for, waits_for
from app.approvals.request import ApprovalRequest, AskedNeed, RequestId
from app.approvals.status import RequestStatus
from app.errors import Missing, Refused

LetterId = NewType("LetterId", str)

BY_LETTER: Final = "by letter"
LINK_LIFE: Final = timedelta(days=7)
_ID_LENGTH: Final = 32
_LONGEST: Final = 100


class LinkInvalid(Missing):
    code: ClassVar[str] = "approval_link_invalid"


class LinkUsed(Refused):
    code: ClassVar[str] = "approval_link_used"


class LinkExpired(Refused):
    code: ClassVar[str] = "approval_link_expired"


class Cause(StrEnum):
    ASKED = "asked"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    DELEGATED = "delegated"
    USED = "used"
    """Somebody decided by the link of a letter: its addressee is told, in case it was not them."""
    CODE = "code"
    """Somebody uses the link of a letter in a browser that is not known: its addressee gets a code."""

    @property
    def has_link(self) -> bool:
        return self not in (Cause.USED, Cause.CODE)


@dataclass(frozen=True, slots=True)
class Letter:
    """``moment``: when what it tells of happened; its link, or its code, holds until ``expires_at``, once.
    ``tries``: how often its code was typed in.
    """

    id: LetterId
    connection: ConnectionName
    request: RequestId
    user: UserId
    cause: Cause
    moment: datetime
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    tries: int = 0

    def followed(self, by: LetterId, cause: Cause, *, at: datetime, life: timedelta) -> "Letter":
        """Another one to the same person about the same request."""
        again = replace(self, id=by, cause=cause, moment=at, made_at=at, expires_at=at + life)
        return replace(again, used_at=None, tries=0)


@dataclass(frozen=True, slots=True)
class DueLetter:
    user: UserId
    cause: Cause
    moment: datetime


def letters_due(request: ApprovalRequest, circle: Circle, known: Iterable[Letter]) -> tuple[DueLetter, ...]:
    """One for each who could decide now and was not written to since something last happened for them."""
    if request.status is not RequestStatus.WAITING:
        return ()
    last: dict[UserId, datetime] = {}
    for letter in (one for one in known if one.cause.has_link):
        last[letter.user] = max(letter.moment, last.get(letter.user, letter.moment))
    due = []
    for user in _readers(request, circle):
        events = [_event(request, need, user, circle) for need in waits_for(request, user, circle)]
        found = max(events, key=lambda event: event[0], default=None)
        if found is not None and (user not in last or last[user] < found[0]):
            told = user in last or found[1] is Cause.DELEGATED
            due.append(DueLetter(user, found[1] if told else Cause.ASKED, found[0]))
    return tuple(due)


def look_again_at(circle: Circle) -> datetime | None:
    """When somebody more could decide by what the catalog states: the next of its delegations begins."""
    coming = (one.starts for one in circle.delegations if one.made_at is None and one.starts > circle.at)
    return min(coming, default=None)


def check_usable(letter: Letter, *, at: datetime) -> None:
    """Raises LinkUsed, LinkExpired."""
    if letter.used_at is not None:
        raise LinkUsed("This link was used already. Open the quote from your CRM to see what came of it.")
    if at >= letter.expires_at:
        raise LinkExpired("This link is too old. Open the quote from your CRM to decide.")


def letter_key(secret: str) -> bytes:
    """For signing links, made from the installation's secret: no other use of that can produce a link."""
    return hmac.digest(secret.encode(), b"approval letters", hashlib.sha256)


def link_token(key: bytes, letter: LetterId) -> str:
    return letter + _signature(key, letter)


def read_token(key: bytes, token: str) -> LetterId:
    """Raises LinkInvalid."""
    letter, signed = LetterId(token[:_ID_LENGTH]), token[_ID_LENGTH:_LONGEST]
    known = _signature(key, letter).encode()
    if len(token) > _LONGEST or not hmac.compare_digest(known, signed.encode("utf-8", "replace")):
        raise LinkInvalid("That is no link of ours. Open it as it stands in the letter.")
    return letter


def _signature(key: bytes, letter: str) -> str:
    signed = hmac.digest(key, letter.encode("utf-8", "replace"), hashlib.sha256)
    return base64.urlsafe_b64encode(signed).decode().rstrip("=")


def _readers(request: ApprovalRequest, circle: Circle) -> tuple[UserId, ...]:
    seats = (seat for need in request.open_needs for seat in need.seats)
    return tuple(dict.fromkeys(user for seat in seats for user in deciders(request, seat, circle)))


def _event(request: ApprovalRequest, need: AskedNeed, user: UserId, circle: Circle) -> tuple[datetime, Cause]:
    """What happened to it last, for that user."""
    seat = seat_for(request, need, user, circle)
    events = [
        (need.since or circle.at, Cause.ASKED),
        (need.reminded_at, Cause.REMINDED),
        (need.escalated_at, Cause.ESCALATED),
        (None if seat is None else delegated_at(seat, user, circle), Cause.DELEGATED),
    ]
    return max(((at, cause) for at, cause in events if at is not None), key=lambda event: event[0])
