"""The parts of the arithmetic, each against counting."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.configuration.formula import CatalogTooLarge
from app.configuration.numbers.intervals import bounds
from app.configuration.numbers.polynomials import Polynomial, Ratio, Symbol, constant, plain, symbol
from app.configuration.wide import stretches

X: Symbol = ("x",)
Y: Symbol = ("y",)
NUMBERS = st.integers(-6, 6)


def value(polynomial: Polynomial, at: dict[tuple[str, ...], int]) -> Fraction:
    total = Fraction()
    for monomial, number in polynomial.terms.items():
        for name in monomial:
            number *= at[name]
        total += number
    return total


@st.composite
def polynomials(draw: st.DrawFn) -> Polynomial:
    found = constant(Fraction(draw(NUMBERS)))
    for _ in range(draw(st.integers(0, 3))):
        term = constant(Fraction(draw(NUMBERS), draw(st.integers(1, 4))))
        for name in draw(st.lists(st.sampled_from([X, Y]), max_size=2)):
            term = term.times(symbol(name))
        found = found.plus(term)
    return found


@given(polynomials(), polynomials(), NUMBERS, NUMBERS)
def test_sums_and_products_of_polynomials_are_those_of_their_values(
    left: Polynomial, right: Polynomial, x: int, y: int
) -> None:
    at = {X: x, Y: y}
    assert value(left.plus(right), at) == value(left, at) + value(right, at)
    assert value(left.times(right), at) == value(left, at) * value(right, at)
    assert all(number.denominator == 1 for number in left.whole().terms.values())


@given(polynomials(), st.tuples(NUMBERS, NUMBERS), st.tuples(NUMBERS, NUMBERS))
def test_a_polynomial_stays_within_its_bounds(
    polynomial: Polynomial, xs: tuple[int, int], ys: tuple[int, int]
) -> None:
    box = {X: (min(xs), max(xs)), Y: (min(ys), max(ys))}
    low, high = bounds(polynomial, box)
    places = product(range(box[X][0], box[X][1] + 1), range(box[Y][0], box[Y][1] + 1))
    assert all(low <= value(polynomial, {X: x, Y: y}) <= high for x, y in places)


@given(polynomials(), polynomials(), NUMBERS, NUMBERS)
def test_ratios_add_up_wherever_nothing_is_divided_by_zero(
    left: Polynomial, right: Polynomial, x: int, y: int
) -> None:
    at = {X: x, Y: y}
    if not left.terms or not right.terms or not value(left, at) or not value(right, at):
        return
    found = plain(left).plus(Ratio(right, left)).times(plain(right).inverse())
    wanted = (value(left, at) + value(right, at) / value(left, at)) / value(right, at)
    assert value(found.number, at) / value(found.over, at) == wanted


def test_nothing_is_divided_by_the_constant_zero() -> None:
    nothing = plain(constant(Fraction())).inverse()
    assert not nothing.over.terms
    assert not nothing.plus(plain(symbol(X))).over.terms
    assert not nothing.inverse().over.terms


def test_what_is_divided_by_a_ratio_has_no_value_where_the_ratio_has_none() -> None:
    twice = Ratio(symbol(X), symbol(Y)).inverse()
    assert value(twice.over, {X: 3, Y: 0}) == 0
    assert value(twice.number, {X: 3, Y: 2}) / value(twice.over, {X: 3, Y: 2}) == Fraction(2, 3)


def test_too_many_factors_are_refused() -> None:
    third = symbol(X).times(symbol(X)).times(symbol(X))
    sixth = third.times(third)
    with pytest.raises(CatalogTooLarge):
        sixth.times(third)


@given(st.integers(1, 30), st.lists(st.integers(-3, 33)))
def test_stretches_part_the_range_behind_each_cut(count: int, cuts: list[int]) -> None:
    found = stretches(count, cuts)
    assert [place for low, high in found for place in range(low, high + 1)] == list(range(count))
    assert {high for _, high in found} == {cut for cut in cuts if 0 <= cut < count} | {count - 1}
