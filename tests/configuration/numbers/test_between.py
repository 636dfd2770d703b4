"""What is possible between the ends of a number that others are computed with, and why it ends there."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.expressions import parse
from app.catalog.expressions.tree import Absolute, Arithmetic, Compare, Constant, Expression, Fold, Name
from app.catalog.product import Product, Rule, Value
from app.configuration import CatalogTooLarge, Configurator, Consequence, End
from tests.configuration.brute_force import BruteForce, Values
from tests.configuration.numbers.small_numbers import products_of_numbers
from tests.configuration.numbers.test_exact import SLOW, engine_for
from tests.configuration.numbers.test_wide import laptops, product_of, whole
from tests.configuration.small_products import requests

A, B, C = whole("a", 100_000), whole("b", 100_000), whole("c", 100_000)


def engine(*rules: str | Compare) -> Configurator:
    made = [
        Rule(f"r{n}", f"Rule {n}.", parse(rule) if isinstance(rule, str) else rule, "")
        for n, rule in enumerate(rules)
    ]
    return Configurator(replace(product_of(A, B, C), rules=tuple(made)))


def ranges(made: Configurator, key: str, **choices: Value) -> tuple[tuple[tuple[Value, Value], ...], bool]:
    domain = made.configure(choices).domains[key]
    return domain.ranges, domain.gaps


def test_few_values_between_are_told_apart_exactly() -> None:
    made = engine("a * b = 1001")
    assert ranges(made, "a", b=13) == (((77, 77),), False)
    found = ((1, 1), (7, 7), (11, 11), (13, 13), (77, 77), (91, 91), (143, 143), (1001, 1001))
    assert ranges(made, "a") == (found, False)
    assert ranges(engine("a * b = 5040"), "a") == (((1, 5040),), True)


def test_what_only_grows_has_no_gaps() -> None:
    made = engine("a + 2 * b <= 1000", "a * c <= 50000", "c >= 3")
    assert ranges(made, "a") == (((0, 1000),), False)
    assert ranges(made, "a", b=400, c=500) == (((0, 100),), False)


def test_a_gap_in_the_middle_is_at_least_said() -> None:
    far = Compare(">", Absolute(Arithmetic("-", Name("a"), Name("b"))), Constant(99_990))
    made = engine(far)
    assert ranges(made, "a") == (((0, 100_000),), True)
    assert made.why_not({}, "a", 50_000) is not None
    assert ranges(made, "a", b=99_995) == (((0, 4),), False)


def test_divisors_alone_go_with_a_number_of_laptops() -> None:
    domain = Configurator(laptops()).configure({"amps": 3, "power": Decimal("0.05")}).domains["laptops"]
    assert (domain.ranges, domain.gaps) == (((6603, 9999),), True)


def test_the_least_the_greatest_and_the_size_of_numbers_are_compared() -> None:
    names = (Name("a"), Name("b"))
    made = engine(
        Compare("<=", Fold("max", names), Constant(70_000)), Compare(">=", Fold("min", names), Constant(12))
    )
    assert [ranges(made, key)[0] for key in ("a", "b")] == [((12, 70_000),)] * 2
    near = Compare("<=", Absolute(Arithmetic("-", *names)), Constant(5))
    assert ranges(engine(near, "a + b = 1001"), "a")[0] == ((498, 503),)


def test_a_quotient_within_a_sum_counts_nothing_where_it_has_no_value() -> None:
    total = Fold("sum", (Arithmetic("/", Name("a"), Name("b")), Name("c")))
    made = engine(Compare("<=", total, Constant(10)), "c > 8")
    assert ranges(made, "c", b=0)[0] == ((9, 10),)
    assert ranges(made, "a", b=7)[0] == ((0, 7),)


def test_very_many_cases_are_refused_by_their_rule() -> None:
    sizes = [Absolute(Arithmetic("-", Name(one), Name(other))) for one, other in ("ab", "bc", "ca")]
    total: Expression = Fold("sum", tuple(Fold("max", (size, Name("a"), Name("b"))) for size in sizes))
    with pytest.raises(CatalogTooLarge, match="cases"):
        engine(Compare("<=", Fold("max", (total, Arithmetic("*", total, total))), Constant(10)))


def test_what_several_numbers_decide_says_why() -> None:
    made = Configurator(laptops())
    found = made.why({"amps": 3, "power": Decimal("0.05"), "laptops": 6603}, "volts")
    assert found is not None
    assert found.value == Decimal("110.05")
    assert [choice.attribute for choice in found.choices] == ["laptops", "power", "amps"]
    assert [rule.key for rule in found.rules] == ["r1"]


def test_a_number_says_why_it_reaches_no_further() -> None:
    made = Configurator(laptops())
    least = made.why_end({"amps": 3, "power": Decimal("0.05")}, "laptops", "least")
    assert least is not None
    assert (least.value, [rule.key for rule in least.rules]) == (6603, ["r0", "r1"])
    assert least.text.startswith("Laptops is at least 6603 with Power: 0.05 and Amps: 3.")
    assert made.why_end({"amps": 3}, "laptops", "greatest") is None
    alone = engine("a >= 12").why_end({}, "a", "least")
    assert alone is not None
    assert alone.text == "A is at least 12, whatever is chosen. Rule 0."


def assert_minimal(judge: BruteForce, found: Consequence, denied: str) -> None:
    """``denied``: how the attribute would be otherwise."""
    blamed = {choice.attribute: choice.value for choice in found.choices}
    parts = frozenset(rule.key for rule in found.rules)

    def possible(choices: Values, kept: frozenset[str]) -> bool:
        values = [one.get(found.attribute) for one in judge.configurations(choices, kept)]
        return any(_is(denied, value, found.value) for value in values)

    assert not possible(blamed, parts)
    assert all(possible(blamed, parts - {part}) for part in parts)
    assert all(possible({k: v for k, v in blamed.items() if k != one}, parts) for one in blamed)


def _is(denied: str, value: Value | None, limit: Value | None) -> bool:
    if denied == "other":
        return value != limit
    if value is None or isinstance(value, str) or limit is None or isinstance(limit, str):
        return False
    return value < limit if denied == "least" else value > limit


@SLOW
@given(st.data())
def test_why_is_minimal(data: st.DataObject) -> None:
    product: Product = data.draw(products_of_numbers())
    judge = BruteForce(product)
    choices = data.draw(requests(product, most=3))
    if not judge.configurations(choices):
        return
    made = engine_for(product, judge)
    assert made is not None
    for attribute in product.attributes:
        others = {key: value for key, value in choices.items() if key != attribute.key}
        values, can_be_absent = judge.domain(others, attribute)
        found = made.why(choices, attribute.key)
        assert (found is not None) is (len(values) + can_be_absent == 1)
        if found is not None:
            assert found.value == (values[0] if values else None)
            assert_minimal(judge, found, "other")
        ends: tuple[tuple[End, int], ...] = (("least", 0), ("greatest", -1)) if attribute.numeric else ()
        for end, at in ends if values else ():
            found = made.why_end(choices, attribute.key, end)
            assert (found is None) is (values[at] == attribute.values[at])
            if found is not None:
                assert found.value == values[at]
                assert_minimal(judge, found, end)
