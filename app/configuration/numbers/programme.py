"""The one file that knows the library for whole-number programmes (OR-Tools CP-SAT).

A programme holds clauses, and polynomials that are at most 0, or equal to 0, exactly while a literal says
so. It answers whether all of that can hold, and how small or great a value can be, always exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from typing import Any, Final

from app.configuration.formula import CatalogTooLarge, Clause, Literal
from app.configuration.numbers.intervals import Box, Interval, bounds
from app.configuration.numbers.polynomials import Monomial, Polynomial, Symbol
from app.configuration.solver import Undecided

_GREATEST: Final = 2**60
# A few seconds of search on any machine, and the same answer on each: not counted in time.
_MOST_WORK: Final = 4


@dataclass(frozen=True, slots=True)
class Atom:
    """The literal is true exactly while the polynomial is at most 0 (``equal``: while it is 0)."""

    literal: Literal
    polynomial: Polynomial
    equal: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Ties a symbol to literals: it is the number beside the one literal that is true."""

    symbol: Symbol
    numbers: Sequence[tuple[Literal, int]]


class Programme:
    """Not thread-safe: its owner holds a lock."""

    def __init__(
        self,
        box: Box,
        *,
        atoms: Iterable[Atom],
        links: Iterable[Link],
        stretches: Iterable[tuple[Literal, Symbol, Interval]],
        clauses: Iterable[Clause],
    ) -> None:
        """``box``: between what each symbol lies; ``stretches``: literals that imply that one lies between.

        Raises CatalogTooLarge for numbers beyond what the library counts with.
        """
        # Loaded by whoever needs it: it takes a second and 80 MB, and most products have no use for it.
        self._library: Any = import_module("ortools.sat.python.cp_model")
        self._model: Any = self._library.CpModel()
        self._bools: dict[int, Any] = {}
        self._box = box
        self._products: dict[Monomial, Any] = {}
        self._symbols = {name: self._model.new_int_var(low, high, "") for name, (low, high) in box.items()}
        # Given numbers are put into variables of their own, whose domain is all that a question changes.
        self._given = {name: self._model.new_int_var(low, high, "") for name, (low, high) in box.items()}
        for name, variable in self._symbols.items():
            self._model.add(variable == self._given[name])
        for clause in clauses:
            self._model.add_bool_or([self._bool(literal) for literal in clause])
        for link in links:
            self._link(link)
        for literal, name, (low, high) in stretches:
            within = self._library.Domain(low, high)
            self._model.add_linear_expression_in_domain(self._symbols[name], within).only_enforce_if(
                self._bool(literal)
            )
        for atom in atoms:
            self._atom(atom)
        self._solver: Any = self._library.CpSolver()
        self._solver.parameters.num_workers = 1
        self._solver.parameters.max_deterministic_time = _MOST_WORK

    def holds(self, fixed: Iterable[Literal], given: Mapping[Symbol, Interval]) -> bool:
        """Whether all can hold with these literals and the symbols as given. Raises Undecided."""
        self._model.clear_objective()
        return self._solved(fixed, given)

    def end(
        self, name: Symbol, fixed: Iterable[Literal], *, given: Mapping[Symbol, Interval], sign: int
    ) -> int | None:
        """The least value of the symbol (``sign`` 1) or the greatest (-1); None if nothing can hold.

        Raises Undecided.
        """
        self._model.minimize(sign * self._symbols[name])
        return self._solver.value(self._symbols[name]) if self._solved(fixed, given) else None

    def _solved(self, fixed: Iterable[Literal], given: Mapping[Symbol, Interval]) -> bool:
        known = [literal for literal in fixed if abs(literal) in self._bools]
        if any(-literal in known for literal in known):
            return False
        for literal in known:
            self._limit(self._bools[abs(literal)], (int(literal > 0),) * 2)
        for name, interval in given.items():
            self._limit(self._given[name], interval)
        try:
            status = self._solver.solve(self._model)
        finally:
            for literal in known:
                self._limit(self._bools[abs(literal)], (0, 1))
            for name in given:
                self._limit(self._given[name], self._box[name])
        if status in (self._library.OPTIMAL, self._library.FEASIBLE) and self._is_proven(status):
            return True
        if status == self._library.INFEASIBLE:
            return False
        raise Undecided("This could not be decided in reasonable time. Decide other attributes first.")

    def _is_proven(self, status: Any) -> bool:
        return status == self._library.OPTIMAL or not self._model.has_objective()

    def _limit(self, variable: Any, interval: Interval) -> None:
        domain = self._model.proto.variables[variable.index].domain
        domain[0], domain[1] = interval

    def _bool(self, literal: Literal) -> Any:
        known = self._bools.get(abs(literal))
        if known is None:
            known = self._bools[abs(literal)] = self._model.new_bool_var("")
            if abs(literal) == 1:
                self._model.add(known == 1)
        return known if literal > 0 else known.negated()

    def _link(self, link: Link) -> None:
        self._model.add_exactly_one([self._bool(literal) for literal, _ in link.numbers])
        total = sum(number * self._bool(literal) for literal, number in link.numbers)
        self._model.add(self._symbols[link.symbol] == total)

    def _atom(self, atom: Atom) -> None:
        low, high = bounds(atom.polynomial, self._box)
        if max(abs(low), abs(high)) > _GREATEST:
            raise CatalogTooLarge("A comparison works with numbers beyond 10^18. Use a larger step or unit.")
        total = sum(
            int(number) * self._product(monomial) for monomial, number in atom.polynomial.terms.items()
        )
        if atom.equal:
            self._exactly_while(atom.literal, total == 0, total != 0)
        else:
            self._exactly_while(atom.literal, total <= 0, total >= 1)

    def _exactly_while(self, literal: Literal, holds: Any, fails: Any) -> None:
        self._model.add(holds).only_enforce_if(self._bool(literal))
        self._model.add(fails).only_enforce_if(self._bool(-literal))

    def _product(self, monomial: Monomial) -> Any:
        if len(monomial) < 2:
            return self._symbols[monomial[0]] if monomial else 1
        known = self._products.get(monomial)
        if known is None:
            known = self._products[monomial] = self._multiplied(monomial)
        return known

    def _multiplied(self, monomial: Monomial) -> Any:
        low, high = bounds(Polynomial({monomial: Fraction(1)}), self._box)
        if max(abs(low), abs(high)) > _GREATEST:
            raise CatalogTooLarge("A comparison multiplies numbers beyond 10^18. Use a larger step or unit.")
        product = self._model.new_int_var(int(low), int(high), "")
        factors = [self._product(monomial[:-1]), self._symbols[monomial[-1]]]
        self._model.add_multiplication_equality(product, factors)
        return product
