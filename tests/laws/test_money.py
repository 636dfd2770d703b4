"""Laws of money: exactness, no mixing, splits that add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.amounts import AmountInvalid, CurrencyMismatch, Money, Percent, split

amounts = st.decimals(min_value=-(10**18), max_value=10**18, places=6, allow_nan=False, allow_infinity=False)
cents = st.decimals(min_value=-(10**15), max_value=10**15, places=2, allow_nan=False, allow_infinity=False)
currencies = st.sampled_from(["EUR", "USD", "JPY", "KWD"])
weights = st.lists(st.decimals(min_value=0, max_value=10**6, places=4), min_size=1, max_size=40)


@given(amounts, amounts, amounts)
def test_addition_is_associative_and_exact(a: Decimal, b: Decimal, c: Decimal) -> None:
    one, two, three = (Money(value, "EUR") for value in (a, b, c))
    assert (one + two) + three == one + (two + three)
    assert one + two - two == one


@given(amounts, st.integers(-10_000, 10_000), st.integers(-10_000, 10_000))
def test_multiplication_distributes_over_counts(amount: Decimal, m: int, n: int) -> None:
    money = Money(amount, "EUR")
    assert money * m + money * n == money * (m + n)


@given(amounts, currencies)
def test_rounding_happens_once(amount: Decimal, currency: str) -> None:
    rounded = Money(amount, currency).rounded()
    assert rounded.is_rounded
    assert rounded.rounded() == rounded
    assert abs(rounded.amount - amount) <= {"JPY": Decimal("0.5"), "KWD": Decimal("0.0005")}.get(
        currency, Decimal("0.005")
    )


@given(cents, weights)
def test_a_split_adds_up_and_no_part_is_off_by_a_whole_cent(total: Decimal, shares: list[Decimal]) -> None:
    money = Money(total, "EUR")
    parts = split(money, shares)
    assert sum((part.amount for part in parts), Decimal(0)) == total
    whole = sum(shares)
    if whole:
        for part, share in zip(parts, shares, strict=True):
            assert abs(part.amount - total * share / whole) <= Decimal("0.01")


@given(st.lists(st.integers(1, 9), min_size=2, max_size=9), st.integers(0, 10**9))
def test_a_larger_weight_never_gets_less(shares: list[int], total: int) -> None:
    ordered = sorted(shares, reverse=True)
    parts = split(Money(Decimal(total).scaleb(-2), "EUR"), [Decimal(share) for share in ordered])
    assert list(parts) == sorted(parts, key=lambda part: part.amount, reverse=True)


@given(amounts)
def test_currencies_never_mix(amount: Decimal) -> None:
    with pytest.raises(CurrencyMismatch):
        Money(amount, "EUR") + Money(amount, "USD")
    with pytest.raises(CurrencyMismatch):
        _ = Money(amount, "EUR") < Money(amount, "USD")


@given(cents, currencies)
def test_what_is_printed_reads_back_as_the_same_amount(amount: Decimal, currency: str) -> None:
    money = Money(amount, currency)
    assert Money.of(str(money), currency) == money


def test_floats_are_refused_everywhere() -> None:
    with pytest.raises(TypeError):
        Money(1.5, "EUR")  # type: ignore[arg-type]  # the refusal of a wrong type is what is tested
    with pytest.raises(TypeError):
        Money(Decimal(1), "EUR") * 1.5  # type: ignore[operator]  # the same
    with pytest.raises(TypeError):
        Percent(12.5)  # type: ignore[arg-type]  # the same


@pytest.mark.parametrize(
    "text", ["1e9", "NaN", "Infinity", "1,5", "", " 1", "1.", "٣", "1" * 25, "0x10", "--1"]
)
def test_text_that_is_no_plain_amount_is_refused(text: str) -> None:
    with pytest.raises(AmountInvalid):
        Money.of(text, "EUR")


@pytest.mark.parametrize("text", ["-1", "101", "12.34567", "ten", "1e1", ""])
def test_text_that_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(AmountInvalid):
        Percent.of(text)


def test_a_split_refuses_what_cannot_add_up() -> None:
    with pytest.raises(AmountInvalid):
        split(Money(Decimal("0.001"), "EUR"), [Decimal(1)])
    with pytest.raises(AmountInvalid):
        split(Money(Decimal(1), "EUR"), [])
    with pytest.raises(AmountInvalid):
        split(Money(Decimal(1), "EUR"), [Decimal(-1)])


def test_ties_go_to_the_earlier_part() -> None:
    parts = split(Money(Decimal("0.02"), "EUR"), [Decimal(1)] * 3)
    assert [str(part) for part in parts] == ["0.01", "0.01", "0.00"]


@given(st.decimals(allow_nan=False, allow_infinity=False, places=10))
def test_what_is_taken_twice_from_nothing_is_what_it_was(amount: Decimal) -> None:
    less = -Money(amount, "EUR")
    assert -less == Money(amount, "EUR")
