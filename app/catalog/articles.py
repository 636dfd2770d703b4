"""Articles and work centres: what a product is made of, and where work is done on it.

Costs are amounts by currency code: of an article for one of its unit, of a work centre for one hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Costs: TypeAlias = Mapping[str, Decimal]

Source: TypeAlias = Literal["purchase", "made", "stock"]
"""Where an article comes from: bought for the order, made in the house, or taken from stock."""

COUNTED = "pcs"
BY_LENGTH = "m"


@dataclass(frozen=True, slots=True)
class Article:
    """``stock_lengths`` (of a raw material that pieces are cut from) and ``kerf`` are in millimetres.

    ``kerf`` is what one cut turns into chips. An article counted in ``pcs`` comes in whole numbers.
    """

    number: str
    name: str
    unit: str = COUNTED
    source: Source = "purchase"
    costs: Costs = field(default_factory=dict)
    lead_time_days: int = 0
    stock_lengths: tuple[Decimal, ...] = ()
    kerf: Decimal = Decimal(0)

    @property
    def counted(self) -> bool:
        return self.unit == COUNTED


@dataclass(frozen=True, slots=True)
class WorkCentre:
    key: str
    name: str
    rates: Costs = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shop:
    """All that the catalog's products may be made of, by article number, and by whom, by key."""

    articles: Mapping[str, Article] = field(default_factory=dict)
    work_centres: Mapping[str, WorkCentre] = field(default_factory=dict)
