"""Who would be asked, how far it is to the next approval, and what would avoid the present ones."""

from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from app.amounts import Money
from app.approvals import Preview, preview_of
from app.approvals.levers import Lever, levers_of
from app.approvals.needs import needs_in, offer_of
from app.approvals.policies import CompiledPolicy, policy_of
from app.approvals.ways_out import Search
from app.catalog import Release
from app.catalog.approvals import ApprovalRole, ByRole
from app.pricing import Discount
from app.pricing.exact import EXACT
from app.quoting import Line, Quote
from app.quoting.priced import priced, unpriced
from tests.approvals.offers import CABLE, CARE, RADIO, cost, line, on, release, rule, term
from tests.thorough import tried

DIRECTOR = ApprovalRole("director", "Sales director", ("Director",))


def previewed(by: Release, of: Quote) -> Preview:
    return preview_of(of, by, costs=cost)


def test_a_catalog_without_a_policy_has_nothing_to_tell() -> None:
    assert previewed(release(), on(release(), line(1, RADIO))) == Preview()


def test_it_is_told_how_far_the_next_approval_is_and_who_it_is() -> None:
    by = release(rule("discount >= 10", approver=ByRole("director")), roles=(DIRECTOR,))
    found = previewed(by, on(by, line(1, RADIO, percent="4"), line(2, RADIO, percent="8.5")))
    (near,) = found.next
    assert near.sentence == "1.5 % more discount on line 2 brings in Sales director."
    assert (near.gap, near.subject, near.reached) == (Decimal("1.5"), "line 2", True)


def test_a_threshold_that_has_to_be_passed_says_so() -> None:
    by = release(rule("margin < 30", over="quote"))
    (near,) = previewed(by, on(by, line(1, RADIO))).next
    assert near.sentence == "More than 10 % less margin on the quote brings in approver."


def test_a_threshold_counts_only_where_all_else_holds() -> None:
    by = release(rule('discount > 10 and family = "Site"'))
    found = previewed(by, on(by, line(1, RADIO, percent="9"), line(2, CABLE, percent="3")))
    assert [(one.subject, one.gap) for one in found.next] == [("line 2", Decimal(7))]
    assert not previewed(by, on(by, line(1, RADIO, percent="9"))).next


def test_less_discount_on_the_line_avoids_it() -> None:
    by = release(rule("discount > 10"))
    (way,) = previewed(by, on(by, line(1, RADIO, percent="12"))).ways
    assert (way.change, way.line, way.to, str(way.net)) == ("line_discount", 1, Decimal(10), "90.00")
    assert way.removes == ("rule",)


def test_of_two_lines_each_has_to_come_down_and_the_discount_of_the_quote_may_do() -> None:
    by = release(rule("discount > 10"))
    both = on(by, line(1, RADIO, percent="12"), line(2, RADIO, percent="15"))
    assert [(way.change, way.to) for way in previewed(by, both).ways] == [("line_discounts", Decimal(10))]
    header = on(by, line(1, RADIO, percent="5"), line(2, RADIO), percent="10")
    ways = {way.change: way.to for way in previewed(by, header).ways}
    # 1 - 0.9 / 0.95 is 5.263 percent.
    assert ways["quote_discount"] == Decimal("5.26")


def test_a_price_that_leaves_the_margin_is_found_to_the_hundredth() -> None:
    by = release(rule("margin < 35"))
    (way,) = previewed(by, on(by, line(1, RADIO, 3, percent="15"))).ways
    # Cost 60 of 92.31 is the last price in cents that leaves 35 percent.
    assert way.to == Decimal("7.69")


def test_a_discount_in_money_is_told_as_the_percentage_that_would_do() -> None:
    by = release(rule("discount > 10"))
    quote = on(by, line(1, RADIO, discount=Discount(Money(Decimal(12), "EUR"), "a reason")))
    assert [way.to for way in previewed(by, quote).ways] == [Decimal(10)]


def test_what_a_way_out_brings_in_is_told() -> None:
    by = release(rule("discount > 3", key="much"), rule("net > 95", key="large", over="quote"))
    (way,) = previewed(by, on(by, line(1, RADIO, percent="12"))).ways
    assert (way.removes, way.adds) == (("much",), ("large",))


def test_what_has_no_way_out_by_discount_gets_none() -> None:
    by = release(rule("months > 24"), rule("discount / 2 > 3", key="computed"))
    found = previewed(by, on(by, line(1, CARE, details=term(36), percent="10")))
    assert {need.rule for need in found.needs} == {"rule", "computed"}
    assert found.ways == ()


def test_without_tries_only_who_is_asked_is_told() -> None:
    by = release(rule("discount > 10"))
    quote = on(by, line(1, RADIO, percent="12"))
    found = preview_of(quote, by, costs=cost, most=0)
    assert (len(found.needs), found.ways, found.complete) == (1, (), False)
    assert not preview_of(quote, by, costs=cost, most=2).complete


def test_what_tells_cost_is_left_out_for_those_who_may_not_see_it() -> None:
    by = release(rule("margin < 35"), rule("margin < 10", key="low"), rule("discount > 5", key="open"))
    found = previewed(by, on(by, line(1, RADIO, percent="15"))).without_costs()
    assert found.needs[0].why == "Rule has to be agreed to."
    assert found.next == ()
    assert all("rule" not in way.removes for way in found.ways)


WORDS: Final = ("discount", "off_list", "net", "margin", "price", "given", "quantity")
BOUNDS: Final = (0, 5, 10, 12, 20, 35, 90, 100, 180, 250)


