"""What a line is made of, as its page shows it: rows of tables, and each bar of a cut list as a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from babel.numbers import format_decimal

from app.actions import AssemblyView
from app.amounts import Money
from app.assembly import Costed, CutBar, CutList, Item, Operation, Part
from app.web.panel.figures import amount, whole

WIDTH: Final = 1000
MOST_ROWS: Final = 500
MOST_BARS: Final = 60
MOST_DRAWN: Final = 200


@dataclass(frozen=True, slots=True)
class PartRow:
    """``level`` is how deep it stands, from 1. Quantity and cost are for one unit of the product."""

    level: int
    name: str
    number: str
    quantity: str
    lead_time: str
    because: str
    cost: str


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Minutes for one unit of the product; ``setup`` once for all of the line."""

    name: str
    where: str
    setup: str
    minutes: str
    cost: str


@dataclass(frozen=True, slots=True)
class Piece:
    """``x`` and ``width`` in thousandths of the longest bar."""

    x: int
    width: int


@dataclass(frozen=True, slots=True)
class ShownBar:
    text: str
    rest: str
    width: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownCuts:
    """``more``: how many bars cut otherwise are not shown."""

    material: str
    summary: str
    bars: tuple[ShownBar, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ShownParts:
    """``more``: how many rows are not shown."""

    parts: tuple[PartRow, ...]
    work: tuple[WorkRow, ...]
    cuts: tuple[ShownCuts, ...]
    more: int


def shown_parts(view: AssemblyView) -> ShownParts:
    lines = list(view.costed.listed())
    parts = [
        _part(level, line, line.of) for level, line in lines if level and isinstance(line.of, Part | Item)
    ]
    return ShownParts(
        parts=tuple(parts[:MOST_ROWS]),
        work=tuple(_work(lines))[:MOST_ROWS],
        cuts=tuple(_cuts(one) for one in view.cut_lists),
        more=max(0, len(parts) - MOST_ROWS),
    )


def _part(level: int, line: Costed, part: Part | Item) -> PartRow:
    return PartRow(
        level=level,
        name=f"{part.name}, {part.position}" if part.position else part.name,
        number=part.number,
        quantity=f"{measured(line.count)} {part.unit}",
        lead_time=f"{whole(part.lead_time_days)} d",
        because="; ".join(part.because),
        cost=_cost(line.cost),
    )


def _work(lines: Sequence[tuple[int, Costed]]) -> Iterator[WorkRow]:
    """In the order of the list, each with the assembly that it makes."""
    for _, line in lines:
        for one in line.inner:
            if isinstance(one.of, Operation) and isinstance(line.of, Item):
                minutes = one.of.minutes * one.count
                yield WorkRow(
                    name=f"{line.of.name}: {one.of.name}",
                    where=one.of.work_centre.name,
                    setup=measured(one.of.setup),
                    minutes=measured(minutes),
                    cost=_cost(one.cost),
                )


def _cuts(cuts: CutList) -> ShownCuts:
    bars = sum(bar.count for bar in cuts.bars)
    used, yielded = measured(cuts.used / 1000), measured(round(100 * cuts.net / cuts.used, 1))
    proof = (
        "no way of sawing needs less"
        if cuts.optimal
        else f"at least {measured(cuts.bound / 1000)} m are needed, the best found in the time given"
    )
    longest = max(bar.stock for bar in cuts.bars)
    return ShownCuts(
        material=f"{cuts.material.name} ({cuts.material.number})",
        summary=f"{whole(bars)} {'bar' if bars == 1 else 'bars'}, {used} m, {yielded} % of it used; {proof}.",
        bars=tuple(_bar(bar, longest, kerf=cuts.material.kerf) for bar in cuts.bars[:MOST_BARS]),
        more=max(0, len(cuts.bars) - MOST_BARS),
    )


def _bar(bar: CutBar, longest: Decimal, *, kerf: Decimal) -> ShownBar:
    cut = ", ".join(f"{whole(many)} × {measured(length)}" for length, many in bar.pieces)
    return ShownBar(
        text=f"{whole(bar.count)} × {measured(bar.stock)} mm: {cut}",
        rest=f"rest {measured(bar.rest)} mm",
        width=int(WIDTH * bar.stock / longest),
        pieces=tuple(_pieces(bar, longest, kerf=kerf)),
    )


def _pieces(bar: CutBar, longest: Decimal, *, kerf: Decimal) -> Iterator[Piece]:
    at = Decimal(0)
    drawn_alone = sum(many for _, many in bar.pieces) <= MOST_DRAWN
    for length, many in bar.pieces if drawn_alone else ((length * many, 1) for length, many in bar.pieces):
        for _ in range(many):
            x, end = int(WIDTH * at / longest), int(WIDTH * (at + length) / longest)
            yield Piece(x, max(1, end - x))
            at += length + kerf


def _cost(cost: Money | None) -> str:
    return "not known" if cost is None else amount(cost)


def measured(value: Decimal) -> str:
    """``1,250`` or ``12.5``: a decimal more only where it says something."""
    return format_decimal(value, format="#,##0.######", locale="en")
