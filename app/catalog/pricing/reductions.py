"""Reductions: rules that take something off what a line costs so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from app.catalog.attribute import Prices
from app.catalog.pricing.lines_on_quote import Needed
from app.catalog.pricing.models import Over


@dataclass(frozen=True, slots=True)
class Bundle:
    """``percent``, or ``prices`` a unit, off while all that is ``needed`` is on the quote too.

    ``units``: of all units of the line, or of as many as the needed quantities suffice for.
    """

    needed: tuple[Needed, ...]
    percent: Decimal | None = None
    prices: Prices = field(default_factory=dict)
    units: Literal["all", "matched"] = "all"


@dataclass(frozen=True, slots=True)
class Promotion:
    """``percent``, or ``prices`` a unit, off; ``minimum``: only if the quote comes to that before this step.

    Whom it is for, when and with which code is said by the step's reach.
    """

    percent: Decimal | None = None
    prices: Prices = field(default_factory=dict)
    minimum: Prices = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScheduleTier:
    """From a quantity or an amount on, ``percent`` off."""

    percent: Decimal
    quantity: int = 0
    amounts: Prices = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A discount by how much is bought: ``by`` quantity or amount, of the line, its product or the quote.

    ``range``: the reached percentage on everything; ``slab``: each on its part, for the line alone.
    """

    tiers: tuple[ScheduleTier, ...]
    by: Literal["quantity", "amount"] = "quantity"
    over: Over = "line"
    kind: Literal["range", "slab"] = "range"


@dataclass(frozen=True, slots=True)
class FreeItems:
    """Of every ``each`` units ``free`` cost nothing: 2 in 12."""

    free: int
    each: int


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that may be given for a discount, in the catalog's language and by language."""

    key: str
    name: str
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much a person may take off: the largest percentage by role (``rep``); a role that is not named has
    that of ``""``, and without that no limit. ``reasons``: those to choose from; none: any, in words.
    """

    limits: Mapping[str, Decimal] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Manual:
    """The discount that a person gave the line: a percentage, an amount off the line, or a unit price.

    Of several such steps the first that reaches a line takes it.
    """

    allowance: Allowance = field(default_factory=Allowance)


@dataclass(frozen=True, slots=True)
class Header:
    """The discount that a person gave the quote, spread over the lines reached. It comes last."""

    allowance: Allowance = field(default_factory=Allowance)
