"""A golden case."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.catalog import Value


@dataclass(frozen=True, slots=True)
class PriceExpected:
    """Of a line of ``quantity`` of the completed configuration; ``customer_tier`` empty: without one.

    ``list`` and ``net`` are of the whole line; None where the case does not say.
    """

    currency: str
    quantity: int = 1
    customer_tier: str = ""
    list: Decimal | None = None
    net: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case says; None and empty say nothing.

    ``refused``: the choices contradict each other, and these rules take part. ``domains``: these values are
    possible and no others. ``impossible``: these are not. ``absent``: attributes that cannot apply.
    ``completed``: what completing with the catalog's defaults gives.
    """

    refused: tuple[str, ...] | None = None
    complete: bool | None = None
    implied: Mapping[str, Value] = field(default_factory=dict)
    domains: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    impossible: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    completed: Mapping[str, Value] = field(default_factory=dict)
    prices: tuple[PriceExpected, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    key: str
    text: str
    product: str
    choices: Mapping[str, Value]
    expected: Expected
