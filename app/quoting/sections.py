"""A quote as its groups show it: their lines in order, each with its subtotal."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.amounts import Money
from app.quoting.quote import Line, Quote


@dataclass(frozen=True, slots=True)
class Section:
    """``name`` is "" for the lines that are in no group, which come first. Only offered lines are in ``net``
    and ``list``; the others stand among the lines all the same.
    """

    name: str
    lines: tuple[Line, ...]
    net: Money
    list: Money


def sections(quote: Quote) -> tuple[Section, ...]:
    """All groups in order, also those without lines; what is in none only where there is such a line."""
    found: dict[str, list[Line]] = {"": [], **{name: [] for name in quote.header.groups}}
    for line in quote.lines:
        found.setdefault(line.details.group, []).append(line)
    return tuple(_section(name, lines, quote.currency) for name, lines in found.items() if name or lines)


def as_shown(quote: Quote) -> tuple[Line, ...]:
    """All lines, group by group."""
    return tuple(line for section in sections(quote) for line in section.lines)


def _section(name: str, lines: Iterable[Line], currency: str) -> Section:
    known = tuple(lines)
    offered = [line.price for line in known if line.is_offered]
    zero = Money.zero(currency)
    return Section(
        name, known, sum((one.net for one in offered), zero), sum((one.list for one in offered), zero)
    )
