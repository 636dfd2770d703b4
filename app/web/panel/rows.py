"""The rows of a quote's table: headings of groups with their subtotals, and lines, in order."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, TypeAlias

from app.amounts import Money
from app.quoting import Line, Quote

FIRST = 100
"""Rows that come with the page; the others follow by themselves, in portions."""

PORTION = 200


@dataclass(frozen=True, slots=True)
class GroupRow:
    """``net`` is that of its offered lines; ``count`` are all its lines."""

    name: str
    net: Money
    count: int
    what: Literal["group"] = "group"

    @property
    def id(self) -> str:
        return f"group-{blake2b(self.name.encode(), digest_size=6).hexdigest()}"


@dataclass(frozen=True, slots=True)
class LineRow:
    """``sold`` says whether the product can still be had, so that the line can be copied."""

    line: Line
    sold: bool
    what: Literal["line"] = "line"

    @property
    def id(self) -> str:
        return f"line-{self.line.n}"


Row: TypeAlias = GroupRow | LineRow


def rows_of(quote: Quote, sold: Collection[str]) -> tuple[Row, ...]:
    """Lines in no group come first, without a heading."""
    return tuple(_rows(quote, sold))


def _rows(quote: Quote, sold: Collection[str]) -> Iterator[Row]:
    if not quote.header.groups:
        yield from (LineRow(line, line.product in sold) for line in quote.lines)
        return
    lines: dict[str, list[Line]] = {name: [] for name in ("", *quote.header.groups)}
    for line in quote.lines:
        lines.setdefault(line.details.group, []).append(line)
    for name, inside in lines.items():
        if name:
            net = sum((line.price.net for line in inside if line.is_offered), Money.zero(quote.currency))
            yield GroupRow(name, net, len(inside))
        yield from (LineRow(line, line.product in sold) for line in inside)


def portion(rows: tuple[Row, ...], *, after: str, most: int) -> tuple[tuple[Row, ...], str] | None:
    """So many rows after the one of that id ("": from the start), and the id to go on after ("": none is
    left). None where there is no row of that id any more.
    """
    start = 0
    if after:
        start = next((place for place, row in enumerate(rows, 1) if row.id == after), 0)
        if not start:
            return None
    found = rows[start : start + most]
    return found, found[-1].id if start + most < len(rows) else ""
