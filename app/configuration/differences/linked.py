"""Two products in one solver, linked in the states that both have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.catalog.product import Value
from app.configuration.differences.numbers import theory_of, values_of
from app.configuration.formula import Clause, Literal
from app.configuration.numbers.theory import Theory
from app.configuration.proofs.subject import Subject
from app.configuration.row_search import solver_with
from app.configuration.solver import Solver
from app.configuration.variables import OTHER_TEXT, States


@dataclass(frozen=True, slots=True)
class Linked:
    """``before`` keeps its literals, those of ``after`` are moved. All literals are made before."""

    before: Subject
    after: Subject

    def moved(self, literal: Literal) -> Literal:
        by = self.before.encoded.formula.variables
        return literal + by if literal > 0 else literal - by

    def shared(self) -> Iterator[tuple[States, States]]:
        for states in self.before.encoded.variables:
            other = self.after.encoded.variables.of(states.attribute.key)
            if other is not None:
                yield states, other

    def added_needs(self) -> Iterator[States]:
        """Needs that only ``after`` has. Unanswered they exclude nothing, and so they stay."""
        known = self.before.encoded.variables
        for states in self.after.encoded.variables:
            if states.attribute.need and known.of(states.attribute.key) is None:
                yield states

    def links(self) -> Iterator[Clause]:
        """Both have the same state, unless ``before`` has one that ``after`` lacks."""
        for states in self.added_needs():
            yield (self.moved(states.absent),)
        for states, other in self.shared():
            pairs = list(_counterparts(states, other))
            lost = [literal for literal, counterpart in pairs if counterpart is None]
            for literal, counterpart in pairs:
                if counterpart is not None:
                    yield (-literal, self.moved(counterpart))
                    yield (literal, -self.moved(counterpart), *lost)

    def lost(self) -> Iterator[tuple[States, Literal]]:
        """States of shared attributes that ``after`` does not have."""
        for states, other in self.shared():
            for literal, counterpart in _counterparts(states, other):
                if counterpart is None:
                    yield states, literal

    def solver(self, groups: Sequence[str] = ()) -> Solver:
        """All of ``before`` holds; of ``after`` these rules, tables and conditions."""
        formula = self.after.encoded.formula
        clauses: list[Clause] = [tuple(clause) for clause in self.before.encoded.formula.all_clauses()]
        clauses += (tuple(map(self.moved, clause)) for clause in formula.definitions)
        wanted = frozenset(groups)
        for group in formula.groups:
            if group.key in wanted:
                clauses += (tuple(map(self.moved, clause)) for clause in group.clauses)
        rows = (*self.before.encoded.rows, *(one.renamed(self.moved) for one in self.after.encoded.rows))
        theory = self.theory()
        return solver_with([*clauses, *self.links()], rows, lemma=theory.lemma if theory else None)

    def theory(self) -> Theory | None:
        """What both say of numbers with very many values; anew for the literals that there are by now."""
        return theory_of(self.before, self.after, self.moved)

    def defaults(self) -> list[Literal]:
        """What an example should have where it may; needs are left unanswered."""
        return [literal for states in self.before.encoded.variables if (literal := _default(states))]

    def configuration(self, model: Sequence[Literal]) -> Mapping[str, Value]:
        """Of ``before``, without what is absent. Raises Undecided."""
        found: dict[str, Value] = {
            states.attribute.key: value
            for states in self.before.encoded.variables
            for value, literal in zip(states.values, states.literals, strict=False)
            if model[literal - 1] > 0
        }
        theory, held = self.theory(), frozenset(model)
        # What no clause speaks of may be missing at the end, and is false.
        places = theory.places(lambda one: one in held or (one < 0 and -one not in held)) if theory else {}
        numbers = values_of(self.before, self.after, places)
        return {**found, **{key: value for key, value in numbers if key in found}}


def _default(states: States) -> Literal | None:
    if states.attribute.need:
        return states.absent
    default = states.attribute.default
    return None if default is None else states.literal(default)


def _counterparts(states: States, other: States) -> Iterator[tuple[Literal, Literal | None]]:
    texts = states.attribute.kind == other.attribute.kind == "text"
    for value, literal in zip(states.values, states.literals, strict=False):
        if texts:
            # A text that only one of them proposes is one of any texts to the other.
            yield literal, other.literals[other.index.get(value, other.index[OTHER_TEXT])]
        else:
            place = other.place(value)
            yield literal, None if place is None else other.literals[place]
    if states.conditional:
        yield states.absent, other.absent if other.conditional else None
