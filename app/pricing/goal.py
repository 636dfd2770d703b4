"""Goal seek: discounts on lines that bring a quote to a total, within limits and floors, to the cent.

How far each line may go is found by pricing: once as it is without its discount, once with the most that may
be taken off it. So floors, and whatever the catalog does after the discount, count as they do in the quote.
What is to be taken off is shared by what lines cost, by largest remainder; who reaches an end stays there.
Lines that follow others (a percentage of their total) move with them, so that it is priced and corrected a
few times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from typing import Final

from app.amounts import Money, Percent, minor_unit
from app.amounts.split import apportioned
from app.catalog import Product
from app.pricing.discount import Discount, TargetAmount
from app.pricing.exact import ONE, ZERO
from app.pricing.price import price_quote
from app.pricing.terms import Alone, Ordered, Terms
from app.pricing.waterfall import LinePrice

_MOST_ROUNDS: Final = 12


@dataclass(frozen=True, slots=True)
class Sought:
    """``discounts`` by the number of the line: what each gets, None for none; lines that are not named keep
    theirs. ``total`` is what the quote comes to with them, ``lowest`` and ``highest`` what it could.
    """

    goal: Money
    total: Money
    lowest: Money
    highest: Money
    discounts: Mapping[int, Discount | None]

    @property
    def reached(self) -> bool:
        return self.goal == self.total


def seek_total(
    lines: Sequence[Ordered],
    products: Mapping[str, Product],
    terms: Terms,
    *,
    goal: Money,
    limits: Mapping[int, Decimal],
    reason: str,
) -> Sought:
    """The discounts that bring the offered lines to ``goal``, or as near as can be. ``limits`` has the most
    that may be taken off a line, in percent, by its number; lines without one are left as they are.

    The terms' own discount on the quote is left out: these take its place. Raises as ``price_quote``.
    """
    copies, alone = [_copy(line) for line in lines], replace(terms, discount=None)
    return _Seeking(copies, products, alone, limits=limits, reason=reason).found(goal)


class _Seeking:
    """``free``: the places of lines that may move."""

    def __init__(
        self,
        lines: list[Alone],
        products: Mapping[str, Product],
        terms: Terms,
        *,
        limits: Mapping[int, Decimal],
        reason: str,
    ) -> None:
        self.lines = lines
        self.products = products
        self.terms = terms
        self.limits = limits
        self.reason = reason
        self.unit = terms.pricing.rounded_by(terms.currency).to or minor_unit(terms.currency)
        self.free = [place for place, line in enumerate(lines) if line.is_offered and line.n in limits]
        self.highest = self.nets({})
        at_limits = self.priced({place: self.most(place) for place in self.free})
        self.lowest = [price.net.amount for price in at_limits]
        self.floors = {place: self.floor(place, at_limits[place]) for place in self.free}

    def found(self, goal: Money) -> Sought:
        nets: Mapping[int, Decimal] = {place: self.highest[place] for place in self.free}
        best, total = nets, self.total(self.highest)
        for _ in range(_MOST_ROUNDS):
            now = self.total(self.nets(self.discounts(nets)))
            if abs(now - goal.amount) < abs(total - goal.amount):
                best, total = nets, now
            moved = self.moved(nets, now - goal.amount)
            if total == goal.amount or moved == nets:
                break
            nets = moved
        given = self.discounts(best)
        return Sought(
            goal=goal,
            total=self.money(total),
            lowest=self.money(self.total(self.lowest_allowed())),
            highest=self.money(self.total(self.highest)),
            discounts={self.lines[place].n: given.get(place) for place in self.free},
        )

    def moved(self, nets: Mapping[int, Decimal], gap: Decimal) -> Mapping[int, Decimal]:
        """With so much less (or, below zero, more) in all, as far as there is room."""
        ends = self.floors.__getitem__ if gap > 0 else self.highest.__getitem__
        rooms = [int(abs(nets[place] - ends(place)) / self.unit) for place in self.free]
        units = min(int(abs(gap) / self.unit), sum(rooms))
        weights = [int(self.highest[place] / self.unit) for place in self.free]
        parts = apportioned(units, weights, rooms=rooms) or [0] * len(rooms)
        sign = -1 if gap > 0 else 1
        return {
            place: nets[place] + sign * part * self.unit for place, part in zip(self.free, parts, strict=True)
        }

    def floor(self, place: int, price: LinePrice) -> Decimal:
        """The lowest that is within the limit even before it is rounded."""
        exact = next((step.after.amount for step in reversed(price.steps) if step.kind != "rounding"), ZERO)
        above = (exact / self.unit).quantize(ONE, ROUND_CEILING) * self.unit
        return min(above, self.highest[place])

    def discounts(self, nets: Mapping[int, Decimal]) -> dict[int, Discount]:
        return {
            place: Discount(TargetAmount(self.money(net)), self.reason)
            for place, net in nets.items()
            if net != self.highest[place]
        }

    def lowest_allowed(self) -> Sequence[Decimal]:
        return [self.floors.get(place, net) for place, net in enumerate(self.lowest)]

    def most(self, place: int) -> Discount:
        return Discount(Percent(self.limits[self.lines[place].n]), self.reason)

    def priced(self, discounts: Mapping[int, Discount]) -> Sequence[LinePrice]:
        """Lines when those that may move have these discounts, or none."""
        free = set(self.free)
        lines = [
            replace(line, discount=discounts.get(place)) if place in free else line
            for place, line in enumerate(self.lines)
        ]
        return price_quote(lines, self.products, terms=self.terms)

    def nets(self, discounts: Mapping[int, Discount]) -> Sequence[Decimal]:
        return [price.net.amount for price in self.priced(discounts)]

    def total(self, nets: Sequence[Decimal]) -> Decimal:
        offered = (net for net, line in zip(nets, self.lines, strict=True) if line.is_offered)
        return sum(offered, ZERO)

    def money(self, amount: Decimal) -> Money:
        return Money(amount, self.terms.currency)


def _copy(line: Ordered) -> Alone:
    return Alone(
        product=line.product,
        values=line.values,
        quantity=line.quantity,
        discount=line.discount,
        complete=line.complete,
        n=line.n,
        details=line.details,
        is_offered=line.is_offered,
    )
