"""What an examination of a connection asks and what it finds, in our own words.

A question has a stable code; every answer to it has that code, whatever came of it. Which questions a CRM
answers is the vendor's to say; those about ourselves are asked by ``app.actions.examining``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from app.crm.port import Access, Connection

GUIDE: Final = "docs/doctor.md"
ADDRESS_SECURE: Final = "address_secure"
"""Of our own questions, the one that a CRM's may need."""
TOKEN_ACCEPTED: Final = "token_accepted"  # noqa: S105 - the code of a question
"""Of a CRM's questions, the one that says whether it could be asked at all."""
_MOST_SHOWN: Final = 8
MOST_NAMES: Final = 200


class Area(StrEnum):
    """In the order in which they are asked."""

    CONNECTION = "connection"
    INSTALLATION = "installation"
    REACHING = "reaching"
    IDENTITY = "identity"
    FEATURES = "features"
    SCHEMA = "schema"
    RIGHTS = "rights"
    GOODS = "goods"
    APP = "app"


class Result(StrEnum):
    """``unknown``: it could not be asked, or the CRM does not let it be read."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """``words``: what is looked at. ``needs``: codes that have to be sound before there is sense in asking;
    with a warning they are.
    """

    code: str
    area: Area
    words: str
    needs: tuple[str, ...] = ()

    @property
    def guide(self) -> str:
        return f"{GUIDE}#{self.code}"


@dataclass(frozen=True, slots=True)
class Answer:
    """``found`` and ``advice`` (what to do; empty for what is sound) are sentences. ``names``: all that is
    meant, such as fields or articles, at most ``MOST_NAMES``. Text of the CRM in them is hostile.
    """

    result: Result
    found: str
    advice: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A question with its answer."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True)
class Goods:
    """What the catalog in force sells: codes of its articles by the currencies they are sold in."""

    codes: tuple[str, ...]
    currencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """How an org is examined. ``address``: ``https://host[:port]`` of its API, empty if nobody said one.
    ``access``: of whoever asks, or None. ``public_url``: where browsers reach us. ``goods``: None where
    no catalog is in force. ``until``: seconds of ``time.monotonic`` after which nothing more is asked.
    """

    address: str
    access: Access | None
    public_url: str
    goods: Goods | None
    clock: Callable[[], datetime]
    until: float
    how_to_sign_in: str = ""


class Examiner(Protocol):
    """One org, examined once."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """In an order in which what one needs comes before it."""

    def answer(self, code: str) -> Answer:
        """May raise the leaves of ``app.crm.errors``: then it could not be asked."""

    @property
    def calls(self) -> int:
        """API calls that it has cost so far."""


class Examiners(Protocol):
    """The door of any CRM to its examiners."""

    def examiner(self, connection: Connection, subject: Subject) -> Examiner:
        """The connection's secrets are not asked for."""


def ok(found: str) -> Answer:
    return Answer(Result.OK, found)


def warning(found: str, advice: str, names: tuple[str, ...] = ()) -> Answer:
    return Answer(Result.WARNING, found, advice, names[:MOST_NAMES])


def fault(found: str, advice: str, names: tuple[str, ...] = ()) -> Answer:
    return Answer(Result.FAULT, found, advice, names[:MOST_NAMES])


def unknown(found: str, advice: str = "") -> Answer:
    return Answer(Result.UNKNOWN, found, advice)


def told(names: tuple[str, ...]) -> str:
    """Some of them, and how many more there are."""
    shown = ", ".join(names[:_MOST_SHOWN])
    return shown if len(names) <= _MOST_SHOWN else f"{shown} and {len(names) - _MOST_SHOWN} more"
