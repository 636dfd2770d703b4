"""Values of one attribute that nothing but their order in the catalog tells apart.

Swapping two of them turns every configuration into one. So one of them stands for all where somebody asks
what is possible: a length of 4,000 values that rules cut in 30 places is 31 questions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.configuration.encoding import Encoded
from app.configuration.formula import Clause, Literal
from app.configuration.row_sets import Rows
from app.configuration.variables import States


def interchangeable(encoded: Encoded) -> Mapping[Literal, Literal]:
    """The state that stands for it, by each state that needs none of its own."""
    variables = encoded.variables
    # Of two values one is the other's opposite, and a stretch of a wide number has its own meaning.
    asked = [states for states in variables if len(states.values) > 2 and states.wide is None]
    if not asked:
        return {}
    reading = _Reading(asked, encoded.rule_clauses())
    reading.note(encoded.rows)
    return {
        literal: first
        for states in asked
        for first, *rest in _classes(states, reading, alone=encoded.computed)
        for literal in rest
    }


class _Reading:
    """``read``: variables that rules speak of; ``said``: what they say of each state."""

    def __init__(self, asked: Iterable[States], clauses: Iterable[Sequence[Literal]]) -> None:
        self.read: set[Literal] = set()
        self.said: dict[Literal, set[tuple[bool, Clause] | tuple[int, int, int]]] = {}
        of = {literal: states for states in asked for literal in states.literals}
        for clause in clauses:
            variables = set(map(abs, clause))
            self.read |= variables
            known = [one for one in clause if abs(one) in of]
            for one in known:
                of_the_same = sum(of[abs(other)] is of[abs(one)] for other in known)
                # Where it stands beside others of its attribute, it is like those.
                said = tuple(other for other in clause if of_the_same > 1 or other != one)
                self.said.setdefault(abs(one), set()).add((one > 0, tuple(sorted(said))))

    def note(self, tables: Iterable[Rows]) -> None:
        """What large tables say, as which sets of rows are the same."""
        for number, rows in enumerate(tables):
            for at, column in enumerate(rows.columns):
                known: dict[int, int] = {}
                for literal, admitting in zip(column.literals, column.admitting, strict=True):
                    which = known.setdefault(admitting, len(known))
                    self.said.setdefault(literal, set()).add((number, at, which))


def _classes(states: States, reading: _Reading, *, alone: frozenset[Literal]) -> Iterator[list[Literal]]:
    """Of the values in catalog order, those that no clause and no cut between them tells apart."""
    classes: dict[object, list[Literal]] = {}
    stretch = 0
    for place, literal in enumerate(states.literals[: len(states.values)]):
        said = frozenset(reading.said.get(literal, ()))
        key = literal if literal in alone else (stretch, said)
        classes.setdefault(key, []).append(literal)
        if states.upto and abs(states.upto[place]) in reading.read:
            stretch += 1
    return iter(classes.values())
