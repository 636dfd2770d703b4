"""Subscriptions: the price of one month or year, for each of the term."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.catalog.pricing import PriceStep, Subscription
from app.pricing.amounts import Amounts, amount_of
from app.pricing.exact import FINEST, HUNDRED, decimal_of, written
from app.pricing.periods import cycles_of
from app.pricing.run import Detail, Run, Wording
from app.pricing.terms import Dates
from app.pricing.waterfall import StepKind

_MOST_KNOWN: Final = 10_000


@dataclass(frozen=True, slots=True)
class Factor:
    """A fraction to multiply amounts with, in exact arithmetic."""

    above: Decimal
    below: Decimal
    whole: bool

    @classmethod
    def of_fraction(cls, number: Fraction) -> "Factor":
        below = number.denominator
        return cls(Decimal(number.numerator), Decimal(below), below == 1)

    def of(self, amount: Decimal) -> Decimal:
        return amount * self.above if self.whole else (amount * self.above / self.below).quantize(FINEST)


@dataclass(frozen=True, slots=True)
class Factors:
    """Of a term: how many ``cycles`` it has, also as the decimal ``count``; which ``share`` of the price they
    cost together, and what is ``added`` for a unit beside that.
    """

    cycles: Factor
    count: Decimal
    share: Factor
    added: Decimal
    detail: Detail


class ForTerm:
    kind: StepKind = "term"
    around: Final = False

    def __init__(self, step: PriceStep, rule: Subscription, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.rule = rule
        ramps = sorted(rule.ramps, key=lambda one: one.start)
        self._known: dict[tuple[date, date] | None, Factors] = {}
        self.ramps = tuple((one.start, one.percent, amount_of(source, one.prices)) for one in ramps)

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        for place in places:
            term = run.lines[place].details.term
            key = None if term is None else (term.start, term.end)
            found = self._known.get(key)
            if found is None:
                found = self._known[key] = self.factors(term)
            amount = found.share.of(run.amounts[place])
            if found.added:
                amount += found.added * run.counts[place]
            run.whole.add(place)
            run.cycles[place] = found.count
            run.lists[place] = found.cycles.of(run.lists[place])
            run.put(place, amount, self, found.detail)

    def factors(self, term: Dates | None) -> Factors:
        cycles = self.cycles(term)
        share, added = Fraction(0), Fraction(0)
        for count, percent, price in self.spans(cycles):
            if price is not None:
                added += count * Fraction(price)
            else:
                share += count if percent is None else count * Fraction(percent) / 100
        return Factors(
            cycles=Factor.of_fraction(cycles),
            count=decimal_of(cycles),
            share=Factor.of_fraction(share),
            added=decimal_of(added),
            detail=(cycles.numerator, cycles.denominator),
        )

    def cycles(self, term: Dates | None) -> Fraction:
        if term is None:
            return Fraction(self.rule.cycles)
        return cycles_of(term, self.rule.cycle, proration=self.rule.proration)

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
