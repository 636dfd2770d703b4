"""Who has to agree to a quote, and why."""

from collections.abc import Sequence
from decimal import localcontext

from app.approvals.asked import ITSELF, Asked
from app.approvals.clauses import Flat
from app.approvals.costs import Costs
from app.approvals.need import Fact, Need
from app.approvals.policies import CompiledPolicy, policy_of
from app.approvals.rules import CompiledRule
from app.approvals.sentences import why
from app.approvals.subjects import Offer, Subject
from app.catalog import Release
from app.pricing.exact import EXACT
from app.quoting import Quote


def needs_of(quote: Quote, release: Release, *, costs: Costs) -> tuple[Need, ...]:
    """One need for each rule that fires, by stage, then in the order of the policy. ``release`` as it is on
    the quote's day; the quote is priced.

    Raises ProductUnknown.
    """
    if not release.approvals.rules or not quote.lines:
        return ()
    policy = policy_of(release)
    with localcontext(EXACT):
        return needs_in(offer_of(quote, release, policy, costs=costs), policy)


def offer_of(quote: Quote, release: Release, policy: CompiledPolicy, *, costs: Costs) -> Offer:
    return Offer(quote, release, words=policy.words, costs=costs, costed=policy.costed)


def needs_in(offer: Offer, policy: CompiledPolicy) -> tuple[Need, ...]:
    """In a context that is exact."""
    asked = [rule for ladder in policy.ladders for rule in ladder.may_fire(offer)]
    asked.sort(key=lambda rule: (rule.rule.stage, rule.place))
    return tuple(need for rule in asked if (need := need_in(offer, policy, rule)) is not None)


def need_in(offer: Offer, policy: CompiledPolicy, compiled: CompiledRule) -> Need | None:
    rule = compiled.rule
    if not compiled.reaches(offer):
        return None
    fired = fired_in(offer, compiled)
    if not fired:
        return None
    facts = tuple(fact for subject, flat in fired for fact in _facts(subject, flat.asked))
    return Need(
        rule=rule.key,
        name=rule.name,
        stage=rule.stage,
        approver=rule.approver,
        quorum=rule.quorum,
        timing=rule.timing,
        why=why(_worst_first(facts), currency=policy.currency),
        facts=facts,
        auto=_agrees_itself(offer, compiled, [subject for subject, _ in fired]),
        tells_cost=compiled.tells_cost,
    )


def fired_in(offer: Offer, compiled: CompiledRule) -> Sequence[tuple[Subject, Flat]]:
    """The subjects that it fires on."""
    return list(compiled.when.firing(compiled.table(offer), compiled.rule.reach))


def _facts(subject: Subject, asked: Sequence[Asked]) -> list[Fact]:
    found = [fact for one in asked if (fact := one.fact(subject)) is not None]
    if found:
        return found
    # Of what has no value there is nothing to tell but that it is there.
    itself = ITSELF.fact(subject)
    return [] if itself is None else [itself]


def _agrees_itself(offer: Offer, compiled: CompiledRule, fired: Sequence[Subject]) -> bool:
    """Whether the rule says so for all that it fires on. What is not known never does."""
    auto = compiled.auto
    if auto is None:
        return False
    auto.prepare(offer, offer.table(compiled.rule.over, compiled.rule.reach))
    return all(auto.of(subject.product).condition.holds(subject) for subject in fired)


def _worst_first(facts: Sequence[Fact]) -> Sequence[Fact]:
    """The subject comes first that is farthest beyond the first threshold."""
    held = [fact for fact in facts if fact.threshold is not None and not isinstance(fact.value, str)]
    if not held:
        return facts
    first = [fact for fact in held if fact.name == held[0].name]
    pick = max if first[0].worse == "higher" else min
    worst = pick(first, key=lambda fact: fact.value).subject
    return sorted(facts, key=lambda fact: fact.subject != worst)
