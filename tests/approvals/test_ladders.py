"""Rules that differ in one threshold are asked together, with the same outcome as one by one."""

from dataclasses import replace
from decimal import localcontext

from hypothesis import given, settings
from hypothesis import strategies as st

from app.approvals.costs import Costs
from app.approvals.ladders import Ladder
from app.approvals.near import next_thresholds
from app.approvals.needs import needs_in, offer_of
from app.approvals.policies import CompiledPolicy, policy_of
from app.catalog import Release
from app.catalog.approvals import ApprovalRule, ByRole
from app.catalog.pricing import Reach
from app.pricing.exact import EXACT
from app.quoting import Line, Quote
from tests.approvals.offers import CABLE, CARE, RADIO, cost, line, on, release, rule, unknown
from tests.thorough import tried

STEPS = {
    "line": (
        "discount > {}",
        "discount >= {}",
        "{} < discount",
        "margin < {} and discount > 0",
        "net > {} and discount > 15",
        'family = "Radio" and off_list > {}',
        'colour = "red" and discount > {}',
        "length > 2 and discount > {}",
        "discount > {} or net > 500",
        "not (discount > {})",
        "any(lines where discount > 20) and discount > {}",
    ),
    "quote": (
        "net > {}0 and discount > 3",
        "max(lines.discount where quantity > 1) > {}",
        "min(lines.margin) < {}",
        "margin <= {}",
    ),
    "family": ("discount > {}", 'family = "Site" and net > {}0'),
}
REACHES = (Reach(), Reach(families=frozenset({"Radio"})), Reach(regions=frozenset({"EMEA"})))
APPROVERS = (ByRole("approver"), ByRole("director"))


# Those of discounts that lines have, and others.
_BOUND = st.sampled_from((0, 3, 10, 20, 40, 55))


@st.composite
def steps(draw: st.DrawFn) -> tuple[ApprovalRule, ...]:
    """A few rules each of a few kinds, mixed."""
    found: list[ApprovalRule] = []
    for kind in range(draw(st.integers(1, 3))):
        over = draw(st.sampled_from(tuple(STEPS)))
        when = draw(st.sampled_from(STEPS[over]))
        reach = draw(st.sampled_from(REACHES))
        for bound in draw(st.lists(_BOUND, min_size=1, max_size=5)):
            key, who = f"r{kind}_{len(found)}", draw(st.sampled_from(APPROVERS))
            found.append(rule(when.format(bound), key=key, reach=reach, over=over, approver=who))
    return tuple(draw(st.permutations(found)))


@st.composite
def lines(draw: st.DrawFn) -> tuple[Line, ...]:
    made = []
    for n in range(1, draw(st.integers(1, 4)) + 1):
        product = draw(st.sampled_from((RADIO, CABLE, CARE)))
        percent = draw(st.sampled_from(("", "3", "10", "20", "55")))
        values = {"colour": draw(st.sampled_from(("red", "blue")))} if product is RADIO else {}
        made.append(line(n, product, draw(st.integers(1, 3)), percent=percent, values=values))
    return tuple(made)


def one_by_one(policy: CompiledPolicy) -> CompiledPolicy:
    return replace(policy, ladders=tuple(Ladder((each,)) for each in policy.rules))


@given(steps(), lines(), st.sampled_from((cost, cost, cost, unknown)), st.sampled_from(("EMEA", "APAC")))
@settings(max_examples=tried(300), deadline=None)
def test_asked_together_they_fire_and_come_next_as_one_by_one(
    rules: tuple[ApprovalRule, ...], some: tuple[Line, ...], costs: Costs, region: str
) -> None:
    by = release(*rules)
    quote = on(by, *some, region=region)
    assert outcome(by, quote, costs, policy_of(by)) == outcome(by, quote, costs, one_by_one(policy_of(by)))


def outcome(by: Release, quote: Quote, costs: Costs, policy: CompiledPolicy) -> tuple[object, object]:
    with localcontext(EXACT):
        offer = offer_of(quote, by, policy, costs=costs)
        needs = needs_in(offer, policy)
        return needs, next_thresholds(offer, policy, fired=[need.rule for need in needs])


def test_a_ladder_is_what_differs_in_one_threshold_alone() -> None:
    by = release(
        *(rule(f"discount > {n}", key=f"d{n}") for n in (20, 5, 10)),
        rule("discount > 7", key="other", approver=ByRole("director")),
        rule("margin < 30 and discount > 2", key="m30"),
        rule("margin < 40 and discount > 2", key="m40"),
        rule("discount > 2 and discount < 30", key="band"),
        rule("max(lines.discount where quantity > 1.5) > 9", key="most9", over="quote"),
        rule("max(lines.discount where quantity > 1.5) > 4", key="most4", over="quote"),
        rule('colour = "red"', key="red"),
    )
    found = sorted([each.rule.key for each in ladder.rungs] for ladder in policy_of(by).ladders)
    assert found == [["band"], ["d5", "d10", "d20"], ["m40", "m30"], ["most4", "most9"], ["other"], ["red"]]
