"""Pricing the lines of a quote, or one line by itself.

The catalog says which steps there are and in which order; each is taken over all lines, because it may look
at others. Where a catalog says nothing: list price, options, quantity tiers, customer tier, discount,
rounding, discount of the quote (docs/adr/0005-rounding.md, 0023).
"""

from collections.abc import Mapping, Sequence
from decimal import localcontext
from typing import Final

from app.amounts import CurrencyMismatch
from app.catalog import Product, Value
from app.pricing.discount import Discount, DiscountInvalid
from app.pricing.exact import EXACT, ONE
from app.pricing.finish import Rounded
from app.pricing.formulas import Compiled
from app.pricing.plan import Plan, plan_of
from app.pricing.run import Run
from app.pricing.taken import TakenEntries
from app.pricing.terms import Alone, Ordered, PriceOutOfRange, Terms
from app.pricing.waterfall import LinePrice

_MOST_UNITS: Final = 1_000_000_000


def price_quote(
    lines: Sequence[Ordered], products: Mapping[str, Product], *, terms: Terms
) -> tuple[LinePrice, ...]:
    """The price of each line, in their order. ``products`` has those of the lines by key.

    Raises PriceMissing, RateMissing, CostMissing, PriceUndefined, PriceOutOfRange, TermInvalid,
    CurrencyMismatch, and DiscountInvalid for one above the price.
    """
    _check(lines, terms)
    with localcontext(EXACT):
        run = Run(lines, products, terms, entries=TakenEntries)
        plans = _plans(run)
        _take_steps(run, plans)
        Rounded(run).take(run)
        _take_header(run, plans)
        return _priced(run, plans)


def _check(lines: Sequence[Ordered], terms: Terms) -> None:
    for line in lines:
        if not 1 <= line.quantity <= _MOST_UNITS:
            raise PriceOutOfRange(
                f"The quantity of line {line.n} is a whole number from 1 to {_MOST_UNITS}.",
                facts={"line": line.n},
            )
        if line.discount is not None:
            _check_currency(line.discount, terms.currency)
    if terms.discount is not None:
        _check_currency(terms.discount, terms.currency)


def _check_currency(discount: Discount, currency: str) -> None:
    money = discount.money
    if money is not None and money.currency != currency:
        raise CurrencyMismatch(
            f"A discount in {money.currency} cannot be taken off prices in {currency}. Give it anew."
        )


def price_line(
    product: Product,
    values: Mapping[str, Value],
    *,
    quantity: int,
    terms: Terms,
    discount: Discount | None = None,
) -> LinePrice:
    """Of a complete line that is on no quote. Raises as ``price_quote``."""
    line = Alone(product.key, values, quantity, discount)
    return price_quote([line], {product.key: product}, terms=terms)[0]


def _plans(run: Run) -> Sequence[tuple[Plan, list[int]]]:
    """Each plan with the places of its lines."""
    return [(plan_of(run.products[key], run.terms), places) for key, places in run.by_product.items()]


def _take_steps(run: Run, plans: Sequence[tuple[Plan, list[int]]]) -> None:
    for plan, places in plans:
        if plan.derived:
            run.derived.update(places)
    for number in range(len(run.terms.pricing.steps)):
        taken = [
            (found.stage, _where(found.when, run, places))
            for plan, places in plans
            if (found := plan.stages[number]) is not None
        ]
        if any(stage.around for stage, _ in taken):
            # Amounts that a step reads of other lines are those before it.
            run.before = tuple(run.amounts), tuple(run.lists)
        reached = taken[0][1] if len(taken) == 1 else [place for _, places in taken for place in places]
        for stage, places in taken:
            stage.take(run, places, reached)
        if run.floors:
            _hold_floors(run, reached)


def _where(when: Compiled | None, run: Run, places: list[int]) -> list[int]:
    if when is None:
        return places
    return [
        place
        for place in places
        if when.holds(run.values[place], run.words(place, when.words) if when.words else {})
    ]


def _hold_floors(run: Run, places: Sequence[int]) -> None:
    """What a step would take below the floor of a line, it does not take."""
    for place in places:
        floor = run.floors.get(place)
        if floor is not None and run.amounts[place] < floor:
            run.taken[place][-2] += floor - run.amounts[place]
            run.amounts[place] = floor


def _take_header(run: Run, plans: Sequence[tuple[Plan, list[int]]]) -> None:
    discount = run.terms.discount
    if discount is None:
        return
    places: list[int] = []
    taker = None
    for plan, found in plans:
        if plan.header is not None:
            taker, when = plan.header
            places += _where(when, run, found)
    if taker is None:
        raise DiscountInvalid("This catalog does not let a discount be given on the whole quote.")
    # Parts that are left over go to the earlier line, whatever product it is of.
    taker.take(run, sorted(places), discount)


def _priced(run: Run, plans: Sequence[tuple[Plan, list[int]]]) -> tuple[LinePrice, ...]:
    currency, cycles = run.terms.currency, run.cycles
    recurs = {place: plan.recurs for plan, places in plans for place in places if plan.recurs}
    made = LinePrice._make
    return tuple(
        [
            made(
                (
                    line.quantity,
                    listed,
                    net,
                    currency,
                    entries,
                    recurs.get(place),
                    cycles.get(place, ONE),
                )
            )
            for place, (line, listed, net, entries) in enumerate(
                zip(run.lines, run.lists, run.amounts, run.taken, strict=True)
            )
        ]
    )
