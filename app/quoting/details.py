"""What a person says of a line or of a whole quote beside choices, quantity and discount of a line."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final

from app.errors import Refused
from app.pricing import Discount

NOTE_LENGTH: Final = 2_000
GROUP_LENGTH: Final = 80


class DetailsInvalid(Refused):
    code: ClassVar[str] = "details_invalid"


class Standing(StrEnum):
    """Only what is ``offered`` is in the total and on the opportunity; the rest is offered beside it."""

    OFFERED = "offered"
    OPTIONAL = "optional"
    ALTERNATIVE = "alternative"


@dataclass(frozen=True, slots=True)
class Term:
    """The time that a line is for, both days included. Raises DetailsInvalid for one that ends too early."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise DetailsInvalid("A term ends on the day it starts or later. Correct one of the two days.")


@dataclass(frozen=True, slots=True)
class Details:
    """Of a line. ``group`` is the name of its group, "" for none; ``instead_of`` the number of the line that
    an alternative could stand in for.
    """

    term: Term | None = None
    standing: Standing = Standing.OFFERED
    instead_of: int | None = None
    group: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if (self.standing is Standing.ALTERNATIVE) != (self.instead_of is not None):
            raise DetailsInvalid("An alternative, and nothing else, says which line it could stand in for.")
        if len(self.note) > NOTE_LENGTH:
            raise DetailsInvalid(f"A note has at most {NOTE_LENGTH} characters.")
        if len(self.group) > GROUP_LENGTH:
            raise DetailsInvalid(f"The name of a group has at most {GROUP_LENGTH} characters.")


@dataclass(frozen=True, slots=True)
class Header:
    """Of a quote. ``codes`` are of promotions, ``discount`` is on the whole, ``groups`` names in order."""

    region: str = ""
    codes: tuple[str, ...] = ()
    discount: Discount | None = None
    groups: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if len(self.note) > NOTE_LENGTH:
            raise DetailsInvalid(f"A note has at most {NOTE_LENGTH} characters.")


PLAIN: Final = Details()
BARE: Final = Header()
