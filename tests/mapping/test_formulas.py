"""Formulas: exact, bounded, blind to what is not a fact."""

import ast
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.crm.mapping import QUOTE, Fact, FormulaInvalid
from app.crm.mapping.formula import formula

KNOWN = frozenset(QUOTE)
FACTS: dict[str, Fact | None] = {
    "quote.number": "Q-2026-0001",
    "quote.total": Decimal("100.10"),
    "quote.revision": 3,
    "quote.valid_until": date(2027, 1, 31),
    "quote.margin_percent": None,
}


def value(text: str) -> Fact | None:
    return formula(text, known=KNOWN).value(FACTS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("quote.number", "Q-2026-0001"),
        ("'No. ' + quote.number", "No. Q-2026-0001"),
        ("quote.total * 1.19", Decimal("119.1190")),
        ("round(quote.total * 1.19, 2)", Decimal("119.12")),
        ("round(2.675, 2)", Decimal("2.68")),
        ("0.1 + 0.2 == 0.3", True),
        ("'large' if quote.total >= 100 else 'small'", "large"),
        ("quote.revision > 1 and not quote.total < 100", True),
        ("text(quote.total)", "100.10"),
        ("text(quote.valid_until)", "2027-01-31"),
        ("left('abcdef', 4)", "abc…"),
        ("left('ab', 4)", "ab"),
        ("left('😀😀😀', 4)", "😀…"),
        ("upper('a') + lower('B')", "Ab"),
        ("min(quote.total, 50)", 50),
        ("first(quote.margin_percent, 'not known')", "not known"),
        ("quote.margin_percent", None),
        ("quote.margin_percent * 2", None),
        ("42", 42),
        ("True", True),
    ],
)
def test_a_formula_says_what_it_reads_like(text: str, found: Fact | None) -> None:
    assert value(text) == found
    assert not isinstance(value(text), float)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "quote.__class__",
        "quote.total.real",
        "'x'.upper()",
        "().__class__",
        "[1, 2]",
        "{'a': 1}",
        "9 ** 9",
        "1 << 9",
        "'%s' % quote.number",
        "f'{quote.number}'",
        "lambda: 1",
        "[x for x in (1,)]",
        "quote.number[0]",
        "(yield)",
        "x := 1",
        "a = 1",
        "1; 2",
        "left(text='a', units=1)",
        "eval('1')",
        "b'x'",
        "1j",
        "1.0000000000000001",
        "12345678901234567890",
        "line.key",
        "quote",
        "",
        "quote.total if",
        "(" * 500,
        "1" + "+1" * 600,
        "1" + "+1" * 450,
        "-" * 900 + "1",
    ],
)
def test_what_is_more_than_a_formula_is_refused_when_it_is_read(text: str) -> None:
    with pytest.raises(FormulaInvalid):
        formula(text, known=KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "quote.number + 1",
        "quote.number * quote.total",
        "quote.total / 0",
        "left(quote.total, 3)",
        "left(quote.number)",
        "left(quote.number, 0)",
        "left(quote.number, -5)",
        "round(quote.number, 2)",
        "round(quote.total, 99)",
        "min('a', 1)",
        "upper(quote.total)",
        "'a' * 99999 * 99999",
        "1e300 * 1e300",
        "999999999999999 * 999999999999999 * 999999999999999",
    ],
)
def test_what_cannot_be_worked_out_is_told_and_never_a_defect(text: str) -> None:
    with pytest.raises(FormulaInvalid):
        value(text)


NUMBERS = st.decimals(-1000, 1000, places=3, allow_nan=False, allow_infinity=False)


@given(NUMBERS, NUMBERS, st.sampled_from("+-*"))
def test_arithmetic_is_that_of_fractions(left: Decimal, right: Decimal, sign: str) -> None:
    found = formula(f"quote.total {sign} ({right})", known=KNOWN).value({"quote.total": left})
    operations = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}
    assert isinstance(found, Decimal)
    assert Fraction(found) == operations[sign](Fraction(left), Fraction(right))


@given(st.text(max_size=60))
def test_any_text_is_a_formula_or_is_refused(text: str) -> None:
    try:
        made = formula(text, known=KNOWN)
    except FormulaInvalid:
        return
    assert made.names <= KNOWN
    try:
        found = made.value(FACTS)
    except FormulaInvalid:
        return
    assert not isinstance(found, float | complex | bytes)


@given(st.text(max_size=80), st.integers(1, 40))
def test_a_cut_text_is_never_longer_than_it_may_be(text: str, limit: int) -> None:
    found = formula(f"left(quote.name, {limit})", known=KNOWN).value({"quote.name": text})
    assert isinstance(found, str)
    units = len(found.encode("utf-16-le", "surrogatepass")) // 2
    assert units <= limit
    assert found == text or text.startswith(found[:-1])


def test_names_are_those_that_are_asked_for() -> None:
    made = formula("quote.number if quote.total > 5 else opportunity.name", known=KNOWN)
    assert made.names == {"quote.number", "quote.total", "opportunity.name"}
    assert made.plain == ""
    assert formula(" quote.number ", known=KNOWN).plain == "quote.number"
    assert isinstance(made.tree, ast.IfExp)
