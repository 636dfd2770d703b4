"""What a complete configuration costs, as whole numbers of a programme.

Each combination of attributes that has numbers becomes a symbol, which is a polynomial over the places of
wide attributes in each of its cases: for enumerated states, and for the pieces of a range to both sides of
where the number jumps.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import chain, product
from math import lcm, prod
from typing import Final, TypeAlias

from app.catalog.product import Value
from app.configuration.formula import TRUE, Clause, Literal
from app.configuration.numbers.intervals import Box, Interval, bounds
from app.configuration.numbers.polynomials import Polynomial, Symbol, constant, symbol
from app.configuration.numbers.programme import GREATEST, Case, Link
from app.configuration.objective import Linear, Weights
from app.configuration.solver import Undecided
from app.configuration.variables import States, Variables
from app.configuration.wide import Stretch, Wide, stretches

TOTAL: Final[Symbol] = ("#cost",)

_MOST_CASES: Final = 20_000
_MOST_TRIED: Final = 1_000
_MOST_WIDE: Final = 4
# Of what is not said to be linear: it is not proven anyway.
_ROUNDED: Final = 10_000

_Number: TypeAlias = Callable[[Sequence[Value | None]], Decimal]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one attribute may be in a case, and the literals that say so: a value, or a place of the piece."""

    given: tuple[Literal, ...]
    value: Value | None
    wide: Wide | None = None
    piece: Stretch = (0, 0)


@dataclass(slots=True)
class Costs:
    """What a programme needs to know of them; ``exact``: the total rises and falls with what they come to."""

    box: dict[Symbol, Interval] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    stretches: list[tuple[Literal, Symbol, Interval]] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    exact: bool = True


def costs(weights: Weights, variables: Variables, *, possible: int, last: int) -> Costs:
    """Over the ``possible`` states only; ``last`` is the last variable so far.

    Raises Undecided where there are too many cases, or numbers too large to count with.
    """
    return _Adding(variables, possible, last).added(weights)


class _Adding:
    def __init__(self, variables: Variables, possible: int, last: int) -> None:
        self._variables = variables
        self._possible = possible
        self._last = last
        self._found = Costs()
        self._box: dict[Symbol, Interval] = {
            (key,): (0, wide.grid.count - 1) for key, wide in variables.wides.items()
        }

    def added(self, weights: Weights) -> Costs:
        terms = [
            self._term(keys, known, weights[keys])
            for keys in weights
            if len(known := [states for key in keys if (states := self._variables.of(key))]) == len(keys)
        ]
        numbers = chain.from_iterable(polynomial.terms.values() for term in terms for _, polynomial in term)
        scale = Fraction(lcm(*(number.denominator for number in numbers)))
        for at, term in enumerate(terms):
            self._keep((TOTAL[0], str(at)), [(given, one.scaled(scale)) for given, one in term])
        total = Polynomial({(name,): Fraction(1) for name in self._found.box})
        self._found.box[TOTAL] = _within(total, self._found.box)
        self._found.cases.append(Case(TOTAL, (), total))
        return self._found

    def _keep(self, name: Symbol, term: Sequence[tuple[tuple[Literal, ...], Polynomial]]) -> None:
        found = self._found
        ends = [_within(polynomial, self._box) for _, polynomial in term]
        found.box[name] = min(low for low, _ in ends), max(high for _, high in ends)
        if all(len(given) == 1 and not polynomial.symbols for given, polynomial in term):
            found.links.append(Link(name, [(given[0], int(one.constant)) for given, one in term]))
        else:
            found.cases += (Case(name, given, polynomial) for given, polynomial in term)

    def _term(
        self, keys: Sequence[str], known: Sequence[States], number: _Number
    ) -> list[tuple[tuple[Literal, ...], Polynomial]]:
        """Its cases, of which exactly one holds."""
        each = [list(self._parts(states, number, first=n == 0)) for n, states in enumerate(known)]
        is_wide = [states for states in known if states.wide]
        if prod(map(len, each)) > _MOST_CASES or len(is_wide) > _MOST_WIDE:
            raise Undecided("Too many numbers multiply each other. Decide some of them first.")
        found = []
        for parts in product(*each):
            given = tuple(dict.fromkeys(literal for part in parts for literal in part.given))
            found.append((given, self._polynomial(number, parts)))
        return found

    def _polynomial(self, number: _Number, parts: Sequence[_Part]) -> Polynomial:
        made = _between(number, parts, [])
        if isinstance(number, Linear) or not made.symbols:
            return made
        return Polynomial(
            {one: Fraction(round(factor * _ROUNDED), _ROUNDED) for one, factor in made.terms.items()}
        )

    def _parts(self, states: States, number: _Number, *, first: bool) -> Iterator[_Part]:
        wide = states.wide
        if wide is not None:
            needs = () if not self._can_be_absent(states) else (-states.absent,)
            pieces = self._pieces(wide, number, first=first)
            for literal, piece in pieces:
                given = needs if literal == TRUE else (*needs, literal)
                yield _Part(given, None, wide, piece)
            if needs:
                yield _Part((states.absent,), None)
            return
        values = (*states.values, None) if states.conditional else states.values
        for value, literal in zip(values, states.literals, strict=True):
            if self._possible >> literal & 1:
                yield _Part((literal,), value)

    def _can_be_absent(self, states: States) -> bool:
        return states.conditional and bool(self._possible >> states.absent & 1)

    def _pieces(self, wide: Wide, number: _Number, *, first: bool) -> list[tuple[Literal, Stretch]]:
        """Each with what says that the value is in it."""
        count = wide.grid.count
        if isinstance(number, Linear):
            apart = [wide.attribute.place(value) for value in number.apart if first]
            cuts = {end for place in apart if place is not None for end in (place - 1, place)}
        elif count <= _MOST_TRIED:
            cuts = set(range(count))
        else:
            self._found.exact = False
            cuts = {high for _, high in wide.stretches}
        found = stretches(count, cuts)
        if len(found) == 1:
            return [(TRUE, found[0])]
        literals = range(self._last + 1, self._last + 1 + len(found))
        self._last += len(found)
        self._found.clauses.append(tuple(literals))
        name: Symbol = (wide.attribute.key,)
        self._found.stretches += ((one, name, piece) for one, piece in zip(literals, found, strict=True))
        return list(zip(literals, found, strict=True))


def _between(number: _Number, parts: Sequence[_Part], values: list[Value | None]) -> Polynomial:
    """The number where the first attributes have the ``values``: between the ends of each piece in
    proportion.
    """
    if len(values) == len(parts):
        return constant(Fraction(number(values)))
    part = parts[len(values)]
    if part.wide is None:
        return _between(number, parts, [*values, part.value])
    low, high = part.piece
    value = part.wide.attribute.number
    start = _between(number, parts, [*values, value(low)])
    if low == high:
        return start
    rise = _between(number, parts, [*values, value(high)]).plus(start.scaled(Fraction(-1)))
    along = symbol((part.wide.attribute.key,)).plus(constant(Fraction(-low)))
    return start.plus(along.times(rise).scaled(Fraction(1, high - low)))


def _within(polynomial: Polynomial, box: Box | Mapping[Symbol, Interval]) -> Interval:
    low, high = bounds(polynomial, box)
    if max(abs(low), abs(high)) > GREATEST:
        raise Undecided("What is added up goes beyond 10^18. Decide the largest numbers first.")
    return int(low), int(high)
