"""Optional and alternative lines: offered beside what is in the total, and swapped with it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from app.errors import Refused
from app.quoting.details import Standing
from app.quoting.quote import Line, Quote


class StandingInvalid(Refused):
    code: ClassVar[str] = "standing_invalid"


def with_standing(quote: Quote, n: int, standing: Standing, *, instead_of: int | None, at: datetime) -> Quote:
    """Raises LineMissing, and StandingInvalid for an alternative to nothing, to itself or to an alternative,
    and for one that others are alternatives to.
    """
    line = quote.line(n)
    if (standing is Standing.ALTERNATIVE) != (instead_of is not None):
        raise StandingInvalid("An alternative, and nothing else, names the line it could stand in for.")
    if instead_of is not None:
        _check_alternative(quote, line, instead_of)
    return quote.arranged(_changed(quote, {n: (standing, instead_of)}), at=at)


def swapped(quote: Quote, n: int, *, at: datetime) -> Quote:
    """The alternative takes the standing of the line it could stand in for, which becomes its alternative, as
    do the line's other alternatives. Raises LineMissing, StandingInvalid.
    """
    line = quote.line(n)
    if line.details.instead_of is None:
        raise StandingInvalid(f"Line {n} is no alternative, so there is nothing to swap it with.")
    original = quote.line(line.details.instead_of)
    others = {one.n: (Standing.ALTERNATIVE, n) for one in _alternatives_to(quote, {original.n})}
    given = {**others, n: (original.details.standing, None), original.n: (Standing.ALTERNATIVE, n)}
    return quote.arranged(_changed(quote, given), at=at)


def without_lines(quote: Quote, numbers: Collection[int], *, at: datetime) -> Quote:
    """An alternative to a line that goes stays, as an optional one. Raises LineMissing."""
    gone = frozenset(numbers)
    for n in gone:
        quote.line(n)
    left = {one.n: (Standing.OPTIONAL, None) for one in _alternatives_to(quote, gone)}
    return quote.arranged(tuple(line for line in _changed(quote, left) if line.n not in gone), at=at)


def fitting(quote: Quote) -> Quote:
    """After lines were taken back to what they were: in no group that is gone, alternative to no line that is
    gone or an alternative by now. The same quote where all fits.
    """
    known = {line.n: line for line in quote.lines}
    lines = tuple(_fitting(line, quote, known.get(line.details.instead_of or 0)) for line in quote.lines)
    return quote if lines == quote.lines else replace(quote, lines=lines)


def _fitting(line: Line, quote: Quote, original: Line | None) -> Line:
    details = line.details
    if details.group and details.group not in quote.header.groups:
        details = replace(details, group="")
    stands = original is not None and original.details.standing is not Standing.ALTERNATIVE
    if details.instead_of is not None and not stands:
        details = replace(details, standing=Standing.OPTIONAL, instead_of=None)
    return line if details is line.details else replace(line, details=details)


def _alternatives_to(quote: Quote, numbers: Collection[int]) -> tuple[Line, ...]:
    return tuple(line for line in quote.lines if line.details.instead_of in numbers)


def _check_alternative(quote: Quote, line: Line, instead_of: int) -> None:
    original = quote.line(instead_of)
    if original.n == line.n:
        raise StandingInvalid(f"Line {line.n} cannot be an alternative to itself. Name another line.")
    if original.details.standing is Standing.ALTERNATIVE:
        raise StandingInvalid(
            f"Line {instead_of} is an alternative itself, to line {original.details.instead_of}. "
            "Name that one."
        )
    if named := _alternatives_to(quote, {line.n}):
        others = ", ".join(str(one.n) for one in named[:20])
        raise StandingInvalid(
            f"Line {line.n} has alternatives itself (line {others}). Swap it with one of them, or make them "
            "optional first."
        )


def _changed(quote: Quote, given: Mapping[int, tuple[Standing, int | None]]) -> tuple[Line, ...]:
    return tuple(_standing(line, *given[line.n]) if line.n in given else line for line in quote.lines)


def _standing(line: Line, standing: Standing, instead_of: int | None) -> Line:
    details = replace(line.details, standing=standing, instead_of=instead_of)
    return line if details == line.details else replace(line, details=details)
