"""The expression language: what it reads, what it says when it cannot, and exact values."""

from decimal import Decimal

import pytest

from app.catalog.expressions import (
    MAX_LENGTH,
    Expression,
    ExpressionInvalid,
    evaluate,
    facts,
    holds,
    names,
    parse,
    write,
)
from app.catalog.expressions.tree import And, Compare, Constant, Implies, Name, Not, Or, Within
from app.catalog.product import Attribute, AttributeKey, Option, Product, ProductKey
from app.errors import Refused


def product() -> Product:
    attributes = (
        Attribute(
            AttributeKey("radio"),
            "Radio",
            "choice",
            options=(
                Option("small", "Small", facts={"power_w": Decimal("0.1")}),
                Option("large", "Large", facts={"power_w": Decimal("0.2")}),
                Option("none", "None"),
            ),
        ),
        Attribute(AttributeKey("fan"), "Fan", "boolean", facts={"power_w": Decimal(3)}),
        Attribute(AttributeKey("cells"), "Cells", "integer", maximum=9, facts={"power_w": Decimal("1.5")}),
    )
    return Product(
        ProductKey("p"), "P", "P", "", "F", attributes=attributes, steps=(), rules=(), tables=(), prices={}
    )


def value(source: str, **values: str | bool | int) -> object:
    return evaluate(parse(source), values, product())


def refusal(source: str) -> ExpressionInvalid:
    with pytest.raises(ExpressionInvalid) as caught:
        parse(source)
    return caught.value


def test_implies_binds_loosest_and_leans_right() -> None:
    a, b, c = Name("a"), Name("b"), Name("c")
    assert parse("a implies b implies c") == Implies(a, Implies(b, c))
    assert parse("a or b and not c") == Or((a, And((b, Not(c)))))
    assert parse("a and b implies c or a") == Implies(And((a, b)), Or((c, a)))


def test_a_word_that_starts_like_a_reserved_one_is_a_name() -> None:
    assert parse("orbit and innermost") == And((Name("orbit"), Name("innermost")))
    assert parse("not notes") == Not(Name("notes"))


def test_sets_hold_texts_truth_values_and_numbers() -> None:
    assert parse('x in {"a b", true, -3, 2.50}') == Within("x", ("a b", True, -3, Decimal("2.50")))


def test_nodes_know_where_they_stand_but_equal_sources_are_equal_trees() -> None:
    spread, tight = parse('  band\n   =  "n78"'), parse('band="n78"')
    assert spread == tight
    assert isinstance(spread, Compare)
    assert (spread.left.at, spread.right.at) == (2, 13)


def test_line_breaks_are_spaces() -> None:
    assert parse("a\nand\tb") == parse("a and b")


@pytest.mark.parametrize(
    ("source", "column", "said"),
    [
        ("a == 1", 4, 'write "="'),
        ("a => 1", 4, "implies"),
        ("a -> b", 4, 'write "implies"'),
        ("a && b", 3, 'write "and"'),
        ("a || b", 3, 'write "or"'),
        ("!a", 1, 'write "not"'),
        ("a where b", 3, "within sum(...)"),
        ("summe(a)", 6, 'no function "summe"; did you mean "sum"?'),
        ("radios[x].band", 7, "a number in brackets"),
        ("radio . power_w", 7, "without spaces"),
        ("12kW < a", 1, "after a space: 12 kW"),
        ("min()", 5, "a value expected"),
        ("a excludes b excludes c", 14, "the end expected"),
        ("a = 'x'", 5, "double quotes"),
        ('a = "x', 5, "not closed"),
        ('a in ["x"]', 6, "braces"),
        ('a not in {"x"}', 3, "not (band in {...})"),
        ("1 < a < 3", 7, "do not chain"),
        ("a in {b}", 7, 'write "b" in quotes'),
        ("4T4R = a", 1, "in quotes"),
        ("a = .5", 5, "12.5"),
        ("a ≤ 3", 3, 'write "<="'),
        ("(a", 3, '")" expected, not the end'),
        ("a = ", 4, "a value expected, not the end"),
        ("a and and b", 7, "a value expected"),
        ("present(3)", 9, "a value expected"),
        ("__import__('os').system('x')", 11, 'no function "__import__"'),
        ("", 1, "empty"),
        ("   ", 1, "empty"),
    ],
)
def test_a_refusal_points_at_the_character_and_says_what_to_write(
    source: str, column: int, said: str
) -> None:
    refused = refusal(source)
    assert (refused.line, refused.column) == (1, column)
    assert said in refused.message


