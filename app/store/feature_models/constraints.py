"""Constraints of a feature model as conditions of catalog rules.

What is not chosen counts 0 as a number, and is unlike any text. A constraint about features that occur
several times holds for each of their occurrences; ``sum`` and ``avg`` run over all.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.catalog.expressions.parse import MAX_DEPTH
from app.catalog.expressions.tree import (
    And,
    Compare,
    Comparison,
    Constant,
    Expression,
    Implies,
    Name,
    Not,
    Or,
    Within,
)
from app.store.feature_models.arithmetic import Figures, compared
from app.store.feature_models.layout import Layout, Region, Spot
from app.store.feature_models.model import Call, Constraint, Given, Home, Operation, Reference, Stated
from app.store.feature_models.rounding import rounded
from app.store.feature_models.terms import Terms, Uses
from app.store.feature_models.texts import LONGEST
from app.store.feature_models.typed import Typed, text_of
from app.store.feature_models.unfit import Inexpressible
from app.store.feature_models.walking import MIRRORED

_SIGNS: Final[Mapping[str, Comparison]] = {
    "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
}  # fmt: skip
_HOLDS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def condition(stated: Stated, layout: Layout, typed: Typed, *, uses: Uses) -> tuple[Region, Expression]:
    """What has to hold, and in which rows it does. Raises Inexpressible."""
    constraint = stated.constraint
    if isinstance(constraint, Operation) and constraint.depth > MAX_DEPTH // 2:
        raise Inexpressible(f"a constraint nested {constraint.depth} deep")
    inside = _region(constraint, layout, stated.home)
    terms = Terms(layout, uses, inside)
    return inside, _Conditions(terms, Figures(terms, stated.home), typed).of(constraint)


def _region(constraint: Constraint, layout: Layout, home: Home) -> Region:
    """The rows that a constraint speaks of. Raises Inexpressible for those of which none is in the other."""
    found = set(_regions(constraint, layout, home))
    deepest = max(found, key=len, default=())
    strange = next((one for one in found if deepest[: len(one)] != one), None)
    if strange is not None:
        raise Inexpressible(
            f"a constraint between features below {strange[-1]} and below {deepest[-1]}, "
            "which both may occur several times"
        )
    return deepest


def _regions(constraint: Constraint, layout: Layout, home: Home) -> Iterator[Region]:
    match constraint:
        case Reference(path=path):
            spot = layout.feature(path, home)
            owner = None if spot else layout.owner(path, home)
            if owner is not None:
                yield owner.region
            elif spot is not None:
                yield spot.around
        case Call(function=function, arguments=arguments) if function not in ("sum", "avg"):
            for one in arguments:
                yield from _of_number(one, layout, home)
        case Operation(operator="!" | "&" | "|" | "=>" | "<=>", operands=operands):
            for operand in operands:
                yield from _regions(operand, layout, home)
        case Operation(operands=operands):
            for operand in operands:
                yield from _of_number(operand, layout, home)


def _of_number(constraint: Constraint, layout: Layout, home: Home) -> Iterator[Region]:
    """A value of a feature stands in its rows; whether it is there shows outside of them."""
    spot = layout.feature(constraint.path, home) if isinstance(constraint, Reference) else None
    if spot is not None and spot.value:
        yield spot.region
    else:
        yield from _regions(constraint, layout, home)


@dataclass(frozen=True, slots=True)
class _Conditions:
    terms: Terms
    figures: Figures
    typed: Typed

    def of(self, constraint: Constraint) -> Expression:
        """Raises Inexpressible."""
        match constraint:
            case Reference():
                return self._named(constraint)
            case Operation(operator="!", operands=(operand,)):
                return Not(self.of(operand))
            case Operation(operator="&", operands=operands):
                return And(tuple(map(self.of, operands)))
            case Operation(operator="|", operands=operands):
                return Or(tuple(map(self.of, operands)))
            case Operation(operator="=>", operands=(left, right)):
                return Implies(self.of(left), self.of(right))
            case Operation(operator="<=>", operands=(left, right)):
                return Compare("=", self.of(left), self.of(right))
            case Operation(operator=sign, operands=(left, right)) if sign in _SIGNS:
                return self._compared(sign, left, right)
        raise Inexpressible("a number or a text where a condition is needed")

    def _named(self, reference: Reference) -> Expression:
        home, layout = self.figures.home, self.terms.layout
        spot = layout.feature(reference.path, home)
        if spot is not None:
            return self.terms.chosen(spot)
        owner = layout.owner(reference.path, home)
        value = owner.feature.attributes[reference.path[-1]] if owner else None
        if owner is not None and isinstance(value, bool):
            return self.terms.chosen(owner) if value else Constant(False)
        shown = ".".join(reference.path)
        if owner is not None:
            raise Inexpressible(f'"{shown}" as a condition, which it is not in this file')
        raise Inexpressible(f'the name "{shown}", which no feature of this file has')

    def _compared(self, sign: str, left: Constraint, right: Constraint) -> Expression:
        if self._is_text(left) or self._is_text(right):
            return self._texts(sign, left, right)
        if self._is_boolean(left) and self._is_boolean(right) and sign in ("==", "!="):
            equal = Compare("=", self.of(left), self.of(right))
            return equal if sign == "==" else Not(equal)
        for one, other, said in ((left, right, sign), (right, left, MIRRORED[sign])):
            if isinstance(one, Call) and isinstance(other, Given) and not isinstance(other.value, str):
                found = self._called(one, said, Decimal(other.value))
                if found is not None:
                    return found
        return compared(_SIGNS[sign], self.figures.of(left), self.figures.of(right))

    def _is_text(self, constraint: Constraint) -> bool:
        home, layout = self.figures.home, self.terms.layout
        return text_of(constraint, layout, home) is not None or self._text(constraint) is not None

    def _is_boolean(self, constraint: Constraint) -> bool:
        if not isinstance(constraint, Reference):
            return False
        spot = self.terms.layout.feature(constraint.path, self.figures.home)
        return spot is not None and spot.feature.type == "Boolean"

    def _text(self, constraint: Constraint) -> Spot | None:
        """The feature of type String that it names."""
        if not isinstance(constraint, Reference):
            return None
        spot = self.terms.layout.feature(constraint.path, self.figures.home)
        return spot if spot is not None and spot.feature.type == "String" else None

    def _called(self, call: Call, sign: str, number: Decimal) -> Expression | None:
        """A length, or a value made whole, compared with a number; None for anything else."""
        if len(call.arguments) != 1:
            return None
        spot = self.terms.layout.feature(call.arguments[0].path, self.figures.home)
        kind = spot.feature.type if spot else ""
        if spot is not None and call.function == "len" and kind == "String":
            return self._lengths(sign, spot, number)
        if spot is not None and call.function in ("floor", "ceil") and kind in ("Integer", "Real"):
            return rounded(call.function, _SIGNS[sign], self.terms.value(spot), number=number)
        return None

    def _texts(self, sign: str, left: Constraint, right: Constraint) -> Expression:
        home, layout = self.figures.home, self.terms.layout
        if sign not in ("==", "!="):
            raise Inexpressible(f'texts compared by "{sign}"')
        mine, other = (right, left) if self._text(left) is None else (left, right)
        text, spot = text_of(other, layout, home), self._text(mine)
        if text is None:
            what = "two texts that are both open" if self._is_text(other) else "a text with what is none"
            raise Inexpressible(f"a comparison of {what}")
        if spot is None:
            equal: Expression = Constant(text_of(mine, layout, home) == text)
        else:
            equal = self._is_named(spot, text)
        owners = [
            self.terms.chosen(owner)
            for one in (mine, other)
            if isinstance(one, Reference)
            and layout.feature(one.path, home) is None
            and (owner := layout.owner(one.path, home)) is not None
        ]
        both = And((*owners, equal)) if owners else equal
        return both if sign == "==" else Not(both)

    def _is_named(self, spot: Spot, text: str) -> Expression:
        option = self.typed.texts[spot.feature.name].named.get(text)
        # Without one, no text that can be written is this one.
        return Constant(False) if option is None else Compare("=", Name(spot.value), Constant(option))

    def _lengths(self, sign: str, spot: Spot, number: Decimal) -> Expression:
        """What is not chosen has a length of 0."""
        lengths = (length for length in range(1, LONGEST + 1) if _HOLDS[sign](Decimal(length), number))
        options = self.typed.texts[spot.feature.name].of_length(lengths)
        fits: Expression = Within(spot.value, tuple(options)) if options else Constant(False)
        return Or((Not(self.terms.chosen(spot)), fits)) if _HOLDS[sign](Decimal(0), number) else fits
