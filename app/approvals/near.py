"""How far it is to the next approval: for numbers that are held against a constant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from app.approvals.asked import Asked
from app.approvals.clauses import Flat
from app.approvals.ladders import Ladder, flats, number_of, worst
from app.approvals.need import Worse
from app.approvals.policies import CompiledPolicy
from app.approvals.rules import CompiledRule
from app.approvals.sentences import amount, label, of_subject, who
from app.approvals.subjects import Offer, Subject, Table
from app.catalog.approvals import ApprovalPolicy, Approver
from app.catalog.pricing import Reach
from app.pricing.exact import plain

Found: TypeAlias = tuple[Decimal, Asked, Subject, Decimal]
"""How far it is, what is asked, of whom, and its number."""
Candidate: TypeAlias = tuple[CompiledRule, Found]
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
    nearest: dict[Alike, Candidate] = {}
    for ladder in policy.ladders:
        for rule, found in _candidates(offer, ladder, known):
            gap, asked, subject, _ = found
            alike = asked.name, asked.worse, subject.name, rule.rule.approver, rule.tells_cost
            before = nearest.get(alike)
            if before is None or (gap, rule.place) < (before[1][0], before[0].place):
                nearest[alike] = rule, found
    in_order = sorted(nearest.values(), key=lambda one: one[0].place)
    return tuple(_told(offer.release.approvals, policy, rule, found) for rule, found in in_order)


def _candidates(offer: Offer, ladder: Ladder, fired: frozenset[str]) -> Iterator[Candidate]:
    """The first step that does not fire; or each rule, where they have to be asked one by one."""
    rungs = [rule for rule in ladder.rungs if rule.rule.key not in fired]
    if not rungs or not rungs[0].reaches(offer):
        return
    asked = rungs[:1] if ladder.has_all_numbers(rungs[0].table(offer)) else rungs
    yield from ((rule, found) for rule in asked if (found := _nearest(offer, rule)) is not None)


def _nearest(offer: Offer, compiled: CompiledRule) -> Found | None:
    table = compiled.table(offer)
    best: Found | None = None
    for flat, product in flats(compiled, table):
        found = _in_table(table, flat, product, compiled.rule.reach)
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return best


def _in_table(table: Table, flat: Flat, product: str, reach: Reach) -> Found | None:
    """Of the first number for which all else holds somewhere: others are of another kind. As the rule does
    not fire, each subject is on the good side of the threshold, and the worst of them is the nearest.
    """
    for asked, rest in flat.steps:
        found = worst(table, asked, rest, product, reach)
        if found is not None:
            number, place = found
            return abs(number_of(asked.threshold) - number), asked, table.subjects[place], number
    return None


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
        threshold=number_of(asked.threshold),
        gap=plain(gap),
        worse=asked.worse,
        reached=asked.reached,
        tells_cost=compiled.tells_cost,
        asks=who(compiled.rule.approver, stated),
        currency=policy.currency,
    )
