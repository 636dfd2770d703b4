"""Who is needed on a quote, and why."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.amounts import Money
from app.approvals import Fact, needs_of, without_costs
from app.catalog.period import Period
from app.catalog.pricing import RateTable, Reach
from app.pricing import Discount
from app.quoting import Details, Standing
from tests.approvals.offers import CABLE, CARE, RADIO, asked, cost, line, on, release, rule, term, unknown
from tests.pricing.models import formula


def test_a_catalog_without_a_policy_asks_nobody() -> None:
    by = release()
    assert needs_of(on(by, line(1, RADIO, percent="90")), by, costs=cost) == ()


def test_a_discount_above_the_threshold_asks_and_says_of_which_line() -> None:
    by = release(rule("discount > 10"))
    need = asked(by, on(by, line(1, RADIO, percent="10"), line(2, RADIO, percent="12.5")))["rule"]
    assert need.facts == (Fact("discount", "line 2", Decimal("12.5"), "higher", Decimal(10)),)
    assert need.why == "Line 2: discount is 12.5 %, above 10 %."


def test_ten_percent_is_ten_percent_though_cents_are_rounded() -> None:
    by = release(rule("discount > 10"), rule("discount > 10", key="all", over="quote"))
    assert not asked(by, on(by, line(1, CABLE, percent="10"), line(2, CABLE, 3, percent="10")))
    assert not asked(by, on(by, line(1, CABLE), line(2, CABLE, 7), percent="10"))
    assert set(asked(by, on(by, line(1, CABLE), percent="10.0001"))) == {"rule", "all"}


def test_the_discount_of_the_quote_counts_on_each_line() -> None:
    by = release(rule("discount > 18.9"), rule("discount >= 19", key="exactly"))
    assert set(asked(by, on(by, line(1, RADIO, percent="10"), percent="10"))) == {"rule", "exactly"}
    assert not asked(by, on(by, line(1, RADIO, percent="9"), percent="10"))


def test_a_discount_as_an_amount_counts_as_the_percentage_that_it_is() -> None:
    by = release(rule("discount > 20"))
    off = Discount(Money(Decimal("21.00"), "EUR"), "a reason")
    assert set(asked(by, on(by, line(1, RADIO, discount=off)))) == {"rule"}


def test_the_worst_line_stands_first_and_the_others_are_counted() -> None:
    by = release(rule("discount > 10"))
    need = asked(by, on(by, line(1, RADIO, percent="12"), line(2, RADIO, percent="15")))["rule"]
    assert need.why == "Line 2: discount is 15 %, above 10 %. So it is with 1 more."
    assert [fact.subject for fact in need.facts] == ["line 1", "line 2"]


def test_a_rule_over_a_family_takes_its_lines_together() -> None:
    by = release(rule("discount > 10", over="family"))
    found = asked(by, on(by, line(1, RADIO, percent="20"), line(2, RADIO), line(3, CABLE, percent="11")))
    assert [fact.subject for fact in found["rule"].facts] == ["family Site"]


def test_a_rule_for_some_families_over_the_quote_takes_their_lines_alone() -> None:
    by = release(rule("net > 250", over="quote", reach=Reach(families=frozenset({"Radio"}))))
    assert not asked(by, on(by, line(1, RADIO, 2), line(2, CABLE, 90)))
    assert asked(by, on(by, line(1, RADIO, 3)))["rule"].facts[0].value == Decimal(300)


def test_what_is_not_offered_counts_on_its_line_but_in_no_sum() -> None:
    by = release(rule("net > 150"), rule("net > 150", key="all", over="quote"))
    optional = Details(standing=Standing.OPTIONAL)
    assert set(asked(by, on(by, line(1, RADIO), line(2, RADIO, 2, details=optional)))) == {"rule"}


def test_one_time_recurring_and_terms() -> None:
    by = release(
        rule("one_time > 100", key="once", over="quote"),
        rule("recurring >= 360", key="recurring", over="quote"),
        rule("months > 24", key="long"),
    )
    found = asked(by, on(by, line(1, RADIO, 2), line(2, CARE, details=term(36))))
    assert set(found) == {"once", "long"}
    assert found["long"].facts[0].value == Decimal(36)


def test_a_condition_may_speak_of_attributes_which_other_products_do_not_have() -> None:
    by = release(rule('colour = "red" or discount > 30'))
    red = line(1, RADIO, values={"colour": "red"})
    found = asked(by, on(by, red, line(2, CABLE), line(3, CABLE, percent="31"), line(4, RADIO)))
    assert {fact.subject for fact in found["rule"].facts} == {"line 1", "line 3"}


def test_what_a_product_does_not_have_is_no_value_under_not_either() -> None:
    by = release(rule("not (length > 5)"))
    found = asked(by, on(by, line(1, CARE), line(2, CABLE, values={"length": Decimal(6)})))
    assert found["rule"].facts == (Fact("product", "line 1", "care"),)


def test_aggregates_over_lines() -> None:
    by = release(
        rule('any(lines where discount > 20 and family = "Radio")', key="any", over="quote"),
        rule("count(lines where discount > 0) > 2", key="many", over="quote"),
        rule('max(lines.discount where lines.family = "Site") > 4', key="most", over="quote"),
        rule('sum(lines.net where product = "radio") >= 200', key="sum", over="quote"),
        rule("all(lines where discount > 0)", key="all", over="quote"),
    )
    found = asked(by, on(by, line(1, RADIO, 2), line(2, CABLE, percent="5"), line(3, CABLE, percent="3")))
    assert set(found) == {"most", "sum"}
    assert found["most"].facts[0].name == 'max(lines.discount where lines.family = "Site")'
    assert found["most"].facts[0].value == Decimal(5)


def test_regions_customers_and_currencies() -> None:
    by = release(
        rule("discount > 0", key="apac", reach=Reach(regions=frozenset({"APAC"}))),
        rule('region = "EMEA"', key="emea", over="quote"),
        rule("discount > 0", key="account", reach=Reach(accounts=frozenset({"001"}))),
    )
    quote = on(by, line(1, RADIO, percent="1"), region="EMEA")
    assert set(asked(by, quote)) == {"emea"}
    assert set(asked(by, replace(quote, account="001"))) == {"emea", "account"}


def test_rules_come_and_go_by_the_day_of_the_quote() -> None:
    until = Reach(period=Period(last=date(2020, 1, 1)))
    by = release(rule("discount > 0", reach=until))
    assert not asked(by, on(by, line(1, RADIO, percent="50")))


def test_amounts_are_those_of_the_currency_of_the_policy() -> None:
    by = release(rule("net > 100", over="quote"), currency="USD")
    rates = (RateTable("USD", date(2020, 1, 1), {"EUR": Decimal("0.8")}),)
    by = replace(by, pricing=replace(by.pricing, rates=rates))
    assert asked(by, on(by, line(1, RADIO)))["rule"].facts[0].value == Decimal(125)


def test_an_amount_without_a_rate_asks() -> None:
    by = release(rule("net > 1000000", over="quote"), currency="USD")
    assert "not known" in asked(by, on(by, line(1, RADIO)))["rule"].why


def test_margins_are_asked_of_lines_and_of_the_quote() -> None:
    by = release(rule("margin < 35"), rule("margin < 35", key="all", over="quote"))
    found = asked(by, on(by, line(1, RADIO, percent="10"), line(2, CABLE, 100)))
    assert found["rule"].facts[0].subject == "line 1"
    assert found["rule"].tells_cost
    assert "all" not in found


def test_a_cost_that_is_not_known_asks_only_where_all_else_holds() -> None:
    by = release(rule('margin < 10 and family = "Radio"'))
    quote = on(by, line(1, RADIO), line(2, CABLE))
    (need,) = needs_of(quote, by, costs=unknown)
    assert need.why == 'Line 1: margin is not known and family is "Radio".'
    assert not needs_of(on(by, line(1, CABLE)), by, costs=unknown)
    assert not needs_of(on(by, line(1, RADIO, complete=False)), by, costs=unknown)


def test_what_follows_from_cost_is_hidden_from_those_who_may_not_see_it() -> None:
    by = release(rule("margin < 35"), rule("discount > 5", key="open"))
    hidden, shown = without_costs(needs_of(on(by, line(1, RADIO, percent="10")), by, costs=cost))
    assert hidden.why == "Rule has to be agreed to."
    assert {fact.value for fact in hidden.facts} == {"hidden"}
    assert shown.facts[0].value == Decimal(10)


def test_needs_come_by_stage() -> None:
    by = release(rule("discount > 0", key="late", stage=2), rule("discount > 0", key="early"))
    assert list(asked(by, on(by, line(1, RADIO, percent="1")))) == ["early", "late"]


def test_the_product_agrees_by_itself_where_the_rule_says_so_of_all_that_fire() -> None:
    by = release(rule("discount > 5", auto=formula("net < 95 and margin > 30")))
    assert asked(by, on(by, line(1, RADIO, percent="10")))["rule"].auto
    assert not asked(by, on(by, line(1, RADIO, percent="10"), line(2, RADIO, 2, percent="10")))["rule"].auto
    assert not needs_of(on(by, line(1, RADIO, percent="10")), by, costs=unknown)[0].auto


def test_a_fact_is_worse_only_in_its_direction() -> None:
    before = Fact("discount", "line 1", Decimal(12), "higher", Decimal(10))
    assert replace(before, value=Decimal(13)).is_worse_than(before)
    assert not replace(before, value=Decimal(11)).is_worse_than(before)
    assert replace(before, value="not known").is_worse_than(before)
    assert replace(before, worse="other", value=Decimal(11)).is_worse_than(before)
