"""How far it is to the next approval: for numbers that are held against a constant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from app.approvals.asked import Asked
from app.approvals.conditions import Condition
from app.approvals.need import Worse
from app.approvals.policies import CompiledPolicy, CompiledRule, Flat
from app.approvals.sentences import amount, label, of_subject, who
from app.approvals.subjects import Offer, Subject, Table
from app.catalog.approvals import ApprovalPolicy, Approver
from app.catalog.expressions.tree import Scalar
from app.catalog.pricing import Reach
from app.pricing.exact import plain

Found: TypeAlias = tuple[Decimal, Asked, Subject, Decimal]
"""How far it is, what is asked, of whom, and its number."""
Alike: TypeAlias = tuple[str, Worse, str, Approver, bool]


@dataclass(frozen=True, slots=True)
class NextThreshold:
    """The nearest subject of a rule that does not fire: all else that the rule asks holds already.

    ``gap`` is how far ``value`` is from ``threshold``; ``reached``: coming to it is enough, else it has to be
    passed. ``worse`` is the direction. ``asks``: who is asked, in words; ``currency``: that of amounts.
    """

    rule: str
    name: str
    approver: Approver
    fact: str
    subject: str
    value: Decimal
    threshold: Decimal
    gap: Decimal
    worse: Worse
    reached: bool
    tells_cost: bool
    asks: str
    currency: str

    @property
    def sentence(self) -> str:
        far = amount(self.fact, self.gap, currency=self.currency)
        direction = "more" if self.worse == "higher" else "less"
        least = "" if self.reached else "More than "
        where = of_subject(self.subject)
        return f"{least}{far} {direction} {label(self.fact)} on {where} brings in {self.asks}."


def next_thresholds(
    offer: Offer, policy: CompiledPolicy, *, fired: Iterable[str]
) -> tuple[NextThreshold, ...]:
    """Of the rules that do not fire, in their order: where several would ask the same people for the same
    fact of the same subject, as the steps of a ladder, the nearest. In a context that is exact.
    """
    known = frozenset(fired)
    nearest: dict[Alike, tuple[CompiledRule, Found]] = {}
    for rule in policy.rules:
        if rule.rule.key in known or not rule.reaches(offer):
            continue
        found = _nearest(offer, rule)
        if found is None:
            continue
        gap, asked, subject, _ = found
        alike = asked.name, asked.worse, subject.name, rule.rule.approver, rule.tells_cost
        before = nearest.get(alike)
        if before is None or gap < before[1][0]:
            nearest[alike] = rule, found
    in_order = sorted(nearest.values(), key=lambda one: one[0].place)
    return tuple(_told(offer.release.approvals, policy, rule, found) for rule, found in in_order)


def _nearest(offer: Offer, compiled: CompiledRule) -> Found | None:
    table = offer.table(compiled.rule.over, compiled.rule.reach)
    compiled.when.prepare(offer, table)
    best: Found | None = None
    for flat, product in _flats(compiled, table):
        found = _in_table(table, flat, product, compiled.rule.reach)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return best


def _flats(compiled: CompiledRule, table: Table) -> Iterator[tuple[Flat, str]]:
    if compiled.when.plain is not None:
        yield compiled.when.plain, ""
    else:
        yield from ((compiled.when.of(product), product) for product in table.products)


def _in_table(table: Table, flat: Flat, product: str, reach: Reach) -> Found | None:
    """Of the first number for which all else holds somewhere: others are of another kind."""
    for asked, rest in flat.steps:
        worst = _worst(table, asked, rest, product, reach)
        if worst is not None:
            number, place = worst
            return abs(_number(asked.threshold) - number), asked, table.subjects[place], number
    return None


def _worst(
    table: Table, asked: Asked, rest: Condition, product: str, reach: Reach
) -> tuple[Decimal, int] | None:
    """Of those for which all else holds. As the rule does not fire, each of them is on the good side of the
    threshold, and the worst is the nearest; so steps of a ladder find the same one.
    """
    key = asked.key, asked.worse, rest, product, reach.products, reach.families
    if key not in table.worst:
        pick = max if asked.worse == "higher" else min
        found = _numbers(table, asked.key, rest, product, reach)
        table.worst[key] = pick(found, key=_first, default=None)
    return table.worst[key]


def _first(found: tuple[Decimal, int]) -> Decimal:
    return found[0]


def _numbers(
    table: Table, key: str, rest: Condition, product: str, reach: Reach
) -> Iterator[tuple[Decimal, int]]:
    """Under the key, where the rest holds."""
    everywhere = not (reach.products or reach.families)
    places = rest.find(table)
    sure = rest.exact and not table.unknown
    for place in range(len(table.subjects)) if places is None else sorted(places):
        subject = table.subjects[place]
        if product and subject.product != product:
            continue
        # Products and families of a reach are those of lines; of many lines together they were picked before.
        if not everywhere and subject.by_line and not reach.sells(subject.product, subject.family):
            continue
        value = subject.said(key)
        if value is not None and (sure or rest.holds(subject)):
            yield _number(value), place


def _number(value: Scalar | None) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(value or 0)


def _told(
    stated: ApprovalPolicy,
    policy: CompiledPolicy,
    compiled: CompiledRule,
    found: Found,
) -> NextThreshold:
    gap, asked, subject, value = found
    return NextThreshold(
        rule=compiled.rule.key,
        name=compiled.rule.name,
        approver=compiled.rule.approver,
        fact=asked.name,
        subject=subject.name,
        value=plain(value),
        threshold=_number(asked.threshold),
        gap=plain(gap),
        worse=asked.worse,
        reached=asked.reached,
        tells_cost=compiled.tells_cost,
        asks=who(compiled.rule.approver, stated),
        currency=policy.currency,
    )
