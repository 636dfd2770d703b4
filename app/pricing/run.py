"""The lines of a quote while they are priced: columns of raw amounts, and what each step did to them.

Each effect is written down as it is made, with the few figures that put it into words later: waterfall and
price are the same arithmetic.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, TypeAlias, TypeVar

from app.catalog import Product, Value
from app.catalog.expressions.tree import Scalar
from app.catalog.names_of_prices import flat_key
from app.catalog.pricing import Word
from app.pricing.amounts import Amounts
from app.pricing.exact import FINEST, ZERO, decimal_of
from app.pricing.kept_costs import known_cost
from app.pricing.periods import days_of, months_of
from app.pricing.terms import Ordered, Terms
from app.pricing.waterfall import Entries, StepKind

Got = TypeVar("Got")

Detail: TypeAlias = tuple[Any, ...]
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


class Run:
    """``places`` are positions in ``lines``. ``amounts`` are what lines cost so far, ``lists`` their list
    prices, ``counts`` their quantities, ``offered`` whether they count for others,
    ``discounts`` those that people gave; ``whole`` are those whose
    amount does not come from a unit price. ``floors``: amounts that no discount goes below; ``derived``:
    lines that are a percentage of others; ``before``: amounts and list prices before the step that is being
    taken; ``together``: keys of steps that were taken at all their places at once; ``discounted``: lines that
    have got their manual discount; ``cycles``: how often a recurring price is in the amount.
    """

    def __init__(
        self,
        lines: Sequence[Ordered],
        products: Mapping[str, Product],
        terms: Terms,
        *,
        entries: Callable[[], Entries],
    ) -> None:
        self.lines = lines
        self.products = products
        self.terms = terms
        self.source = Amounts.under(terms)
        self.by_product: dict[str, list[int]] = {}
        for place, line in enumerate(lines):
            self.by_product.setdefault(line.product, []).append(place)
        self.values: list[Mapping[str, Value]] = [line.values for line in lines]
        # Few quantities are met again and again.
        decimals = {quantity: Decimal(quantity) for quantity in {line.quantity for line in lines}}
        self.counts = [decimals[line.quantity] for line in lines]
        self.discounts = [line.discount for line in lines]
        self.offered = [line.is_offered for line in lines]
        self.amounts = [ZERO] * len(lines)
        self.lists = [ZERO] * len(lines)
        self.before: tuple[Sequence[Decimal], Sequence[Decimal]] = ((), ())
        self.taken = [entries() for _ in lines]
        self.whole: set[int] = set()
        self.floors: dict[int, Decimal] = {}
        self.derived: set[int] = set()
        self.together: set[str] = set()
        self.discounted: set[int] = set()
        self.cycles: dict[int, Decimal] = {}
        self._once: dict[object, Any] = {}

    def add(self, place: int, effect: Decimal, by: Teller, detail: Detail = ()) -> None:
        self.amounts[place] += effect
        self.taken[place] += (by, effect, detail)

    def put(self, place: int, amount: Decimal, by: Teller, detail: Detail = ()) -> None:
        """In place of the amount so far. Without a list price this is it."""
        if not self.lists[place]:
            self.lists[place] = amount
        before = self.amounts[place]
        self.amounts[place] = amount
        self.taken[place] += (by, amount - before, detail)

    def unit(self, place: int) -> Decimal:
        """The price of one unit so far."""
        return self.shared(self.amounts[place], place)

    def shared(self, amount: Decimal, place: int) -> Decimal:
        """An amount among the units of a line, cut as every quotient is: lines are priced in that context."""
        return (amount / self.counts[place]).quantize(FINEST)

    def once(self, key: object, work: Callable[[], Got]) -> Got:
        """What all products that a step reaches have in common is worked out once a step."""
        if key not in self._once:
            self._once[key] = work()
        found: Got = self._once[key]
        return found

    def cost(self, place: int) -> Decimal | None:
        """What one unit costs to make; None where that is not known."""
        line = self.lines[place]
        return known_cost(
            self.products[line.product], line.values, self.terms, source=self.source, lot=line.quantity
        )

    def words(self, place: int, wanted: Sequence[Word]) -> Mapping[str, Scalar]:
        """The values of words at this moment, by their flat keys; those without one are left out."""
        found = {flat_key(word): self._word(place, word) for word in wanted}
        return {key: value for key, value in found.items() if value is not None}

    def _word(self, place: int, word: Word) -> Scalar | None:
        match word:
            case "quantity":
                return self.lines[place].quantity
            case "list":
                return self.shared(self.lists[place], place)
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
