"""What a condition asks: its facts, each with the direction that is worse and what it is held against."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.approvals.conditions import MIRRORED
from app.approvals.need import Fact, Worse
from app.approvals.subjects import Subject
from app.catalog.expressions import Expression, names
from app.catalog.expressions.tree import And, Compare, Comparison, Constant, Implies, Name, Not, Or, Scalar
from app.catalog.names_of_approvals import OfLines, flat_key, word_of
from app.pricing.exact import plain

NATURAL: Final[Mapping[str, Worse]] = {
    "discount": "higher",
    "given": "higher",
    "off_list": "higher",
    "margin": "lower",
    "profit": "lower",
}
"""What is worse where a condition says both: a band of discount is still worse the more is given."""

UNKNOWN: Final = "not known"
# The same few percentages stand on many lines.
_plain = lru_cache(4_096)(plain)
_HIGHER: Final = (">", ">=")
_LOWER: Final = ("<", "<=")


@dataclass(frozen=True, slots=True)
class Asked:
    """``key`` is flat; ``name`` as it was written; ``reached``: whether the threshold itself is enough."""

    key: str
    name: str
    worse: Worse = "other"
    threshold: Decimal | None = None
    reached: bool = False

    def fact(self, subject: Subject) -> Fact | None:
        """None where it has no value."""
        value = subject.said(self.key)
        if isinstance(value, Decimal):
            return Fact(self.name, subject.name, _plain(value), self.worse, self.threshold)
        if value is None:
            if word_of(self.key) in subject.unknown:
                return Fact(self.name, subject.name, UNKNOWN)
            return None
        number = isinstance(value, int) and not isinstance(value, bool)
        said = Decimal(value) if number else str(value).lower() if isinstance(value, bool) else str(value)
        return Fact(self.name, subject.name, said, self.worse, self.threshold)


ITSELF: Final = Asked(flat_key("product"), "product")


def asked_in(flat: Expression, of_lines: Sequence[OfLines]) -> tuple[Asked, ...]:
    """Each once, in the order in which the condition has them."""
    known = {one.key: one.source for one in of_lines}
    found: dict[str, Asked] = {}
    for one in asked_of(flat):
        named = Asked(one.key, known.get(one.key, word_of(one.key)), one.worse, one.threshold, one.reached)
        before = found.get(one.key)
        found[one.key] = named if before is None else _both(before, named)
    return tuple(found.values())


def atom(node: Expression, *, holds: bool = True) -> Asked | None:
    """A number of a subject that is held against a constant."""
    match node:
        case Compare(operator, Name(key), Constant(value)):
            return _held(key, operator, value, holds=holds)
        case Compare(operator, Constant(value), Name(key)):
            return _held(key, MIRRORED[operator], value, holds=holds)
    return None


def _held(key: str, operator: Comparison, value: Scalar, *, holds: bool) -> Asked | None:
    if isinstance(value, bool | str) or operator not in (*_HIGHER, *_LOWER):
        return None
    higher = (operator in _HIGHER) == holds
    reached = (operator in (">=", "<=")) == holds
    return Asked(key, word_of(key), "higher" if higher else "lower", Decimal(value), reached)


def asked_of(node: Expression, *, holds: bool = True) -> Iterator[Asked]:
    """Each mention by itself. ``holds``: whether the condition fires where it does."""
    match node:
        case And(operands) | Or(operands):
            for part in operands:
                yield from asked_of(part, holds=holds)
        case Not(operand):
            yield from asked_of(operand, holds=not holds)
        case Implies(condition, consequence):
            yield from asked_of(condition, holds=not holds)
            yield from asked_of(consequence, holds=holds)
        case _:
            found = atom(node, holds=holds)
            yield from [found] if found else (Asked(key, word_of(key)) for key in sorted(names(node)))


def _both(before: Asked, other: Asked) -> Asked:
    """One fact that is asked of twice."""
    if before.worse == other.worse:
        return before
    natural = NATURAL.get(word_of(before.key), "other")
    return next((one for one in (before, other) if one.worse == natural), Asked(before.key, before.name))
