"""The numbers for which a condition holds, as far as it is a conjunction of comparisons with constants."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from app.catalog.approvals.words import NUMBERS, OF_LINES, PERCENTAGES
from app.catalog.expressions import Expression, write
from app.catalog.expressions.tree import And, Compare, Comparison, Constant, Name

_MIRRORED: Final[dict[Comparison, Comparison]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_SIGNED: Final = frozenset({"margin", "profit", "off_list"})
_HUNDRED: Final = Decimal(100)

End: TypeAlias = tuple[Decimal, bool]
"""A number, and whether it belongs to the band."""


@dataclass(frozen=True, slots=True)
class Band:
    """From ``low`` to ``high``; None where it is open on that side."""

    low: End | None = None
    high: End | None = None

    @property
    def empty(self) -> bool:
        if self.low is None or self.high is None:
            return False
        (low, with_low), (high, with_high) = self.low, self.high
        return low > high or (low == high and not (with_low and with_high))

    def within(self, other: "Band") -> "Band":
        """What both have."""
        return Band(
            _tighter(self.low, other.low, highest=True), _tighter(self.high, other.high, highest=False)
        )

    def covers(self, other: "Band") -> bool:
        return self.within(other) == other

    def __str__(self) -> str:
        low = "" if self.low is None else f"{'from' if self.low[1] else 'above'} {self.low[0]:f}"
        high = "" if self.high is None else f"{'up to' if self.high[1] else 'below'} {self.high[0]:f}"
        return " ".join(part for part in (low, high) if part) or "everything"


def _tighter(one: End | None, other: End | None, *, highest: bool) -> End | None:
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        return (one[0], one[1] and other[1])
    return max(one, other) if highest else min(one, other)


def domain(word: str) -> Band:
    """All that the word can be."""
    low = None if word in _SIGNED else (Decimal(0), True)
    return Band(low, (_HUNDRED, True) if word in PERCENTAGES else None)


def bands(tree: Expression) -> dict[str, tuple[Band, tuple[str, ...]]]:
    """By word its band, and what else has to hold, as it is written."""
    parts = list(_parts(tree))
    found: dict[str, Band] = {}
    for part in parts:
        compared = _compared(part)
        if compared is not None:
            word, band = compared
            found[word] = found.get(word, Band()).within(band)
    return {word: (band, tuple(sorted(_others(parts, word)))) for word, band in found.items()}


def _others(parts: list[Expression], word: str) -> Iterator[str]:
    for part in parts:
        compared = _compared(part)
        if compared is None or compared[0] != word:
            yield write(part)


def _parts(tree: Expression) -> Iterator[Expression]:
    if isinstance(tree, And):
        for part in tree.operands:
            yield from _parts(part)
    else:
        yield tree


def _compared(node: Expression) -> tuple[str, Band] | None:
    match node:
        case Compare(operator, Name(word), Constant(value)):
            return _held(word, operator, value)
        case Compare(operator, Constant(value), Name(word)) if operator in (*_MIRRORED, "="):
            return _held(word, _MIRRORED.get(operator, operator), value)
    return None


def _held(word: str, operator: Comparison, value: object) -> tuple[str, Band] | None:
    if (word not in NUMBERS and word not in OF_LINES) or isinstance(value, bool | str):
        return None
    if not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    match operator:
        case ">" | ">=":
            return word, Band(low=(number, operator == ">="))
        case "<" | "<=":
            return word, Band(high=(number, operator == "<="))
        case "=":
            return word, Band((number, True), (number, True))
    return None


def between(lower: Band, upper: Band) -> Band:
    """What lies between two, where the first ends before the other begins."""
    if lower.high is None or upper.low is None:
        return Band((Decimal(1), False), (Decimal(0), False))
    return Band((lower.high[0], not lower.high[1]), (upper.low[0], not upper.low[1]))
