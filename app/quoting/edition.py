"""The editions of one offer: the first, and each that was made from the one before because it had to change.

All have one family, the id of the first. The newest that is on the opportunity supersedes older ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol, TypeVar

from app.actor import UserId
from app.errors import Refused
from app.quoting.quote import Quote, QuoteId
from app.quoting.status import ON_OPPORTUNITY, Status


class EditionNewer(Refused):
    """There is a newer edition, which is the one to go on with."""

    code: ClassVar[str] = "quote_superseded"


class OfferAccepted(Refused):
    code: ClassVar[str] = "offer_accepted"


@dataclass(frozen=True, slots=True)
class Edition:
    id: QuoteId
    number: str
    edition: int
    status: Status
    owner: UserId
    valid_until: date


def edition_number(first: str, edition: int) -> str:
    """``Q-00001``, and from the second edition on ``Q-00001-2``."""
    return first if edition == 1 else f"{first}-{edition}"


class Numbered(Protocol):
    """An edition by whatever else is known of it."""

    @property
    def edition(self) -> int: ...

    @property
    def status(self) -> Status: ...


One = TypeVar("One", bound=Numbered)


def successor(family: Iterable[One], edition: int) -> One | None:
    """The edition that supersedes that one, if any does."""
    newer = [one for one in family if one.edition > edition and one.status in ON_OPPORTUNITY]
    return max(newer, key=_edition, default=None)


def check_current(quote: Quote, family: Iterable[Edition]) -> None:
    """Raises EditionNewer for a quote that was superseded."""
    newer = successor(family, quote.edition)
    if newer is not None:
        raise EditionNewer(
            f"{newer.number} took the place of this quote. Go on with that one.", facts=_named(newer)
        )


def check_newest(quote: Quote, family: Iterable[Edition]) -> None:
    """Raises EditionNewer where a newer edition exists, be it a draft."""
    newer = max((one for one in family if one.edition > quote.edition), key=_edition, default=None)
    if newer is not None:
        raise EditionNewer(
            f"{newer.number} was made from this offer already. Go on with that one.", facts=_named(newer)
        )


def check_not_accepted(quote: Quote, family: Iterable[Edition]) -> None:
    """Raises OfferAccepted where the customer accepted another edition meanwhile."""
    accepted = next((one for one in family if one.status is Status.ACCEPTED and one.id != quote.id), None)
    if accepted is not None:
        raise OfferAccepted(
            f"The customer accepted {accepted.number} meanwhile, and it stands. Clone this quote for another "
            "offer.",
            facts=_named(accepted),
        )


def _edition(one: Numbered) -> int:
    return one.edition


def _named(edition: Edition) -> dict[str, object]:
    return {"quote": edition.id, "number": edition.number}
