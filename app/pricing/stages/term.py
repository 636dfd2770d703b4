"""Subscriptions: the price of one month or year, for each of the term."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from app.catalog.pricing import PriceStep, Subscription
from app.pricing.amounts import Amounts, amount_of
from app.pricing.exact import HUNDRED, decimal_of, quotient, written
from app.pricing.periods import cycles_of
from app.pricing.run import Detail, Run, Wording
from app.pricing.terms import Ordered
from app.pricing.waterfall import StepKind


class ForTerm:
    kind: StepKind = "term"

    def __init__(self, step: PriceStep, rule: Subscription, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.rule = rule
        ramps = sorted(rule.ramps, key=lambda one: one.start)
        self.ramps = tuple((one.start, one.percent, amount_of(source, one.prices)) for one in ramps)

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        for place in places:
            cycles = self.cycles(run.lines[place])
            total = Fraction(0)
            for count, percent, price in self.spans(cycles):
                each = run.amounts[place] if price is None else price * run.counts[place]
                total += Fraction(each) * count * (1 if percent is None else Fraction(percent) / 100)
            amount = quotient(Decimal(total.numerator), Decimal(total.denominator))
            run.whole.add(place)
            run.cycles[place] = decimal_of(cycles)
            run.lists[place] = decimal_of(Fraction(run.lists[place]) * cycles)
            run.put(place, amount, self, (cycles.numerator, cycles.denominator))

    def cycles(self, line: Ordered) -> Fraction:
        if line.details.term is None:
            return Fraction(self.rule.cycles)
        return cycles_of(line.details.term, self.rule.cycle, proration=self.rule.proration)

    def spans(self, cycles: Fraction) -> Iterator[tuple[Fraction, Decimal | None, Decimal | None]]:
        """How many cycles cost the same, and how much of the price, or which."""
        starts = [(1, None, None), *self.ramps]
        ends = [start - 1 for start, _, _ in self.ramps]
        for (start, percent, price), end in zip(starts, [*ends, None], strict=True):
            last = cycles if end is None else min(cycles, Fraction(end))
            if last > start - 1:
                yield last - (start - 1), percent, price

    def told(self, detail: Detail) -> Wording:
        above, below = detail
        cycles = Fraction(int(above or 0), int(below or 1))
        spans = [_span(*span) for span in self.spans(cycles)]
        said = " + ".join(spans) if self.ramps else f"× {count_words(cycles)}"
        return Wording(self.name, self.key, f"{said} {self.rule.cycle}s")


def _span(count: Fraction, percent: Decimal | None, price: Decimal | None) -> str:
    if price is not None:
        return f"{count_words(count)} × {written(price)} each"
    return f"{count_words(count)} at {written(HUNDRED if percent is None else percent)} %"


def count_words(count: Fraction) -> str:
    """``12``, or ``11 15/31``."""
    whole, rest = divmod(count, 1)
    part = f"{rest.numerator}/{rest.denominator}" if rest else ""
    return f"{whole} {part}".strip() if whole or not part else part
