"""The end of a price: each line is rounded once, then the discount of the quote is spread over them."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from app.amounts import Money, Percent, minor_unit
from app.amounts.split import apportioned
from app.catalog.pricing import Header, PriceStep
from app.pricing.amounts import LARGEST
from app.pricing.discount import Discount, DiscountInvalid
from app.pricing.exact import ONE, ZERO, share
from app.pricing.rounding import MODES, nearest
from app.pricing.run import Detail, Run, Wording
from app.pricing.terms import PriceOutOfRange
from app.pricing.waterfall import StepKind


class Rounded:
    """Of the unit price, or of the amount of the line: as the currency says, and of the amount wherever that
    does not come from a unit price.
    """

    kind: StepKind = "rounding"
    key: Final = "rounding"

    def __init__(self, run: Run) -> None:
        self.rounding = run.source.rounding
        self.minor = minor_unit(run.terms.currency)

    def take(self, run: Run) -> None:
        try:
            self.round(run)
        except InvalidOperation:
            raise PriceOutOfRange("The price is too large. Check quantities and prices.") from None
        amounts = run.amounts
        if max(amounts, default=ZERO) >= LARGEST or min(amounts, default=ZERO) <= -LARGEST:
            raise _out_of_range(run, amounts.index(max(amounts, key=abs)))

    def round(self, run: Run) -> None:
        whole, counts, amounts, taken = run.whole, run.counts, run.amounts, run.taken
        minor, mode = self.minor, MODES[self.rounding.mode]
        by_line, to_minor = self.rounding.of == "line", self.rounding.to in {None, minor}
        for place, (amount, count) in enumerate(zip(amounts, counts, strict=True)):
            of_line = by_line or count == ONE or place in whole
            exact = amount if of_line else amount / count
            net = exact.quantize(minor, mode) if to_minor else nearest(exact, self.rounding, minor)
            if not of_line:
                net *= count
            if net != amount:
                taken[place] += (self, net - amount, _OF_LINE if of_line else _OF_UNIT)
            # Even where it is the same amount, it is written with the decimals of a price.
            amounts[place] = net

    def told(self, detail: Detail) -> Wording:
        (of,) = detail
        mode = self.rounding.mode.replace("_", " ")
        to = "" if self.rounding.to is None else f", to {self.rounding.to}"
        of_line = ", of the amount of the line" if of == "line" else ""
        return Wording("Rounding", f"{mode}, once a line{to}", f"{mode}{to}{of_line}" if of_line else "")


_OF_LINE: Final = ("line",)
_OF_UNIT: Final = ("unit",)


def _out_of_range(run: Run, place: int) -> PriceOutOfRange:
    n = run.lines[place].n
    return PriceOutOfRange(
        f"Line {n} comes to more than can be a price. Lower its quantity.", facts={"line": n}
    )


class OnQuote:
    """The discount of the quote, in multiples of what prices are rounded to, by largest remainder. Lines at
    their floor give nothing; what they would have given is given by the others.
    """

    kind: StepKind = "header"

    def __init__(self, step: PriceStep, rule: Header) -> None:
        self.key = step.key
        self.rule = rule
        self.label = step.name

    def take(self, run: Run, places: Sequence[int], discount: Discount) -> None:
        amounts, taken, counted = run.amounts, run.taken, run.offered
        offered = [place for place in places if counted[place] and amounts[place] > ZERO]
        total = sum([amounts[place] for place in offered], ZERO)
        parts, unit = self.parts(run, offered, self.wanted(run, discount, total))
        detail, less = (discount.reason, total, str(discount.off)), -unit
        for place, part in zip(offered, parts, strict=True):
            if part:
                effect = part * less
                amounts[place] += effect
                taken[place] += (self, effect, detail)
        if isinstance(discount.off, Percent):
            self.also(run, [place for place in places if not run.offered[place]], discount, discount.off)

    def wanted(self, run: Run, discount: Discount, total: Decimal) -> Decimal:
        match discount.off:
            case Percent() as percent:
                return nearest(
                    total * share(percent.value), run.source.rounding, minor_unit(run.terms.currency)
                )
            case Money() as money if money.amount <= total:
                return money.amount
            case Money():
                raise DiscountInvalid(
                    f"The discount is larger than the quote, {Money(total, run.terms.currency).rounded()}."
                )
        raise DiscountInvalid("A quote has a discount in percent or as an amount, not a target price.")

    def parts(self, run: Run, places: Sequence[int], wanted: Decimal) -> tuple[Sequence[int], Decimal]:
        """How many of which unit each line gives."""
        unit = run.source.rounding.to or minor_unit(run.terms.currency)
        if wanted % unit:
            unit = minor_unit(run.terms.currency)
        minor = minor_unit(run.terms.currency)
        amounts, whole = run.amounts, ONE / minor
        weights = [int(amounts[place] * whole) for place in places]
        if not run.floors:
            return apportioned(int(wanted / unit), weights) or (), unit
        rooms = [int(max(run.amounts[place] - run.floors.get(place, ZERO), ZERO) // unit) for place in places]
        parts = apportioned(int(wanted / unit), weights, rooms=rooms)
        if parts is None:
            most = Money(sum(rooms) * unit, run.terms.currency).rounded()
            raise DiscountInvalid(
                "The discount would go below the lowest prices that the catalog allows; at most "
                f"{most} can be taken off the quote.",
                facts={"most": str(most)},
            )
        return parts, unit

    def also(self, run: Run, places: Sequence[int], discount: Discount, percent: Percent) -> None:
        """Lines that are not in the total get the same percentage, each by itself."""
        for place in places:
            amount = run.amounts[place]
            room = max(amount - run.floors.get(place, ZERO), ZERO)
            exact = nearest(
                amount * share(percent.value), run.source.rounding, minor_unit(run.terms.currency)
            )
            if exact and room:
                run.add(place, -min(exact, room), self, (discount.reason, amount, str(discount.off)))

    def told(self, detail: Detail) -> Wording:
        reason, total, off = detail
        return Wording(self.label, str(reason), f"its part of {off} off {total}")
