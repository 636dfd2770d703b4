"""Whether whoever uses a link is the person that its letter was written to.

A letter can be forwarded, and its link with it. So a link decides only in a browser that is known as that
person's, and one becomes known by a code that is sent to the person when the link is used.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from app.actor import ConnectionName, UserId
from app.approvals.letter import Letter, LetterId
from app.errors import Forbidden, Refused

CODE_LIFE: Final = timedelta(minutes=15)
CODE_PAUSE: Final = timedelta(minutes=1)
MOST_TRIES: Final = 5
"""Of one code."""
MOST_CODES: Final = 5
"""Within a day, for one request and person: so 25 tries of a million codes."""
_DAY: Final = timedelta(days=1)
_DIGITS: Final = 6


class LinkOfAnother(Forbidden):
    code: ClassVar[str] = "approval_link_of_another"


class CodeWrong(Refused):
    code: ClassVar[str] = "approval_code_wrong"


class CodesUsedUp(Refused):
    code: ClassVar[str] = "approval_codes_used_up"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody as a browser is known."""

    connection: ConnectionName
    user: UserId


def code_of(key: bytes, letter: LetterId) -> str:
    """Six digits: that of the letter which tells it. ``key``: that of links."""
    signed = hmac.digest(key, b"code " + letter.encode(), hashlib.sha256)
    return f"{int.from_bytes(signed) % 10**_DIGITS:0{_DIGITS}}"


def check_reader(letter: Letter, reader: Reader) -> None:
    """Raises LinkOfAnother."""
    if reader != Reader(letter.connection, letter.user):
        raise LinkOfAnother(
            "This link is in a letter to somebody else than this browser is known as. Nothing was decided. "
            "If you are whom it was written to, have a code sent to you."
        )


def open_code(codes: Iterable[Letter], *, at: datetime) -> Letter | None:
    """That which can still be typed in."""
    last = max(codes, key=lambda one: one.made_at, default=None)
    if last is None or last.used_at is not None or at >= last.expires_at or last.tries >= MOST_TRIES:
        return None
    return last


def code_due(codes: Iterable[Letter], *, at: datetime) -> bool:
    """Whether another code is to be sent: not while one has just been. Raises CodesUsedUp."""
    known = [one for one in codes if one.made_at > at - _DAY]
    if any(one.made_at > at - CODE_PAUSE and one.used_at is None for one in known):
        return False
    if len(known) >= MOST_CODES:
        raise CodesUsedUp("Too many codes were asked for today. Open the quote from your CRM to decide.")
    return True
