"""What golden cases say of prices, against the kernel's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.amounts import Percent
from app.cases.case import LineExpected, Term, TermsExpected
from app.cases.mismatch import Mismatch, Where, listed
from app.catalog import Release, Value
from app.pricing import Discount, LinePrice, Terms

REASON = "golden case"


@dataclass(frozen=True, slots=True)
class Said:
    term: Term | None
    group: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a case, as the kernel prices it."""

    n: int
    product: str
    values: Mapping[str, Value]
    expected: LineExpected
    complete: bool = True
    is_offered: bool = True

    @property
    def quantity(self) -> int:
        return self.expected.quantity

    @property
    def discount(self) -> Discount | None:
        return discount_of(self.expected.discount)

    @property
    def details(self) -> Said:
        return Said(self.expected.term, self.expected.group)


def discount_of(percent: Decimal | None) -> Discount | None:
    return None if percent is None else Discount(Percent(percent), REASON)


def terms_of(said: TermsExpected, release: Release) -> Terms:
    return Terms(
        currency=said.currency,
        tier=release.customer_tiers.get(said.customer_tier),
        region=said.region,
        account=said.account,
        codes=frozenset(said.codes),
        day=said.day or release.day,
        pricing=release.pricing,
        release=release.fingerprint,
        discount=discount_of(said.discount),
    )


def tier_unknown(said: TermsExpected, release: Release, where: Where) -> Iterator[Mismatch]:
    if said.customer_tier and said.customer_tier not in release.customer_tiers:
        known = listed(release.customer_tiers)
        yield Mismatch((*where, "customer_tier"), f"one of {known}", said.customer_tier)


def price_mismatches(where: Where, expected: LineExpected, price: LinePrice) -> Iterator[Mismatch]:
    for name, wanted, got in (("list", expected.list, price.list), ("net", expected.net, price.net)):
        if wanted is not None and wanted != got.amount:
            yield Mismatch((*where, name), f"{wanted:f}", f"{got}; {_waterfall(price)}")
    for key, wanted in expected.steps.items():
        effects = [step.effect.amount for step in price.steps if key in (step.kind, step.rule)]
        if not effects:
            yield Mismatch((*where, "steps", key), f"{wanted:f}", f"no such step; {_waterfall(price)}")
        elif sum(effects) != wanted:
            yield Mismatch((*where, "steps", key), f"{wanted:f}", f"{sum(effects):f}; {_waterfall(price)}")


def _waterfall(price: LinePrice) -> str:
    return ", ".join(f"{step.label} {step.effect.amount:f}" for step in price.steps)
