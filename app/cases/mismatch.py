"""What does not hold of a golden case, and values as people write them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from app.catalog import Value

Where: TypeAlias = tuple[str | int, ...]
"""Path of keys within the case: ``("expect", "domains", "band")``."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """``expected`` and ``got`` as people write them."""

    where: Where
    expected: str
    got: str


def shown(value: Value | Decimal) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def listed(values: Iterable[Value]) -> str:
    return ", ".join(map(shown, values)) or "nothing"
