"""The end of a price: each line is rounded once, then the discount of the quote is spread over them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.amounts import Money, Percent, minor_unit
from app.amounts.split import apportioned
from app.catalog.pricing import Header, PriceStep
from app.pricing.amounts import LARGEST
from app.pricing.discount import Discount, DiscountInvalid
from app.pricing.exact import ZERO, share
from app.pricing.rounding import nearest
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
        for place, amount in enumerate(run.amounts):
            net = self.net(run, place, amount)
            if net != amount:
                by_line = place in run.whole or self.rounding.of == "line"
                run.add(place, net - amount, self, (str(amount), "line" if by_line else "unit"))
            if not -LARGEST < net < LARGEST:
                raise PriceOutOfRange(
                    f"Line {run.lines[place].n} comes to more than can be a price. Lower its quantity.",
                    facts={"line": run.lines[place].n},
                )
            run.amounts[place] = net

    def net(self, run: Run, place: int, amount: Decimal) -> Decimal:
        count = run.counts[place]
        if place in run.whole or self.rounding.of == "line" or count == 1:
            return nearest(amount, self.rounding, self.minor)
        return nearest(amount / count, self.rounding, self.minor) * count

    def told(self, detail: Detail) -> Wording:
        _, of = detail
        mode = self.rounding.mode.replace("_", " ")
        to = "" if self.rounding.to is None else f", to {self.rounding.to}"
        of_line = ", of the amount of the line" if of == "line" else ""
        return Wording("Rounding", f"{mode}, once a line{to}", f"{mode}{to}{of_line}" if of_line else "")


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
        offered = [place for place in places if run.offered(place) and run.amounts[place] > 0]
        total = sum((run.amounts[place] for place in offered), ZERO)
        parts = self.parts(run, offered, self.wanted(run, discount, total))
        for place, part in zip(offered, parts, strict=True):
            if part:
                run.add(place, -part, self, (discount.reason, total, str(discount.off)))
        if isinstance(discount.off, Percent):
            self.also(run, [place for place in places if not run.offered(place)], discount, discount.off)

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

    def parts(self, run: Run, places: Sequence[int], wanted: Decimal) -> Sequence[Decimal]:
        unit = run.source.rounding.to or minor_unit(run.terms.currency)
        if wanted % unit:
            unit = minor_unit(run.terms.currency)
        rooms = [max(run.amounts[place] - run.floors.get(place, ZERO), ZERO) // unit for place in places]
        weights = [run.amounts[place] for place in places]
        parts = apportioned(int(wanted / unit), weights, rooms=[int(room) for room in rooms])
        if parts is None:
            most = Money(sum(rooms, ZERO) * unit, run.terms.currency).rounded()
            raise DiscountInvalid(
                "The discount would go below the lowest prices that the catalog allows; at most "
                f"{most} can be taken off the quote.",
                facts={"most": str(most)},
            )
        return [part * unit for part in parts]

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
