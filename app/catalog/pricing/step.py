"""A step of the price: a rule, with its name and its reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from app.catalog.pricing.models import (
    Block,
    Contract,
    CostPlus,
    Floor,
    PercentOfTotal,
    PerUnit,
    Slab,
    Subscription,
    Volume,
)
from app.catalog.pricing.reach import EVERYWHERE, Reach
from app.catalog.pricing.reductions import Bundle, FreeItems, Header, Manual, Promotion, Schedule


@dataclass(frozen=True, slots=True)
class ListPrice:
    """What the price books, or the product itself, say that a unit costs."""


@dataclass(frozen=True, slots=True)
class OptionPrices:
    """What the chosen options and numbers add to it."""


@dataclass(frozen=True, slots=True)
class QuantityTiers:
    """The ``quantity_tiers`` that stand in the product."""


@dataclass(frozen=True, slots=True)
class CustomerTiers:
    """The percentage of the customer's tier."""


PriceRule: TypeAlias = (
    ListPrice
    | OptionPrices
    | PerUnit
    | Volume
    | Slab
    | Block
    | CostPlus
    | PercentOfTotal
    | Subscription
    | Contract
    | Bundle
    | Promotion
    | Schedule
    | FreeItems
    | QuantityTiers
    | CustomerTiers
    | Manual
    | Floor
    | Header
)


@dataclass(frozen=True, slots=True)
class PriceStep:
    """``name`` is read on the waterfall, in the catalog's language; ``names`` has it by language."""

    key: str
    name: str
    rule: PriceRule
    reach: Reach = EVERYWHERE
    owner: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