def test_a_refusal_draws_a_caret_under_the_character_of_the_right_line() -> None:
    refused = refusal("a = 1\n  and and b")
    assert (refused.line, refused.column) == (2, 7)
    assert refused.picture == "      and and b\n          ^"
    assert refused.detail.endswith(refused.picture)
    assert isinstance(refused, Refused)
    assert refused.code == "expression_invalid"


def test_a_megabyte_is_refused_before_it_is_read() -> None:
    assert str(MAX_LENGTH) in refusal("a and " * 200_000 + "a").message


@pytest.mark.parametrize(
    "source", ["not " * 900 + "a", "a" + " - a" * 600, "a implies " * 300 + "a", "-" * 3000 + "a"]
)
def test_deep_nesting_is_refused(source: str) -> None:
    assert "nested more than 100 deep" in refusal(source).message


def test_many_parentheses_cost_no_depth() -> None:
    assert parse("(" * 1900 + "a" + ")" * 1900) == Name("a")


def test_names_are_those_mentioned_in_any_way() -> None:
    source = 'present(a) and b in {"x"} implies not c or d.power_w + e < 3 and f = "y"'
    assert names(parse(source)) == {"a", "b", "c", "d", "e", "f"}
    assert facts(parse(source)) == {("d", "power_w")}


def test_sums_of_facts_are_exact() -> None:
    assert value("radio.power_w + 0.2 = 0.3", radio="small") is True
    assert value("radio.power_w * 3", radio="small") == Decimal("0.3")
    assert value("123456789012345.678 * 1000000000.000000001") == Decimal(
        "123456789012345678123456.789012345678"
    )


def test_facts_belong_to_a_true_boolean_and_multiply_with_an_integer() -> None:
    assert value("fan.power_w", fan=True) == 3
    assert value("fan.power_w", fan=False) == 0
    assert value("cells.power_w", cells=3) == Decimal("4.5")
    assert value("radio.power_w", radio="none") == 0


def test_an_absent_attribute_makes_comparisons_and_sets_false() -> None:
    assert value('radio = "small"') is False
    assert value('radio != "small"') is False
    assert value('not (radio = "small")') is True
    assert value("cells <= 9") is False
    assert value("cells + 1 <= 99") is False
    assert value("cells in {0, 1}") is False
    assert value("present(cells)") is False
    assert holds(parse("fan"), {}, product()) is False
    assert holds(parse("not fan"), {}, product()) is True


def test_a_fact_of_an_absent_attribute_is_zero() -> None:
    assert value("radio.power_w + cells.power_w <= 0") is True


def test_a_truth_value_is_no_number() -> None:
    assert value("fan = 1", fan=True) is False
    assert value("fan != 1", fan=True) is True
    assert value("cells in {true}", cells=1) is False


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("cells < 3", False),
        ("cells <= 3", True),
        ("cells > 2.5", True),
        ("cells >= 3.01", False),
        ("cells = 3.0", True),
        ("cells != 3", False),
        ("-cells + 10 = 7", True),
        ("10 - cells - 2 = 5", True),
        ("10 - (cells - 2) = 9", True),
        ("2 + cells * 2 = 8", True),
        ('fan implies radio = "large"', False),
        ('not fan implies radio = "large"', True),
    ],
)
def test_arithmetic_and_logic_mean_what_they_say(source: str, expected: bool) -> None:
    assert value(source, cells=3, fan=True, radio="small") is expected


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (And((Or((Name("a"), Name("b"))), Name("c"))), "(a or b) and c"),
        (Not(And((Name("a"), Name("b")))), "not (a and b)"),
        (Implies(Implies(Name("a"), Name("b")), Name("c")), "(a implies b) implies c"),
        (Compare("=", Compare("=", Name("a"), Constant("x")), Constant(True)), '(a = "x") = true'),
    ],
)
def test_writing_keeps_the_parentheses_that_matter(tree: Expression, text: str) -> None:
    assert write(tree) == text
    assert parse(text) == tree
