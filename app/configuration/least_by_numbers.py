"""The least cost where numbers with very many values take part, by a programme of the whole product.

Among what costs the same the defaults decide, one attribute after the other, as everywhere.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from app.catalog.product import Value
from app.configuration.completion import conditions_first, preferred
from app.configuration.encoding import Encoded
from app.configuration.formula import CatalogTooLarge, Literal
from app.configuration.numbers.costs import TOTAL, Costs, costs
from app.configuration.numbers.intervals import Interval
from app.configuration.numbers.polynomials import Symbol
from app.configuration.numbers.programme import Aim, Programme, Solution
from app.configuration.numbers.theory import links_of
from app.configuration.objective import Weights
from app.configuration.solver import Undecided
from app.configuration.variables import States
from app.configuration.wide import Wide

# Of the programme's own measure of work, which is the same on any machine; a second or two.
_MOST_WORK: Final = 2_000
_MOST_FOR_ONE: Final = 300
_MOST_FOR_DEFAULTS: Final = 200


@dataclass(frozen=True, slots=True)
class Least:
    """Every attribute that applies; what no rule tells apart from its default has it. ``proven``: nothing
    costs less.
    """

    values: Mapping[str, Value]
    proven: bool


def takes_part(encoded: Encoded, weights: Weights) -> bool:
    """Whether a number with very many values costs something, or is computed with."""
    costly = {key for keys in weights for key in keys}
    return any(key in costly or wide.pins is not None for key, wide in encoded.variables.wides.items())


def least(
    encoded: Encoded, choices: Mapping[Literal, tuple[States, Value]], *, weights: Weights, possible: int
) -> Least:
    """``choices`` are possible and leave the ``possible`` states. Raises Undecided."""
    added = costs(weights, encoded.variables, possible=possible, last=encoded.formula.variables)
    try:
        programme = _programme(encoded, added)
    except CatalogTooLarge as error:
        raise Undecided(error.detail) from None
    known = _Known()
    for states, value in choices.values():
        known.keep(states, value)
    found = programme.least({TOTAL: 1}, known.fixed, given=known.given, most_work=_MOST_WORK)
    if found is None:
        raise AssertionError("choices that are possible have some configuration")
    known.given[TOTAL] = (found.numbers[TOTAL],) * 2
    chosen = frozenset(states.attribute.key for states, _ in choices.values())
    near = _Near(encoded, programme, found, known)
    return Least(near.values(chosen), found.proven and added.exact)


def _programme(encoded: Encoded, added: Costs) -> Programme:
    """Raises CatalogTooLarge, Undecided."""
    comparing, variables = encoded.conditions.comparing, encoded.variables
    atoms = tuple(comparing.atoms.values())
    names = {name for atom in atoms for name in atom.polynomial.symbols}
    box = comparing.box(sorted(names | {(key,) for key in variables.wides}))
    links = (*links_of(comparing, sorted(names)), *added.links)
    stretches = (
        (literal, (key,), stretch)
        for key, wide in variables.wides.items()
        for literal, stretch in zip(wide.literals, wide.stretches, strict=True)
    )
    clauses = chain(encoded.formula.all_clauses(), added.clauses)
    return Programme(
        {**box, **added.box},
        atoms=atoms,
        links=links,
        stretches=chain(stretches, added.stretches),
        clauses=map(tuple, clauses),
        cases=added.cases,
    )


@dataclass(slots=True)
class _Known:
    """What is decided: literals, and numbers."""

    fixed: list[Literal] = field(default_factory=list)
    given: dict[Symbol, Interval] = field(default_factory=dict)

    def keep(self, states: States, value: Value | None) -> None:
        wide = states.wide
        place = None if value is None else states.place(value)
        self.fixed.append(states.absent if place is None else states.literals[place])
        if wide is not None and value is not None:
            at = wide.attribute.place(value) or 0
            self.given[wide.attribute.key,] = (at, at)

    def also(self, *literals: Literal) -> list[Literal]:
        return [*self.fixed, *literals]


class _Near:
    """Moves what was found as near to the defaults as what is known allows. A question that takes too long
    leaves what was found.
    """

    def __init__(self, encoded: Encoded, programme: Programme, found: Solution, known: _Known) -> None:
        self._encoded = encoded
        self._programme = programme
        self._found = found
        self._known = known
        self._questions = 0

    def values(self, chosen: frozenset[str]) -> Mapping[str, Value]:
        """In catalog order."""
        self._try(self._all_first(chosen), self._known.fixed, self._known.given)
        for states in conditions_first(self._encoded.variables):
            if states.attribute.key not in chosen:
                self._decide(states)
                self._known.keep(states, self._value(states))
        return {
            states.attribute.key: value
            for states in self._encoded.variables
            if (value := self._value(states)) is not None
        }

    def _all_first(self, chosen: frozenset[str]) -> Aim:
        """That as many attributes as can be have what they should have first: then few are asked about."""
        return {
            next(preferred(states))[0]: -1
            for states in self._encoded.variables
            if states.wide is None and states.attribute.key not in chosen
        }

    def _decide(self, states: States) -> None:
        if states.wide is not None:
            self._decide_number(states, states.wide)
            return
        order = [literal for literal, _ in preferred(states)]
        now = next((at for at, literal in enumerate(order) if literal in self._found.true), 0)
        if now:
            # What it is now is better than all after it, too.
            wanted: Aim = {literal: at - now - 1 for at, literal in enumerate(order[: now + 1])}
            self._try(wanted, self._known.fixed, self._known.given)

    def _decide_number(self, states: States, wide: Wide) -> None:
        """Its default, else the least there is, else its absence."""
        name: Symbol = (wide.attribute.key,)
        value, default = self._value(states), states.attribute.canonical(states.attribute.default)
        if default is not None and value != default:
            at = states.attribute.place(default) or 0
            there = self._known.also(states.literals[wide.index(at)])
            if self._try({}, there, {**self._known.given, name: (at, at)}):
                return
        if value is None or value != default:
            self._try({name: 1}, self._known.also(-states.absent), self._known.given)

    def _value(self, states: States) -> Value | None:
        if states.conditional and states.absent in self._found.true:
            return None
        if states.wide is not None:
            return states.attribute.number(self._found.numbers[states.attribute.key,])
        found = zip(states.values, states.literals, strict=False)
        return next(value for value, literal in found if literal in self._found.true)

    def _try(self, aim: Aim, fixed: list[Literal], given: Mapping[Symbol, Interval]) -> bool:
        """Whether there is something; the best of it is kept."""
        self._questions += 1
        if self._questions > _MOST_FOR_DEFAULTS:
            return False
        found = None
        with suppress(Undecided):
            found = self._programme.least(aim, fixed, given=given, most_work=_MOST_FOR_ONE)
        if found is not None:
            self._found = found
        return found is not None


def decided(encoded: Encoded, values: Mapping[str, Value]) -> Iterator[Literal]:
    """What says that the attributes have these values, and that others are absent. Raises Undecided."""
    for states in encoded.variables:
        value = values.get(states.attribute.key)
        literal = states.absent if value is None else states.literal(value)
        yield states.absent if literal is None else literal
