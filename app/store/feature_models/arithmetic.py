"""Numbers of a feature model as numbers of catalog rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import reduce
from typing import Final

from app.catalog.expressions.tree import And, Arithmetic, Compare, Comparison, Constant, Expression, Operator
from app.store.feature_models.layout import Spot, numbers
from app.store.feature_models.model import Call, Constraint, Given, Home, Operation, Reference
from app.store.feature_models.terms import Terms
from app.store.feature_models.unfit import Inexpressible

_SIGNS: Final[Mapping[str, Operator]] = {"+": "+", "-": "-", "*": "*", "/": "/"}


@dataclass(frozen=True, slots=True)
class Ratio:
    """``over`` divided by each of ``under``: counts, of which there is no ratio while one is 0.

    Comparisons multiply them out: dividing by a sum of many would cost the engine each of its values.
    """

    over: Expression
    under: tuple[Expression, ...] = ()

    def times(self, factors: tuple[Expression, ...]) -> Expression:
        return reduce(lambda left, right: Arithmetic("*", left, right), factors, self.over)


def compared(operator: Comparison, left: Ratio, right: Ratio) -> Expression:
    said = Compare(operator, left.times(right.under), right.times(left.under))
    some = [Compare(">=", count, Constant(1)) for count in (*left.under, *right.under)]
    return And((*some, said)) if some else said


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers that constraints of one file speak of. Raises Inexpressible."""

    terms: Terms
    home: Home

    def of(self, constraint: Constraint) -> Ratio:
        match constraint:
            case Given(value=str()):
                raise Inexpressible("a text where a number is needed")
            case Given(value=value):
                return Ratio(Constant(value))
            case Reference():
                return Ratio(self._named(constraint))
            case Call():
                return self._called(constraint)
            case Operation(operator=operator, operands=(left, right)) if operator in _SIGNS:
                return self._combined(_SIGNS[operator], self.of(left), self.of(right))
            case Operation(operator=operator):
                raise Inexpressible(f'"{operator}" between numbers')

    def _combined(self, sign: Operator, left: Ratio, right: Ratio) -> Ratio:
        match sign:
            case "*":
                return Ratio(Arithmetic("*", left.over, right.over), (*left.under, *right.under))
            case "/":
                if isinstance(right.over, Constant) and not right.over.value:
                    raise Inexpressible("a division by 0")
                return Ratio(Arithmetic("/", left.times(right.under), right.over), left.under)
        over = Arithmetic(sign, left.times(right.under), right.times(left.under))
        return Ratio(over, (*left.under, *right.under))

    def _named(self, reference: Reference) -> Expression:
        shown = ".".join(reference.path)
        spot = self.terms.layout.feature(reference.path, self.home)
        if spot is not None and spot.feature.type in ("Integer", "Real"):
            return self.terms.value(spot)
        owner = None if spot else self.terms.layout.owner(reference.path, self.home)
        if owner is None or reference.path[-1] not in numbers(owner.feature):
            raise Inexpressible(f'"{shown}" as a number, which it is not in this file')
        return self.terms.number(owner, reference.path[-1])

    def _called(self, call: Call) -> Ratio:
        if call.function in ("sum", "avg"):
            return self._aggregate(call)
        if len(call.arguments) != 1:
            raise Inexpressible(f"the function {call.function}(...) with {len(call.arguments)} arguments")
        return Ratio(self._of_one(call.function, call.arguments[0]))

    def _aggregate(self, call: Call) -> Ratio:
        *of, last = call.arguments
        part = self._part(of[0]) if of else None
        attribute = ".".join(last.path)
        total = self.terms.total(attribute, self.home, part)
        if total is None:
            raise Inexpressible(f"{call.function}({attribute}), a number that no feature there has")
        if call.function == "sum":
            return Ratio(total)
        count = self.terms.occurrences(attribute, self.home, part)
        return Ratio(total, () if count is None else (count,))

    def _part(self, reference: Reference) -> Spot:
        found = self.terms.layout.feature(reference.path, self.home)
        if found is None:
            raise Inexpressible(f'the name "{".".join(reference.path)}", which no feature of this file has')
        return found

    def _of_one(self, function: str, reference: Reference) -> Expression:
        spot = self.terms.layout.feature(reference.path, self.home)
        if spot is not None and function != "len" and spot.feature.type in ("Integer", "Real"):
            return self.terms.near(spot, function)
        owner = None if spot else self.terms.layout.owner(reference.path, self.home)
        value = owner.feature.attributes[reference.path[-1]] if owner else None
        if owner is not None and function == "len" and isinstance(value, str):
            return self.terms.constant(owner, len(value))
        if owner is not None and function != "len" and reference.path[-1] in numbers(owner.feature):
            rounding = ROUND_FLOOR if function == "floor" else ROUND_CEILING
            number = Decimal(numbers(owner.feature)[reference.path[-1]])
            return self.terms.constant(owner, int(number.to_integral_value(rounding)))
        shown = f"{function}({'.'.join(reference.path)})"
        if spot is not None and spot.feature.type == "String" and function == "len":
            raise Inexpressible(f"{shown} beside anything but a number")
        raise Inexpressible(f"{shown}, which has no value of that kind in this file")
