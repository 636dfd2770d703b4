"""What a line comes to, as far as the words of a policy ask for it; and many lines together.

Amounts are in the currency of the quote, exact, and of percentages the parts, so that both can be added up.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.amounts import Percent
from app.approvals.costs import Costs
from app.catalog.approvals.words import COSTS
from app.pricing import by_hand
from app.pricing.exact import EXACT, HUNDRED, ZERO, decimal_of, quotient, share
from app.pricing.periods import months_of
from app.quoting import Line, Quote

_BY_HAND: Final = frozenset({"discount", "given"})


@dataclass(slots=True)
class Figures:
    """``before``: what it would cost without discounts that people gave, of which ``given`` was taken off.
    ``cost`` is None where that of some line is not known, and ``open`` where such a line is not complete.
    """

    quantity: int = 0
    listed: Decimal = ZERO
    net: Decimal = ZERO
    before: Decimal = ZERO
    given: Decimal = ZERO
    cost: Decimal | None = ZERO
    one_time: Decimal = ZERO
    monthly: Decimal = ZERO
    yearly: Decimal = ZERO
    months: Decimal | None = None
    open: bool = False

    @property
    def discount(self) -> Decimal:
        return _percent(self.given, self.before) or ZERO

    @property
    def off_list(self) -> Decimal | None:
        return _percent(self.listed - self.net, self.listed)

    @property
    def profit(self) -> Decimal | None:
        return None if self.cost is None else self.net - self.cost

    @property
    def margin(self) -> Decimal | None:
        if self.cost is None:
            return None
        given_away = -HUNDRED if self.cost else ZERO
        return _percent(self.net - self.cost, self.net) if self.net else given_away

    def add(self, other: "Figures") -> None:
        self.quantity += other.quantity
        self.listed += other.listed
        self.net += other.net
        self.before += other.before
        self.given += other.given
        self.cost = None if self.cost is None or other.cost is None else self.cost + other.cost
        self.one_time += other.one_time
        self.monthly += other.monthly
        self.yearly += other.yearly
        self.open |= other.open
        if other.months is not None:
            self.months = other.months if self.months is None else max(self.months, other.months)


def added_up(all_of: Iterable[Figures]) -> Figures:
    total = Figures()
    for one in all_of:
        total.add(one)
    return total


def figures_of(
    quote: Quote, words: frozenset[str], costs: Costs, *, costed: frozenset[str]
) -> Iterator[Figures]:
    """Of each line. ``words``: those that are asked for; the rest may be left at nothing.
    ``costed``: products whose cost is; that of others is left open.
    """
    hand, cost = not words.isdisjoint(_BY_HAND), not words.isdisjoint(COSTS)
    part = _header_share(quote) if hand else ZERO
    for line in quote.lines:
        found = _plain(line)
        if hand:
            _take_hand(found, line, part)
        if cost:
            asked = line.complete and line.product in costed
            found.cost = costs(line) if asked else None
            found.open = not asked
        if "months" in words and line.details.term is not None:
            found.months = decimal_of(months_of(line.details.term))
        yield found


def _plain(line: Line) -> Figures:
    price, net = line.price, line.price.net_amount
    found = Figures(quantity=line.quantity, listed=price.listed_amount, net=net)
    match price.recurs:
        case "month":
            found.monthly = quotient(net, price.cycles)
        case "year":
            found.yearly = quotient(net, price.cycles)
        case _:
            found.one_time = net
    return found


def _take_hand(found: Figures, line: Line, part: Decimal) -> None:
    hand = by_hand(line.price)
    found.before = hand.before
    # By the percentage that was given, not by what is left of it after rounding to cents.
    left = hand.before - hand.own
    found.given = hand.own + (left * part if hand.header else ZERO)


def _header_share(quote: Quote) -> Decimal:
    """What part of each line that takes it the quote's discount is."""
    discount = quote.header.discount
    if discount is None:
        return ZERO
    if isinstance(discount.off, Percent):
        return share(discount.off.value)
    taken = [
        (hand.header, line.price.net.amount) for line in quote.offered if (hand := by_hand(line.price)).header
    ]
    off = sum((header for header, _ in taken), ZERO)
    before = off + sum((net for _, net in taken), ZERO)
    return quotient(off, before) if before else ZERO


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return quotient(EXACT.multiply(part, HUNDRED), whole) if whole else None
