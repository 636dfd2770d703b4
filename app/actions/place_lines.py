"""The order of lines: before another one, to the end, one up or one down among what is shown."""

from collections.abc import Collection, Sequence
from typing import ClassVar, Literal

from app.actions.arranging import Arranged, arranged
from app.actions.call import Call
from app.actions.selection import told
from app.errors import Refused
from app.quoting import Line, Quote, Section, in_group, moved, sections
from app.services import Services


class PlaceInvalid(Refused):
    code: ClassVar[str] = "place_invalid"


def place_lines(
    services: Services,
    call: Call,
    quote_id: str,
    lines: Collection[int],
    *,
    before: int | None,
    expected: int | None = None,
) -> Arranged:
    """In the order they have, before that line and into its group; for None at the end of the quote.

    Raises QuoteMissing, LineMissing, PlaceInvalid, StatusForbids, QuoteChanged.
    """
    return arranged(
        services,
        call,
        quote_id,
        verb="place_lines",
        said=lambda _before, _after: f"{told(lines).capitalize()} moved",
        change=lambda quote, _release: _placed(quote, lines, before=before, call=call),
        expected=expected,
    )


def step_line(
    services: Services,
    call: Call,
    quote_id: str,
    n: int,
    *,
    way: Literal["up", "down"],
    expected: int | None = None,
) -> Arranged:
    """By one among the lines of its group. At its end nothing changes.

    Raises QuoteMissing, LineMissing, StatusForbids, QuoteChanged.
    """
    return arranged(
        services,
        call,
        quote_id,
        verb="step_line",
        said=lambda _before, _after: f"Line {n} moved {way}",
        change=lambda quote, _release: _stepped(quote, n, way=way, call=call),
        expected=expected,
        line=n,
    )


def _placed(quote: Quote, numbers: Collection[int], *, before: int | None, call: Call) -> Quote:
    for n in numbers:
        quote.line(n)
    if not numbers:
        raise PlaceInvalid("Say which lines to move.")
    if before is None:
        return quote.arranged(moved(quote.lines, numbers, before=None), at=call.at)
    if before in numbers:
        raise PlaceInvalid("A line cannot be moved before itself. Name another line.")
    group = quote.line(before).details.group
    ordered = moved(quote.lines, numbers, before=before)
    return quote.arranged(
        tuple(in_group(line, group) if line.n in numbers else line for line in ordered), at=call.at
    )


def _stepped(quote: Quote, n: int, *, way: str, call: Call) -> Quote:
    line = quote.line(n)
    around = _section(quote, line).lines
    at = next(index for index, one in enumerate(around) if one.n == n)
    if (at == 0 and way == "up") or (at == len(around) - 1 and way == "down"):
        return quote
    neighbour = around[at - 1 if way == "up" else at + 1]
    return quote.arranged(_beside(quote.lines, line, neighbour, way=way), at=call.at)


def _beside(lines: Sequence[Line], line: Line, neighbour: Line, *, way: str) -> tuple[Line, ...]:
    if way == "up":
        return moved(lines, {line.n}, before=neighbour.n)
    numbers = [one.n for one in lines if one.n != line.n]
    at = numbers.index(neighbour.n) + 1
    return moved(lines, {line.n}, before=numbers[at] if at < len(numbers) else None)


def _section(quote: Quote, line: Line) -> Section:
    return next(one for one in sections(quote) if one.name == line.details.group)
