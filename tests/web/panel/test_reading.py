"""Figures as people type them."""

import pytest

from app.web.panel.reading import figure_of, number_of, whole_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("5", {"percent": "5"}),
        ("5 %", {"percent": "5"}),
        ("12.5%", {"percent": "12.5"}),
        ("12,5 %", {"percent": "12.5"}),
        ("−5 %", {"percent": "5"}),
        ("1,000 EUR", {"amount": "1000"}),
        ("EUR 1,000.50", {"amount": "1000.50"}),
        ("100usd", {"amount": "100"}),
        ("=9,500", {"target": "9500"}),
        ("= 950.00 EUR", {"target": "950.00"}),
        ("1,950.00 EUR each", {"target": "1950.00"}),
        ("1\u202f000 EUR", {"amount": "1000"}),
        ("", None),
        ("0", None),
        ("0 %", None),
        ("0.00 EUR", None),
        # What means nothing stays as it is, for a verb to refuse.
        ("five", {"percent": "five"}),
        ("1,00,0", {"percent": "1,00,0"}),
        ("=", {"target": ""}),
    ],
)
def test_a_discount_is_a_percentage_an_amount_or_a_price(typed: str, meant: object) -> None:
    assert figure_of(typed) == meant


def test_a_bare_number_is_what_the_form_says() -> None:
    assert figure_of("100", kind="amount") == {"amount": "100"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12", 12),
        (" 1,000 ", 1000),
        ("1 000", 1000),
        ("1.5", "1.5"),
        ("-3", "-3"),
        ("many", "many"),
        ("", ""),
    ],
)
def test_a_quantity_is_a_whole_number_or_what_was_typed(typed: str, meant: object) -> None:
    assert whole_of(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("100,000", "100000"), ("32 %", "32"), ("EUR 1,000.50", "1000.50"), ("2,5", "2.5"), ("x", "x")],
)
def test_a_goal_is_a_number(typed: str, meant: str) -> None:
    assert number_of(typed) == meant
