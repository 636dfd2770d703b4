"""Comparisons that read a wide attribute, as literals.

With one wide attribute a comparison is a cut for each combination of the enumerated ones beside it, which the
SAT solver handles alone. What reads two or more becomes an atom: a literal that the theory gives its meaning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import ceil, floor, prod
from typing import Final

from app.catalog.expressions import names
from app.catalog.expressions.tree import Arithmetic, Compare, Comparison
from app.configuration.formula import FALSE, TRUE, Formula, Literal
from app.configuration.numbers.arithmetic import Small, Symbols
from app.configuration.numbers.intervals import Interval, bounds
from app.configuration.numbers.line import line
from app.configuration.numbers.polynomials import Polynomial, Ratio, Symbol, constant
from app.configuration.numbers.programme import Atom
from app.configuration.wide import Scouted, Wide

_MOST_COMBINATIONS: Final = 20_000
_ONE: Final = constant(Fraction(1))


@dataclass(slots=True)
class Comparing:
    """Makes the literals; ``atoms`` collects those that are left to the theory."""

    symbols: Symbols
    formula: Formula
    atoms: dict[tuple[tuple[object, ...], bool], Atom] = field(default_factory=dict)
    computed: set[Compare] = field(default_factory=set)
    """The comparisons that atoms stand for, at least in part."""
    _met: int = 0

    @property
    def joint(self) -> frozenset[str]:
        """The wide attributes that atoms read."""
        read = (name[0] for atom in self.atoms.values() for name in atom.polynomial.symbols)
        return frozenset(key for key in read if key in self.symbols.wides)

    def reads(self, comparison: Compare) -> bool:
        """Whether a wide attribute is in it."""
        return not names(comparison).isdisjoint(self.symbols.wides)

    def literal(self, comparison: Compare) -> Literal:
        """True exactly while both sides have a value and it holds. Raises NotANumber, CatalogTooLarge."""
        difference = Arithmetic("-", comparison.left, comparison.right)
        met = self._met
        cases = self.symbols.cases(difference, self._compared)
        found = self.formula.either(
            self.formula.both((*sorted(case.needs), self._compared(case.ratio, comparison.operator)))
            for case in cases
        )
        if self._met > met:
            self.computed.add(comparison)
        return found

    def _compared(self, difference: Ratio, operator: Comparison) -> Literal:
        """``difference <operator> 0`` while nothing is divided by 0."""
        number, over = difference.number, difference.over
        if not over.terms:
            return FALSE
        if not over.symbols:
            return self._signed(number.scaled(1 / over.constant), operator)
        if operator in ("=", "!="):
            return self.formula.both((self._signed(over, "!="), self._signed(number, operator)))
        flipped: Comparison = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[operator]  # type: ignore[assignment]  # of four keys
        above = self.formula.both((self._signed(over, ">"), self._signed(number, operator)))
        below = self.formula.both((self._signed(over, "<"), self._signed(number, flipped)))
        return self.formula.either((above, below))

    def _signed(self, given: Polynomial, operator: Comparison) -> Literal:
        polynomial = given.whole()
        match operator:
            case "<=":
                return self._at_most(polynomial)
            case ">":
                return -self._at_most(polynomial)
            case "<":
                return self._at_most(polynomial.plus(_ONE))
            case ">=":
                return -self._at_most(polynomial.plus(_ONE))
            case "=":
                return self._zero(polynomial)
            case _:
                return -self._zero(polynomial)

    def _at_most(self, polynomial: Polynomial) -> Literal:
        """``polynomial <= 0``."""
        low, high = bounds(polynomial, self.box(polynomial.symbols))
        if high <= 0 or low > 0:
            return TRUE if high <= 0 else FALSE
        return self._by_combination(polynomial, equal=False)

    def _zero(self, polynomial: Polynomial) -> Literal:
        low, high = bounds(polynomial, self.box(polynomial.symbols))
        if low > 0 or high < 0:
            return FALSE
        return TRUE if low == high else self._by_combination(polynomial, equal=True)

    def box(self, names: Iterable[Symbol]) -> Mapping[Symbol, Interval]:
        return {name: self._interval(name) for name in names}

    def _interval(self, name: Symbol) -> Interval:
        small = self.symbols.smalls.get(name)
        if small is not None:
            return min(small.numbers), max(small.numbers)
        return (0, 1) if name in self.symbols.present else (0, self.symbols.wides[name[0]].grid.count - 1)

    def _by_combination(self, polynomial: Polynomial, *, equal: bool) -> Literal:
        smalls = {
            name: self.symbols.smalls[name] for name in polynomial.symbols if name in self.symbols.smalls
        }
        others = polynomial.symbols - smalls.keys()
        axes = {small.axis: small.literals for small in smalls.values()}
        combinations = prod(map(len, axes.values()))
        is_linear = all(sum(monomial.count(name) for name in others) <= 1 for monomial in polynomial.terms)
        is_cut = len(others) < 2 and is_linear and not others & self.symbols.present.keys()
        if not is_cut or combinations > _MOST_COMBINATIONS:
            return self._atom(polynomial, equal=equal)
        wide = self.symbols.wides[next(iter(others))[0]] if others else None
        return self._cut_by(polynomial, smalls, axes=axes, wide=wide, equal=equal)

    def _cut_by(
        self,
        polynomial: Polynomial,
        smalls: Mapping[Symbol, Small],
        *,
        axes: Mapping[str, tuple[Literal, ...]],
        wide: Wide | Scouted | None,
        equal: bool,
    ) -> Literal:
        groups: dict[Literal, list[tuple[Literal, ...]]] = {}
        for places in product(*(range(len(literals)) for literals in axes.values())):
            at = dict(zip(axes, places, strict=True))
            numbers = {name: small.numbers[at[small.axis]] for name, small in smalls.items()}
            # Linear, as whoever comes here has seen.
            slope, rest = line(polynomial, numbers) or (Fraction(), Fraction())
            cut = _solved(slope, rest, wide=wide, equal=equal, formula=self.formula)
            groups.setdefault(cut, []).append(tuple(axes[axis][place] for axis, place in at.items()))
        return self.formula.either(self._together(cut, combinations) for cut, combinations in groups.items())

    def _together(self, cut: Literal, combinations: list[tuple[Literal, ...]]) -> Literal:
        if cut == FALSE:
            return FALSE
        some = self.formula.either(self.formula.both(literals) for literals in combinations)
        return self.formula.both((cut, some))

    def _atom(self, polynomial: Polynomial, *, equal: bool) -> Literal:
        key = (tuple(sorted(polynomial.terms.items())), equal)
        self._met += 1
        known = self.atoms.get(key)
        if known is None:
            known = self.atoms[key] = Atom(self.formula.variable(), polynomial, equal)
        return known.literal


def _solved(
    slope: Fraction, rest: Fraction, *, wide: Wide | Scouted | None, equal: bool, formula: Formula
) -> Literal:
    """``slope × place + rest`` at most 0, or equal to it, as a literal."""
    if wide is None or not slope:
        return TRUE if rest == 0 or (rest < 0 and not equal) else FALSE
    end = -rest / slope
    if equal:
        if end.denominator != 1:
            return FALSE
        return formula.both((wide.upto(int(end)), -wide.upto(int(end) - 1)))
    return wide.upto(floor(end)) if slope > 0 else -wide.upto(ceil(end) - 1)
