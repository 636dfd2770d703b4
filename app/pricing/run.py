"""The lines of a quote while they are priced: columns of raw amounts, and what each step did to them.

Each effect is written down as it is made, with the few figures that put it into words later: waterfall and
price are the same arithmetic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeAlias

from app.assembly import AssemblyInvalid, unit_cost
from app.catalog import Product, Value
from app.catalog.expressions.tree import Scalar
from app.catalog.names_of_prices import flat_key
from app.catalog.pricing import Word
from app.pricing.amounts import Amounts
from app.pricing.exact import EXACT, ZERO, decimal_of, quotient
from app.pricing.periods import days_of, months_of
from app.pricing.terms import Ordered, Terms
from app.pricing.waterfall import StepKind

Detail: TypeAlias = tuple[str | int | Decimal | None, ...]
"""The figures of an effect that its words need."""


@dataclass(frozen=True, slots=True)
class Wording:
    label: str
    rule: str
    input: str = ""


class Teller(Protocol):
    """Who puts an effect into words. ``key`` is the step's."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> StepKind: ...
    def told(self, detail: Detail) -> Wording: ...


Entries: TypeAlias = list[Any]
"""What was done to a line: teller, effect, detail, and again. Flat, because there are very many."""


class Run:
    """``places`` are positions in ``lines``. ``amounts`` are what lines cost so far, ``lists`` their list
    prices, ``counts`` their quantities; ``whole`` are those whose amount does not come from a unit price.
    ``floors``: amounts that no discount goes below; ``derived``: lines that are a percentage of others;
    ``before``: amounts and list prices before the step that is being taken, ``together``: keys of steps that
    were taken at all their places at once. ``discounted``: those that have got their manual discount;
    ``cycles``: how often a recurring price is in it.
    """

    def __init__(self, lines: Sequence[Ordered], products: Mapping[str, Product], terms: Terms) -> None:
        self.lines = lines
        self.products = products
        self.terms = terms
        self.source = Amounts.under(terms)
        self.values: list[Mapping[str, Value]] = [line.values for line in lines]
        self.counts = [Decimal(line.quantity) for line in lines]
        self.amounts = [ZERO] * len(lines)
        self.lists = [ZERO] * len(lines)
        self.before: tuple[Sequence[Decimal], Sequence[Decimal]] = ((), ())
        self.taken: list[Entries] = [[] for _ in lines]
        self.whole: set[int] = set()
        self.floors: dict[int, Decimal] = {}
        self.derived: set[int] = set()
        self.together: set[str] = set()
        self.discounted: set[int] = set()
        self.cycles: dict[int, Decimal] = {}
        self._costs: dict[int, Decimal | None] = {}

    def add(self, place: int, effect: Decimal, by: Teller, detail: Detail = ()) -> None:
        self.amounts[place] += effect
        self.taken[place] += (by, effect, detail)

    def put(self, place: int, amount: Decimal, by: Teller, detail: Detail = ()) -> None:
        """In place of the amount so far. Without a list price this is it."""
        if not self.lists[place]:
            self.lists[place] = amount
        self.add(place, amount - self.amounts[place], by, detail)

    def unit(self, place: int) -> Decimal:
        """The price of one unit so far."""
        return quotient(self.amounts[place], self.counts[place])

    def offered(self, place: int) -> bool:
        return self.lines[place].is_offered

    def cost(self, place: int) -> Decimal | None:
        """What one unit costs to make; None where that is not known."""
        if place not in self._costs:
            self._costs[place] = self._cost(place)
        return self._costs[place]

    def words(self, place: int, wanted: Sequence[Word]) -> Mapping[str, Scalar]:
        """The values of words at this moment, by their flat keys; those without one are left out."""
        found = {flat_key(word): self._word(place, word) for word in wanted}
        return {key: value for key, value in found.items() if value is not None}

    def _word(self, place: int, word: Word) -> Scalar | None:
        match word:
            case "quantity":
                return self.lines[place].quantity
            case "list":
                return quotient(self.lists[place], self.counts[place])
            case "price":
                return self.unit(place)
            case "amount":
                return self.amounts[place]
            case "cost":
                return self.cost(place)
        term = self.lines[place].details.term
        if term is None:
            return None
        return days_of(term) if word == "days" else decimal_of(months_of(term))

    def _cost(self, place: int) -> Decimal | None:
        line, currency = self.lines[place], self.terms.currency
        product = self.products[line.product]
        try:
            found = unit_cost(product, line.values, currency, lot=line.quantity)
            if found is not None:
                return found.amount
            rates = self.source.rates
            if rates is None or currency not in rates.rates:
                return None
            found = unit_cost(product, line.values, rates.base, lot=line.quantity)
        except AssemblyInvalid:
            # The parts list says so in full.
            return None
        return None if found is None else EXACT.multiply(found.amount, rates.rate(currency))
