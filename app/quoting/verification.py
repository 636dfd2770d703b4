"""What can be said of a document, or of a stored quote, against what was sealed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice, zip_longest
from typing import Final

from app.quoting.quote import Quote
from app.quoting.seal import Seal
from app.quoting.status import ON_OPPORTUNITY, Status
from app.quoting.validity import status_at

MOST_DIFFERENCES: Final = 50
_ABSENT: Final = "nothing"
_SOMETHING: Final = "something"


class Verdict(StrEnum):
    """``not_issued``: it was sealed and came back to its author, so nobody is bound to it. ``altered``: it
    names an offer and is not what was offered. ``unknown``: nothing was offered here under that name.
    """

    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    NOT_ISSUED = "not_issued"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Difference:
    """``place`` in words (``line 2, net``); what was offered there, and what was found instead."""

    place: str
    offered: str
    found: str


@dataclass(frozen=True, slots=True)
class Verification:
    """``number``, ``issued`` and ``valid_until`` only of what is known; ``superseded_by`` is a number."""

    verdict: Verdict
    number: str = ""
    issued: datetime | None = None
    valid_until: date | None = None
    superseded_by: str = ""
    differences: tuple[Difference, ...] = ()


UNKNOWN: Final = Verification(Verdict.UNKNOWN)


def standing(seal: Seal, quote: Quote, *, newest: Seal, successor: str, at: datetime) -> Verification:
    """Of what was really offered: whether it still counts. ``newest`` is the last seal of the same quote,
    ``successor`` the number of the edition that took its place, or empty.
    """
    successor = newest.number if newest.digest != seal.digest else successor
    return Verification(
        verdict=Verdict.SUPERSEDED if successor else _standing(quote, at=at),
        number=seal.number,
        issued=seal.sealed_at,
        valid_until=quote.valid_until,
        superseded_by=successor,
    )


def _standing(quote: Quote, *, at: datetime) -> Verdict:
    status = status_at(quote.status, quote.valid_until, at=at)
    if status not in (Status.SUBMITTED, *ON_OPPORTUNITY):
        return Verdict.NOT_ISSUED
    return {Status.WITHDRAWN: Verdict.WITHDRAWN, Status.EXPIRED: Verdict.EXPIRED}.get(status, Verdict.GENUINE)


def told(verification: Verification) -> str:
    """One sentence, for whoever holds the document."""
    number = verification.number
    match verification.verdict:
        case Verdict.GENUINE:
            return f"Genuine: this is offer {number} as it was issued."
        case Verdict.SUPERSEDED if verification.superseded_by == number:
            return f"Superseded: offer {number} was corrected and issued again. Ask for the later document."
        case Verdict.SUPERSEDED:
            return f"Superseded: it was issued, and offer {verification.superseded_by} came in its place."
        case Verdict.WITHDRAWN:
            return f"Withdrawn: offer {number} was issued and does not count any more."
        case Verdict.EXPIRED:
            return f"Expired: offer {number} was issued and its validity has ended."
        case Verdict.NOT_ISSUED:
            return f"Not issued: offer {number} was taken back to be reworked before it counted."
        case Verdict.ALTERED:
            return f"Altered: this is not offer {number} as it was issued."
        case Verdict.UNKNOWN:
            return "Unknown: no such offer was issued here."


def offer_differences(sealed: Mapping[str, object], now: Mapping[str, object]) -> tuple[Difference, ...]:
    """Where a canonical form is not the sealed one, the first fifty."""
    return tuple(islice(_differences("", sealed, now), MOST_DIFFERENCES))


def _differences(place: str, offered: object, found: object) -> Iterator[Difference]:
    if offered == found and type(offered) is type(found):
        return
    if isinstance(offered, Mapping) and isinstance(found, Mapping):
        for name in [*offered, *(name for name in found if name not in offered)]:
            yield from _differences(_within(place, name), offered.get(name), found.get(name))
    elif isinstance(offered, list) and isinstance(found, list):
        for one, other in zip_longest(offered, found):
            yield from _differences(_item(place, one, other), one, other)
    else:
        yield Difference(place, _shown(offered), _shown(found))


def _within(place: str, name: str) -> str:
    return f"{place}, {name}" if place else name


def _item(place: str, one: object, other: object) -> str:
    known = one if one is not None else other
    if place == "lines" and isinstance(known, Mapping):
        return f"line {known.get('n')}"
    if isinstance(known, Mapping) and "rule" in known:
        return f"{place} {known['rule']}"
    return place


def _shown(value: object) -> str:
    if value is None:
        return _ABSENT
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("rule") or _SOMETHING)
    return _SOMETHING if isinstance(value, list) else str(value)
