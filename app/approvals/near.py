"""How far it is to the next approval: for numbers that are held against a constant."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

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

_FEW: Final = 12
Found: TypeAlias = tuple[Decimal, Asked, Subject, Decimal]
"""How far it is, what is asked, of whom, and its number."""


@dataclass(frozen=True, slots=True)
class NextThreshold:
    """The nearest subject of a rule that does not fire: all else that the rule asks holds already.

    ``gap`` is how far ``value`` is from ``threshold``; ``reached``: coming to it is enough, else it has to be
    passed. ``worse`` is the direction.
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
    sentence: str
    tells_cost: bool


def next_thresholds(
    offer: Offer, policy: CompiledPolicy, *, fired: Iterable[str]
) -> tuple[NextThreshold, ...]:
    """At most one for each rule that does not fire, in their order. In a context that is exact."""
    known = frozenset(fired)
    found = (
        _nearest(offer, policy, rule)
        for rule in policy.rules
        if rule.rule.key not in known and rule.reaches(offer)
    )
    return tuple(one for one in found if one is not None)


def _nearest(offer: Offer, policy: CompiledPolicy, compiled: CompiledRule) -> NextThreshold | None:
    table = offer.table(compiled.rule.over, compiled.rule.reach)
    compiled.when.prepare(offer, table)
    best: Found | None = None
    for flat, product in _flats(compiled, table):
        found = _in_table(table, flat, product, compiled.rule.reach)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return None if best is None else _told(offer.release.approvals, policy, compiled, best)


def _flats(compiled: CompiledRule, table: Table) -> Iterator[tuple[Flat, str]]:
    if compiled.when.plain is not None:
        yield compiled.when.plain, ""
    else:
        yield from ((compiled.when.of(product), product) for product in table.products)


def _in_table(table: Table, flat: Flat, product: str, reach: Reach) -> Found | None:
    """Of the first number for which all else holds somewhere: others are of another kind."""
    for asked, rest in flat.steps:
        places = rest.find(table)
        if places is None or len(places) > _FEW:
            # They come by their distance: the first will do.
            found = _measured(table, asked, rest, _outward(table, asked, product), reach=reach)
            best = next(found, None)
        else:
            own = [place for place in places if not product or table.subjects[place].product == product]
            best = min(_measured(table, asked, rest, own, reach=reach), key=_gap, default=None)
        if best is not None:
            return best
    return None


def _gap(found: Found) -> Decimal:
    return found[0]


def _measured(
    table: Table, asked: Asked, rest: Condition, places: Iterable[int], *, reach: Reach
) -> Iterator[Found]:
    bound = _number(asked.threshold)
    everywhere = not (reach.products or reach.families)
    for place in places:
        subject = table.subjects[place]
        # Products and families of a reach are those of lines; of many lines together they were picked before.
        if not everywhere and subject.by_line and not reach.sells(subject.product, subject.family):
            continue
        value = asked.value(subject)
        if value is not None and rest.holds(subject):
            number = _number(value)
            yield abs(bound - number), asked, subject, number


def _outward(table: Table, asked: Asked, product: str) -> Iterator[int]:
    """From the threshold away on the side where the rule does not fire."""
    values, sorted_places = table.sorted(asked.key, product)
    bound = _number(asked.threshold)
    if asked.worse == "higher":
        start = (bisect_left if asked.reached else bisect_right)(values, bound)
        yield from reversed(sorted_places[:start])
    else:
        start = (bisect_right if asked.reached else bisect_left)(values, bound)
        yield from sorted_places[start:]


def _number(value: Scalar | None) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(value or 0)


def _told(
    stated: ApprovalPolicy,
    policy: CompiledPolicy,
    compiled: CompiledRule,
    found: Found,
) -> NextThreshold:
    gap, asked, subject, value = found
    far = amount(asked.name, gap, currency=policy.currency)
    direction = "more" if asked.worse == "higher" else "less"
    least = "" if asked.reached else "More than "
    where = of_subject(subject.name)
    sentence = (
        f"{least}{far} {direction} {label(asked.name)} on {where} brings in "
        f"{who(compiled.rule.approver, stated)}."
    )
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
        sentence=sentence,
        tells_cost=compiled.tells_cost,
    )
