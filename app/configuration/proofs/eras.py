"""A product through all stretches of time in which it is the same."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from app.catalog.effective import effective
from app.catalog.product import Product
from app.configuration.proofs.proof import Progress, Proof, silent
from app.configuration.proofs.prove import Proven, prove

MOST_ERAS: Final = 12
# Whatever is wrong on some day is wrong; the rest is only where it is so on every day on which it exists.
_ON_ANY_DAY: Final = frozenset(
    {"product_impossible", "catalog_too_large", "dead_option", "impossible_default", "not_proven"}
)


def prove_always(product: Product, day: date, told: Progress = silent) -> Proven:
    """As ``prove``, for every day. The number of configurations is that of ``day``.

    A product that changes very often is proven for its first eras, and that is said.
    """
    if not product.changes:
        return prove(product, told)
    days = [date.min, *product.changes]
    eras = {first: effective(product, first) for first in days if product.period.holds(first)}
    looked_at = dict(list(eras.items())[:MOST_ERAS])
    proven = {first: prove(era, told) for first, era in looked_at.items()}
    today = max((first for first in proven if first <= day), default=None)
    proofs = (*_together(looked_at, proven), *_left(product, eras))
    count = (
        proven[today].configurations if today is not None else prove(effective(product, day)).configurations
    )
    return Proven(proofs, count)


def _together(eras: Mapping[date, Product], proven: Mapping[date, Proven]) -> Iterator[Proof]:
    seen: set[tuple[object, ...]] = set()
    for first, found in proven.items():
        for proof in found.proofs:
            name = (proof.code, *proof.place)
            if name in seen:
                continue
            seen.add(name)
            if proof.code in _ON_ANY_DAY:
                when = "" if first == date.min else f" From {first.isoformat()} on."
                yield Proof(proof.code, proof.place, f"{proof.text}{when}", proof.because)
            elif all(_said(proof, eras[day], found=proven[day].proofs) for day in eras):
                yield proof


def _said(proof: Proof, era: Product, *, found: Sequence[Proof]) -> bool:
    """Whether an era has the finding too, or not even the part that it is about."""
    parts = {("rule", rule.key) for rule in era.rules} | {("table", table.key) for table in era.tables}
    if proof.place[0] in ("rule", "table") and proof.place[:2] not in parts:
        return True
    return any((one.code, one.place) == (proof.code, proof.place) for one in found)


def _left(product: Product, eras: Mapping[date, Product]) -> Iterator[Proof]:
    if len(eras) > MOST_ERAS:
        text = f"{product.key} changes very often; only its first {MOST_ERAS} stretches of time were proven."
        yield Proof("not_proven", ("steps",), text)
