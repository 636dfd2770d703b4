"""A golden case: of a product, or of a whole quote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.catalog import Value


@dataclass(frozen=True, slots=True)
class Term:
    """Both days belong to it."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class TermsExpected:
    """Under which terms something is priced; ``customer_tier`` empty: without one. ``day``: None for the one
    that the release is looked at on. ``discount``: off the whole quote, in percent.
    """

    currency: str
    customer_tier: str = ""
    region: str = ""
    account: str = ""
    codes: tuple[str, ...] = ()
    day: date | None = None
    discount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineExpected:
    """``list`` and ``net`` are of the whole line; None where the case does not say. ``steps``: what steps add
    to it, by the step's key, or by kind as ``list``, ``option``, ``manual``. ``discount``: in percent.
    """

    quantity: int = 1
    term: Term | None = None
    group: str = ""
    discount: Decimal | None = None
    list: Decimal | None = None
    net: Decimal | None = None
    steps: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PriceExpected:
    """Of one line of the completed configuration."""

    terms: TermsExpected
    line: LineExpected


@dataclass(frozen=True, slots=True)
class QuoteLine:
    product: str
    choices: Mapping[str, Value]
    expected: LineExpected


@dataclass(frozen=True, slots=True)
class QuoteExpected:
    """Sums over all lines; None where the case does not say. ``total`` has every line for its whole term,
    ``one_time`` those that are paid once, ``monthly`` and ``yearly`` what recurring lines come to on average.
    ``approvals``: the rules by which somebody has to agree.
    """

    total: Decimal | None = None
    one_time: Decimal | None = None
    monthly: Decimal | None = None
    yearly: Decimal | None = None
    approvals: tuple[str, ...] | None = None


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


@dataclass(frozen=True, slots=True)
class QuoteCase:
    """A quote of several lines, each completed with the catalog's defaults."""

    key: str
    text: str
    terms: TermsExpected
    lines: tuple[QuoteLine, ...]
    expected: QuoteExpected
