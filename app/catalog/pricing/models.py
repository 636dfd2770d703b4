"""Price models: rules that say what something costs. Amounts are by currency; percentages 0 to 100 each.

Money in another currency than those given is converted by the rate table where there is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from app.catalog.attribute import Prices
from app.catalog.pricing.formula import Formula
from app.catalog.pricing.lines_on_quote import Chosen

Cycle: TypeAlias = Literal["month", "year"]
"""How often a recurring price is charged."""

Over: TypeAlias = Literal["line", "product", "quote"]
"""Whose quantity or amount counts: the line's, that of all lines of its product, or of the whole quote."""


@dataclass(frozen=True, slots=True)
class PerUnit:
    """``formula`` times ``prices``, for one unit: ``length`` times 3.20. Without prices the formula
    is the amount. ``add``: on top of the price so far; ``set``: in its place.
    """

    formula: Formula
    prices: Prices = field(default_factory=dict)
    effect: Literal["add", "set"] = "add"


@dataclass(frozen=True, slots=True)
class PriceTier:
    """From the unit ``minimum`` on: a price for each unit or a percentage off the price so far;
    ``flat`` is an amount once for whoever reaches the tier.
    """

    minimum: int
    prices: Prices = field(default_factory=dict)
    flat: Prices = field(default_factory=dict)
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Volume:
    """Range: all units cost what the reached tier says. ``over``: whose quantity reaches it."""

    tiers: tuple[PriceTier, ...]
    over: Over = "line"


@dataclass(frozen=True, slots=True)
class Slab:
    """Graduated: the units in each tier cost what that tier says."""

    tiers: tuple[PriceTier, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Sold in blocks of ``size`` units at ``prices`` a block.

    ``remainder``: a started block costs a whole one, or what is left over costs the unit price so far.
    """

    size: int
    prices: Prices
    remainder: Literal["started", "units"] = "started"


@dataclass(frozen=True, slots=True)
class CostPlus:
    """The price follows from the unit cost: so that ``margin`` percent of the price are left, or ``markup``
    percent are put on the cost (above 100 is possible). One of the two, or neither with ``floor_margin``:
    then, and after either, a price that leaves less than that is raised to it.
    """

    margin: Decimal | None = None
    markup: Decimal | None = None
    floor_margin: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PercentOfTotal:
    """One unit costs ``percent`` of what the chosen other lines cost so far; of their list, or net, price.

    Lines that a step of this kind prices are never among them.
    """

    percent: Decimal
    lines: Chosen
    of: Literal["list", "net"] = "net"


@dataclass(frozen=True, slots=True)
class Ramp:
    """From period ``start`` on (the first is 1) a period costs ``percent`` of the price, or ``prices``."""

    start: int
    percent: Decimal | None = None
    prices: Prices = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subscription:
    """The price so far is that of one ``cycle``; the line costs it for each of its term.

    ``proration`` of a last, started cycle: ``day`` by the days that this cycle really has (365 or 366 of a
    year, 28 to 31 of a month), ``fixed`` by 365 of a year or 30 of a month, ``none``: it costs a whole one.
    A line without a term has ``cycles`` of them.
    """

    cycle: Cycle
    cycles: int = 1
    proration: Literal["day", "fixed", "none"] = "day"
    ramps: tuple[Ramp, ...] = ()


@dataclass(frozen=True, slots=True)
class Contract:
    """What was agreed with the accounts that the step reaches: unit prices by product, in place of the price
    so far, or ``percent`` off. A product without an agreed price gets the percentage, if there is one.
    """

    prices: Mapping[str, Prices] = field(default_factory=dict)
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """No discount goes below: ``prices`` for one unit, or a price that leaves ``margin`` percent.

    What steps before took off too much is put back; later ones stop there.
    """

    prices: Prices = field(default_factory=dict)
    margin: Decimal | None = None
