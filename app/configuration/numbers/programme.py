"""The one file that knows the library for whole-number programmes (OR-Tools CP-SAT).

A programme holds clauses, and polynomials that are at most 0, or equal to 0, exactly while a literal says
so. It answers whether all of that can hold, and how small or great a value can be, always exactly; and what
is least of a sum, exactly or as well as it was found.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from typing import Any, Final, TypeAlias

from app.configuration.formula import CatalogTooLarge, Clause, Literal
from app.configuration.numbers.intervals import Box, Interval, bounds
from app.configuration.numbers.polynomials import Monomial, Polynomial, Symbol
from app.configuration.solver import Undecided

GREATEST: Final = 2**60
# In thousandths of the library's own measure of work: a few seconds on any machine, and the same answer on
# each.
MOST_WORK: Final = 4_000

# Each finds quickly what another one nears step by step.
_SEARCHES: Final = (
    ("AUTOMATIC_SEARCH", 20),
    ("PORTFOLIO_SEARCH", 500),
    ("AUTOMATIC_SEARCH", MOST_WORK),
)


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


@dataclass(frozen=True, slots=True)
class Case:
    """While all of ``given`` hold, the symbol is the polynomial, which has whole coefficients."""

    symbol: Symbol
    given: Sequence[Literal]
    polynomial: Polynomial


@dataclass(frozen=True, slots=True)
class Solution:
    """What the symbols are, which literals that the programme knows are true, and what the aim comes to.

    ``proven``: nothing comes to less.
    """

    numbers: Mapping[Symbol, int]
    true: frozenset[Literal]
    proven: bool


Aim: TypeAlias = Mapping[Symbol | Literal, int]
"""What is to be least: symbols and literals (1 while true), each times its number."""


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
        cases: Iterable[Case] = (),
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
        for case in cases:
            self._case(case)
        self._solver: Any = self._library.CpSolver()
        self._solver.parameters.num_workers = 1
        self._status: Any = None

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
        known = list(fixed)
        self._model.minimize(sign * self._symbols[name])
        for searched, most_work in _SEARCHES:
            with suppress(Undecided), self._searching(searched):
                if not self._solved(known, given, most_work):
                    return None
                if self._is_proven():
                    return int(self._solver.value(self._symbols[name]))
        raise _undecided()

    def least(
        self,
        aim: Aim,
        fixed: Iterable[Literal],
        *,
        given: Mapping[Symbol, Interval],
        most_work: int = MOST_WORK,
    ) -> Solution | None:
        """Where the aim is least, or as little as could be found; None if nothing can hold.

        Raises Undecided if nothing was found.
        """
        self._model.clear_objective()
        if aim:
            self._model.minimize(sum(number * self._term(name) for name, number in aim.items()))
        # Least sums of products are out of reach of the search that is quickest otherwise.
        with self._searching("PORTFOLIO_SEARCH"):
            if not self._solved(fixed, given, most_work):
                return None
        numbers = {name: self._solver.value(variable) for name, variable in self._symbols.items()}
        signs = ((name, self._solver.boolean_value(known)) for name, known in self._bools.items())
        true = frozenset(name if holds else -name for name, holds in signs)
        return Solution(numbers, true, self._is_proven())

    @contextmanager
    def _searching(self, name: str) -> Iterator[None]:
        parameters = self._solver.parameters
        parameters.search_branching = getattr(self._library, name)
        try:
            yield
        finally:
            parameters.search_branching = self._library.AUTOMATIC_SEARCH

    def _is_proven(self) -> bool:
        return bool(self._status == self._library.OPTIMAL)

    def _term(self, name: Symbol | Literal) -> Any:
        return self._bool(name) if isinstance(name, int) else self._symbols[name]

    def _solved(
        self, fixed: Iterable[Literal], given: Mapping[Symbol, Interval], most_work: int = MOST_WORK
    ) -> bool:
        known = [literal for literal in fixed if abs(literal) in self._bools]
        if any(-literal in known for literal in known):
            return False
        for literal in known:
            self._limit(self._bools[abs(literal)], (int(literal > 0),) * 2)
        for name, interval in given.items():
            self._limit(self._given[name], interval)
        self._solver.parameters.max_deterministic_time = most_work / 1_000
        try:
            self._status = self._solver.solve(self._model)
        finally:
            for literal in known:
                self._limit(self._bools[abs(literal)], (0, 1))
            for name in given:
                self._limit(self._given[name], self._box[name])
        if self._status not in (self._library.OPTIMAL, self._library.FEASIBLE, self._library.INFEASIBLE):
            raise _undecided()
        return bool(self._status != self._library.INFEASIBLE)

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
        if max(abs(low), abs(high)) > GREATEST:
            raise CatalogTooLarge("A comparison works with numbers beyond 10^18. Use a larger step or unit.")
        total = self._sum(atom.polynomial)
        if atom.equal:
            self._exactly_while(atom.literal, total == 0, total != 0)
        else:
            self._exactly_while(atom.literal, total <= 0, total >= 1)

    def _case(self, case: Case) -> None:
        said = self._model.add(self._symbols[case.symbol] == self._sum(case.polynomial))
        if case.given:
            said.only_enforce_if([self._bool(literal) for literal in case.given])

    def _sum(self, polynomial: Polynomial) -> Any:
        return sum(int(number) * self._product(monomial) for monomial, number in polynomial.terms.items())

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
        if max(abs(low), abs(high)) > GREATEST:
            raise CatalogTooLarge("A comparison multiplies numbers beyond 10^18. Use a larger step or unit.")
        product = self._model.new_int_var(int(low), int(high), "")
        factors = [self._product(monomial[:-1]), self._symbols[monomial[-1]]]
        self._model.add_multiplication_equality(product, factors)
        return product


def _undecided() -> Undecided:
    return Undecided("This could not be decided in reasonable time. Decide other attributes first.")
