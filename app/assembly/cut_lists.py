"""The cut lists of an item: for each material the pieces to saw, and the bars to saw them from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from app.assembly.cutting import Plan, Task, cut
from app.assembly.exact import times
from app.assembly.items import Cut, Item, within
from app.assembly.merging import merged_cuts
from app.assembly.reading import AssemblyInvalid
from app.catalog.articles import Article

# Saws are set to the tenth of a millimetre; everything is counted in those.
_TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class CutBar:
    """``count`` bars cut alike; ``pieces`` are (length, how many); ``rest`` is left of each.

    Lengths in millimetres.
    """

    stock: Decimal
    pieces: tuple[tuple[Decimal, int], ...]
    rest: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class CutList:
    """``optimal``: proven that no way of sawing needs less material. If not, ``bound`` is needed at least.

    ``used`` is the length of all bars, ``net`` that of all pieces, in millimetres.
    """

    material: Article
    pieces: tuple[Cut, ...]
    bars: tuple[CutBar, ...]
    used: Decimal
    net: Decimal
    bound: Decimal
    optimal: bool


def cut_lists(item: Item, *, lot: int = 1) -> tuple[CutList, ...]:
    """For ``lot`` of the item sawn together. Raises AssemblyInvalid, CutsTooMany, PieceTooLong."""
    pieces: dict[str, list[Cut]] = {}
    for one in _pieces(item, lot):
        pieces.setdefault(one.material.number, []).append(one)
    return tuple(_cut_list(merged_cuts(cuts)) for cuts in pieces.values())


def _pieces(item: Item, lot: int) -> Iterator[Cut]:
    for one, count in within(item, count=Decimal(lot)):
        for piece in one.cuts:
            yield replace(piece, pieces=int(times(count, piece.pieces)))


def _cut_list(pieces: tuple[Cut, ...]) -> CutList:
    material = pieces[0].material
    wanted: Counter[int] = Counter()
    for piece in pieces:
        wanted[_tenths(piece.length, material)] += piece.pieces
    stock = tuple(_tenths(length, material) for length in material.stock_lengths)
    plan = cut(Task(wanted, stock, _tenths(material.kerf, material)))
    return CutList(
        material=material,
        pieces=tuple(sorted(pieces, key=lambda piece: (-piece.length, piece.name))),
        bars=tuple(_bars(plan)),
        used=_millimetres(plan.material),
        net=_millimetres(sum(length * many for length, many in wanted.items())),
        bound=_millimetres(plan.bound),
        optimal=plan.optimal,
    )


def _bars(plan: Plan) -> Iterator[CutBar]:
    for bar in plan.bars:
        pieces = tuple((_millimetres(length), many) for length, many in bar.pieces)
        yield CutBar(_millimetres(bar.stock), pieces, _millimetres(bar.rest), bar.count)


def _tenths(length: Decimal, material: Article) -> int:
    tenths = times(length, _TENTHS)
    if tenths != int(tenths):
        raise AssemblyInvalid(
            f"{material.number}: {length} mm is finer than a tenth. Ask the catalog's owner to correct it."
        )
    return int(tenths)


def _millimetres(tenths: int) -> Decimal:
    return Decimal(tenths).scaleb(-1)
