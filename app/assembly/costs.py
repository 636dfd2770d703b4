"""Unit cost by roll-up: every leaf of the parts list costed once, and all of them added.

Materials are exact. Work is minutes times an hourly rate, rounded half up to a millionth at its leaf, so
that the sum over the leaves is the total to the last digit. A piece that is cut costs its length and one
kerf of its material, whatever the cut list does with the rest of the bar: so cost needs no search.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final, TypeAlias

from app.amounts import Money
from app.assembly.assemble import made_of
from app.assembly.exact import times
from app.assembly.items import Cut, Item, Operation, Part
from app.catalog.product import Product, Value

Line: TypeAlias = Item | Part | Cut | Operation

_DIVISION: Final = Context(prec=100)
_MILLIONTH: Final = Decimal("0.000001")
_MILLIMETRE: Final = Decimal("0.001")
_MINUTES: Final = 60


@dataclass(frozen=True, slots=True)
class Costed:
    """A line of the list with what it costs, for one unit of the product.

    ``count``: how many of the line that takes. ``unknown`` names what has no cost in this currency; then
    there is no ``cost``, rather than a wrong one, and ``material`` and ``work`` hold what is known.
    """

    of: Line
    count: Decimal
    material: Money
    work: Money
    unknown: tuple[str, ...] = ()
    inner: tuple["Costed", ...] = ()

    @property
    def cost(self) -> Money | None:
        return None if self.unknown else self.material + self.work

    def listed(self) -> Iterator[tuple[int, "Costed"]]:
        """Every line with how deep it stands (0: the product itself), in the order of the list."""
        waiting = [(0, self)]
        while waiting:
            level, line = waiting.pop()
            yield level, line
            waiting.extend((level + 1, one) for one in reversed(line.inner))


def unit_cost(product: Product, values: Mapping[str, Value], currency: str, *, lot: int = 1) -> Money | None:
    """What one unit costs to make when ``lot`` are made together; None where the catalog does not know.

    Raises AssemblyInvalid.
    """
    if product.assembly is None:
        return None
    # Without item numbers, which take longer than the rest.
    item, _ = made_of(product.assembly.root, product, values)
    return costs(item, currency, lot=lot).cost


def costs(item: Item, currency: str, *, lot: int = 1) -> Costed:
    return _Rolling(currency, lot).item(item, Decimal(1))


@dataclass(frozen=True, slots=True)
class _Rolling:
    currency: str
    lot: int

    def item(self, item: Item, count: Decimal) -> Costed:
        inner = tuple(self.inner(item, count))
        return Costed(
            of=item,
            count=count,
            material=sum((line.material for line in inner), Money.zero(self.currency)),
            work=sum((line.work for line in inner), Money.zero(self.currency)),
            unknown=tuple(dict.fromkeys(name for line in inner for name in line.unknown)),
            inner=inner,
        )

    def inner(self, item: Item, count: Decimal) -> Iterator[Costed]:
        for part in item.parts:
            needed = times(count, part.quantity)
            yield self.item(part, needed) if isinstance(part, Item) else self.part(part, needed)
        for cut in item.cuts:
            yield self.cut(cut, times(count, cut.pieces))
        for work in item.operations:
            yield self.operation(work, count)

    def part(self, part: Part, count: Decimal) -> Costed:
        return self.material(part, count, part.article.costs, amount=count, name=part.article.number)

    def cut(self, cut: Cut, count: Decimal) -> Costed:
        metres = times(count, cut.length + cut.material.kerf, _MILLIMETRE)
        return self.material(cut, count, cut.material.costs, amount=metres, name=cut.material.number)

    def material(
        self, of: Part | Cut, count: Decimal, costs: Mapping[str, Decimal], *, amount: Decimal, name: str
    ) -> Costed:
        none, each = Money.zero(self.currency), costs.get(self.currency)
        if each is None:
            return Costed(of, count, none, none, (name,))
        return Costed(of, count, Money(times(each, amount), self.currency), none)

    def operation(self, work: Operation, count: Decimal) -> Costed:
        none, rate = Money.zero(self.currency), work.work_centre.rates.get(self.currency)
        if rate is None:
            return Costed(work, count, none, none, (work.work_centre.name,))
        minutes = work.setup + times(work.minutes, count, self.lot)
        cost = _DIVISION.divide(times(minutes, rate), Decimal(_MINUTES * self.lot))
        return Costed(work, count, none, Money(cost.quantize(_MILLIONTH, ROUND_HALF_UP), self.currency))
