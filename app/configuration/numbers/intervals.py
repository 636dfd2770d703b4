"""Between which bounds a polynomial lies while its symbols lie between theirs (Moore 1966).

Bounds are sound, and exact where each symbol stands in one term only.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from app.configuration.numbers.polynomials import Monomial, Polynomial, Symbol

Interval: TypeAlias = tuple[int, int]
Box: TypeAlias = Mapping[Symbol, Interval]


def bounds(polynomial: Polynomial, box: Box) -> tuple[Fraction, Fraction]:
    low = high = Fraction()
    for monomial, number in polynomial.terms.items():
        least, most = _product(monomial, box)
        ends = (number * least, number * most)
        low, high = low + min(ends), high + max(ends)
    return low, high


def _product(monomial: Monomial, box: Box) -> Interval:
    least = most = 1
    powers = {symbol: monomial.count(symbol) for symbol in monomial}
    for symbol, power in powers.items():
        low, high = box[symbol]
        ends = [low**power, high**power]
        if power % 2 == 0 and low < 0 < high:
            ends.append(0)
        corners = [end * so_far for end in (min(ends), max(ends)) for so_far in (least, most)]
        least, most = min(corners), max(corners)
    return least, most
