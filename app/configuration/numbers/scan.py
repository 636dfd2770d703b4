"""The places of one number at which an equation with one other number can hold, nearest first.

Where a product of two numbers is given, the search for the greatest factor is hard for a programme and takes
no time by trying.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from itertools import product
from math import prod
from typing import Any, Final

from app.configuration.formula import Literal
from app.configuration.numbers.arithmetic import Small
from app.configuration.numbers.intervals import Interval
from app.configuration.numbers.line import Said, contradictory
from app.configuration.numbers.polynomials import Polynomial, Symbol

_MOST_COMBINATIONS: Final = 200
_SHORTEST: Final = 512
_MOST_PLACES: Final = 100_000
_MOST_OTHERS: Final = 20_000
_MOST_SORTED: Final = 64
_MOST_PAIRS: Final = 200
_GREATEST: Final = 2**62


@dataclass(frozen=True, slots=True)
class Equation:
    """``(steep × x + slope) × y + (rise × x + rest) = 0``, for whole places x and y."""

    steep: int
    slope: int
    rise: int
    rest: int

    def fits(self, last: int) -> bool:
        """Whether machine numbers hold whatever comes about for x to ``last``."""
        return max(abs(self.steep), abs(self.rise)) * last + max(abs(self.slope), abs(self.rest)) < _GREATEST


def equations(
    polynomial: Polynomial,
    x: Symbol,
    y: Symbol,
    *,
    numbers: Mapping[Symbol, int],
    smalls: Mapping[Symbol, Small],
    fixed: Collection[Literal] = (),
) -> tuple[Equation, ...] | None:
    """One for each combination of the ``smalls`` that goes with what is ``fixed``, when other symbols are the
    ``numbers``.

    None where it is not linear in x and in y, or where there are too many.
    """
    axes = {small.axis: _left(small, fixed) for small in smalls.values()}
    if prod(map(len, axes.values())) > _MOST_COMBINATIONS:
        return None
    found: dict[Equation, None] = {}
    for places in product(*axes.values()):
        at = dict(zip(axes, places, strict=True))
        decided = {name: small.numbers[at[small.axis]] for name, small in smalls.items()}
        equation = _equation(polynomial, x, y, numbers={**numbers, **decided})
        if equation is None:
            return None
        found[equation] = None
    return tuple(found)


def _left(small: Small, fixed: Collection[Literal]) -> Sequence[int]:
    chosen = [place for place, literal in enumerate(small.literals) if literal in fixed]
    return chosen or range(len(small.literals))


def _equation(
    polynomial: Polynomial, x: Symbol, y: Symbol, *, numbers: Mapping[Symbol, int]
) -> Equation | None:
    terms: dict[tuple[int, int], Fraction] = {}
    for monomial, number in polynomial.terms.items():
        power = monomial.count(x), monomial.count(y)
        value = number * prod(numbers[name] for name in monomial if name not in (x, y))
        terms[power] = terms.get(power, Fraction()) + value
    if not terms.keys() <= {(0, 0), (0, 1), (1, 0), (1, 1)}:
        return None
    steep, slope, rise, rest = (int(terms.get(power, 0)) for power in ((1, 1), (0, 1), (1, 0), (0, 0)))
    return Equation(steep, slope, rise, rest)


def places(known: Sequence[Equation], span: Interval, sign: int, *, within: Interval) -> Iterator[int | None]:
    """The places x of the span at which one of the equations holds for some y within, ascending for ``sign``
    1, else descending. None, last, where there are too many to try them all.
    """
    if span[1] - span[0] >= _MOST_PLACES:
        yield from _by_other(known, span, sign, within=within)
        return
    numpy: Any = import_module("numpy")
    first, last = span if sign > 0 else (span[1], span[0])
    start, stride = first, _SHORTEST
    while (last - start) * sign >= 0:
        count = min(stride, abs(last - start) + 1)
        xs = numpy.arange(start, start + sign * count, sign, dtype=numpy.int64)
        start, stride = start + sign * count, 2 * stride
        held = numpy.zeros(len(xs), dtype=bool)
        for one in known:
            held |= _held(numpy, one, xs, within=within)
        yield from xs[held].tolist()


def _by_other(
    known: Sequence[Equation], span: Interval, sign: int, *, within: Interval
) -> Iterator[int | None]:
    """The same, by trying all places y."""
    turned = [Equation(one.steep, one.rise, one.slope, one.rest) for one in known]
    if within[1] - within[0] >= _MOST_OTHERS or not all(one.fits(within[1]) for one in turned):
        yield None
        return
    numpy: Any = import_module("numpy")
    ys = numpy.arange(within[0], within[1] + 1, dtype=numpy.int64)
    found: list[Any] = []
    for one in turned:
        steep, rest = one.steep * ys + one.slope, one.rise * ys + one.rest
        if ((steep == 0) & (rest == 0)).any():
            yield None
            return
        xs, over = numpy.divmod(-rest, numpy.where(steep == 0, 1, steep))
        found.append(xs[(steep != 0) & (over == 0) & (xs >= span[0]) & (xs <= span[1])])
    yield from _nearest(numpy, sign * numpy.concatenate(found), sign)


def _nearest(numpy: Any, distances: Any, sign: int) -> Iterator[int | None]:
    """The first of them, ascending; None, last, where there are more."""
    several = len(distances) > _MOST_SORTED
    some = numpy.partition(distances, _MOST_SORTED)[:_MOST_SORTED] if several else distances
    yield from (sign * distance for distance in sorted(set(some.tolist())))
    if several:
        yield None


def _held(numpy: Any, one: Equation, xs: Any, *, within: Interval) -> Any:
    steep, rest = one.steep * xs + one.slope, one.rise * xs + one.rest
    divisor = numpy.where(steep == 0, 1, steep)
    ys, over = numpy.divmod(-rest, divisor)
    exact = (over == 0) & (ys >= within[0]) & (ys <= within[1])
    return numpy.where(steep == 0, rest == 0, exact)


def together(
    said: Sequence[Said],
    numbers: Mapping[Symbol, int],
    *,
    x: tuple[Symbol, Interval],
    y: tuple[Symbol, Interval],
) -> bool | None:
    """Whether all that is said can hold somewhere in the two intervals, where other symbols are the numbers.

    None where no equation that is among it leaves few enough places to try.
    """
    (name, span), (other, within) = x, y
    for atom, says in said:
        if not (atom.equal and says and {name, other} <= atom.polynomial.symbols):
            continue
        found = equations(atom.polynomial, name, other, numbers=numbers, smalls={})
        if found is None or not all(one.fits(span[1]) for one in found):
            continue
        return _anywhere(said, numbers, name, found=places(found, span, 1, within=within), within=within)
    return None


def _anywhere(
    said: Sequence[Said],
    numbers: Mapping[Symbol, int],
    name: Symbol,
    *,
    found: Iterator[int | None],
    within: Interval,
) -> bool | None:
    for tried, place in enumerate(found):
        if place is None or tried == _MOST_PAIRS:
            return None
        wrong = contradictory(said, {**numbers, name: place}, within=within)
        if not wrong:
            return None if wrong is None else True
    return False
