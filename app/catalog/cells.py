"""The cells of compatibility tables."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Span:
    """All numbers from ``minimum`` to ``maximum``, both included (written ``10..50``)."""

    minimum: int | Decimal
    maximum: int | Decimal

    def __contains__(self, number: object) -> bool:
        if isinstance(number, bool) or not isinstance(number, int | Decimal):
            return False
        return self.minimum <= number <= self.maximum


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands in a file, before it is known which kind of attribute it is compared with."""

    text: str


Cell: TypeAlias = frozenset[str | bool | int | Decimal | Span | Unread] | None
"""What a table row admits in one column: any of the members; ``None`` admits all (written ``*``)."""


def admits(cell: Cell, value: str | bool | int | Decimal) -> bool:
    """Whether the value is one of the cell's."""
    if cell is None or value in cell:
        return True
    return any(value in one for one in cell if isinstance(one, Span))