@st.composite
def conditions(draw: st.DrawFn) -> str:
    def atom() -> str:
        text = st.sampled_from(('family = "Radio"', 'product = "cable"', 'colour = "red"', "present(length)"))
        number = f"{draw(st.sampled_from(WORDS))} {draw(_SIGN)} {draw(st.sampled_from(BOUNDS))}"
        return draw(text) if draw(st.integers(0, 4)) == 0 else number

    parts = [atom() for _ in range(draw(st.integers(1, 3)))]
    joined = draw(st.sampled_from((" and ", " or "))).join(parts)
    return f"not ({joined})" if draw(st.integers(0, 5)) == 0 else joined


_SIGN = st.sampled_from(("<", "<=", ">", ">=", "=", "!="))
_AROUND = st.sampled_from(
    (
        "{}",
        "any(lines where {})",
        "count(lines where {}) > 1",
        "sum(lines.net where {}) > 150",
        "max(lines.discount where {}) >= 10",
    )
)


@st.composite
def lines(draw: st.DrawFn) -> tuple[Line, ...]:
    made = []
    for n in range(1, draw(st.integers(1, 4)) + 1):
        product = draw(st.sampled_from((RADIO, CABLE)))
        percent = draw(st.sampled_from(("", "", "3", "10", "12.5", "20", "55")))
        values = {"colour": draw(st.sampled_from(("red", "blue")))} if product is RADIO else {}
        made.append(line(n, product, draw(st.integers(1, 3)), percent=percent, values=values))
    return tuple(made)


@given(
    lines(),
    conditions(),
    st.sampled_from(("line", "product", "family", "quote")),
    st.sampled_from(("", "7", "30")),
)
@settings(max_examples=tried(150), deadline=None)
def test_a_rule_fires_on_just_those_for_which_it_holds_wherever_they_are_looked_for(
    some: tuple[Line, ...], when: str, over: str, percent: str
) -> None:
    when = (
        when
        if over == "line"
        else when.replace('colour = "red"', "net > 1").replace("present(length)", "net > 1")
    )
    if over in ("family", "quote"):
        when = when.replace("price", "net").replace('product = "cable"', "net > 20")
    when = when.replace('family = "Radio"', "net > 30") if over == "quote" else when
    when = when.replace("price", "net") if over == "product" else when
    by = release(rule(when, over=over))
    quote = on(by, *some, percent=percent)
    policy = policy_of(by)
    with localcontext(EXACT):
        offer = offer_of(quote, by, policy, costs=cost)
        clause = policy.rules[0].when
        table = offer.table(policy.rules[0].rule.over)
        every = {one.name for one in table.subjects if clause.of(one.product).condition.fires(one)}
        found = {subject.name for subject, _ in clause.firing(table, policy.rules[0].rule.reach)}
    assert found == every


@given(lines(), conditions(), _AROUND, st.sampled_from(("", "7", "30")))
@settings(max_examples=tried(60), deadline=None)
def test_a_way_out_is_the_smallest_change_on_the_grid(
    some: tuple[Line, ...], when: str, around: str, percent: str
) -> None:
    over = "line" if around == "{}" else "quote"
    by = release(rule(around.format(when), over=over))
    quote = on(by, *some, percent=percent)
    policy = policy_of(by)
    with localcontext(EXACT):
        present = offer_of(quote, by, policy, costs=cost)
        if not needs_in(present, policy):
            return
        search = Search(present, policy, cost, left=10_000, grid=Decimal(1))
        for lever in levers_of(quote):
            assert search.least(lever, policy.rules[0]) == tried_all(quote, by, policy, lever)


def tried_all(quote: Quote, by: Release, policy: CompiledPolicy, lever: Lever) -> Decimal | None:
    for percent in range(99, -1, -1):
        if percent >= lever.before:
            continue
        turned = lever.turned(quote, by, Decimal(percent))
        if not needs_in(offer_of(turned, by, policy, costs=cost), policy):
            return Decimal(percent)
    return None


@given(
    lines(),
    st.sampled_from(("discount", "net", "off_list", "margin")),
    _SIGN.filter(lambda sign: sign not in "=!="),
    st.sampled_from(BOUNDS),
)
@settings(max_examples=tried(100), deadline=None)
def test_the_next_threshold_is_the_nearest_line(
    some: tuple[Line, ...], word: str, sign: str, bound: int
) -> None:
    by = release(rule(f"{word} {sign} {bound}"))
    quote = on(by, *some)
    policy = policy_of(by)
    found = previewed(by, quote)
    with localcontext(EXACT):
        subjects = offer_of(quote, by, policy, costs=cost).table("line").subjects
        values = [one.words.get(f"approval:{word}") for one in subjects]
    gaps = [abs(bound - value) for value in values if isinstance(value, Decimal)]
    if found.needs:
        assert not found.next
    else:
        assert [one.gap for one in found.next] == [min(gaps)]


def test_a_lever_leaves_everything_else_as_it_is() -> None:
    by = release()
    quote = on(by, line(1, RADIO, percent="10"), line(2, CABLE, percent="20"), percent="5")
    header, every, most, other = levers_of(quote)
    assert [one.before for one in (header, every, most, other)] == [5, 20, 20, 10]
    turned = every.turned(quote, by, Decimal(15))
    assert turned.lines[0].discount == quote.lines[0].discount
    assert turned == priced(
        replace(
            quote,
            lines=(
                quote.lines[0],
                replace(quote.lines[1], discount=turned.lines[1].discount, price=unpriced(1, "EUR")),
            ),
        ),
        by,
    )
