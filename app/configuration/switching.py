"""Values of one attribute proven by a configuration that has another value of it.

Where nothing but the value itself would have to change, and every clause of the rules still holds, the
configuration with the other value is one too. That is looked up without the solver, which would need a
search for each of thousands of values.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.configuration.encoding import Encoded
from app.configuration.formula import FALSE, TRUE, Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.reduction import Reduction

# Two values are one literal and its opposite, which other rules may read in other ways.
_WIDE: Final = 3


@dataclass(slots=True)
class _Value:
    """``yes`` and ``no``: the literal and its opposite. Of each set in ``taken`` a literal has to hold where
    the value is taken, of each in ``left`` where it is left.
    """

    yes: LiteralSet
    no: LiteralSet
    taken: list[LiteralSet] = field(default_factory=list)
    left: list[LiteralSet] = field(default_factory=list)


class Switching:
    """Over the reduced formula of one product."""

    def __init__(self, encoded: Encoded, reduction: Reduction, sets: LiteralSets) -> None:
        self._sets = sets
        self._last = reduction.last
        self._wide = [
            {literal: _Value(sets.of((literal,)), sets.of((-literal,))) for literal in literals}
            for literals in _alone(encoded, reduction)
        ]
        self._values = {literal: value for attribute in self._wide for literal, value in attribute.items()}
        self._masks = [sum(value.yes for value in attribute.values()) for attribute in self._wide]
        self.wide: LiteralSet = sum(self._masks)
        if self._wide:
            for clause in _rules(encoded, reduction):
                self._note(clause)

    def proven(self, witness: LiteralSet, wanted: LiteralSet, *, undecided: LiteralSet) -> LiteralSet:
        """Those of the undecided literals that go with what is wanted, as the witness does."""
        found = 0
        for attribute, mask in zip(self._wide, self._masks, strict=True):
            asked = undecided & mask
            if asked and not wanted & mask:
                found |= self._others(attribute, witness, mask=mask, asked=asked)
        return found

    def _others(
        self, attribute: dict[Literal, _Value], witness: LiteralSet, *, mask: LiteralSet, asked: LiteralSet
    ) -> LiteralSet:
        current = self._sets.literals(witness & mask)
        if len(current) != 1:
            return 0
        now = attribute[current[0]]
        without = witness & ~now.yes | now.no
        found = 0
        for literal in self._sets.literals(asked):
            then = attribute[literal]
            switched = without & ~then.no | then.yes
            if all(clause & switched for clause in then.taken) and all(
                clause & switched for clause in now.left
            ):
                found |= then.yes
        return found

    def _note(self, clause: Sequence[Literal]) -> None:
        for literal in clause:
            value = self._values.get(abs(literal))
            if value is not None:
                needed = value.left if literal > 0 else value.taken
                shown = [one for one in clause if abs(one) <= self._last and one != literal]
                if not shown:
                    # Only helpers could make up for it, and those are not looked at.
                    needed[:] = [0]
                elif needed != [0]:
                    needed.append(self._sets.of(shown))


def _alone(encoded: Encoded, reduction: Reduction) -> Iterator[Sequence[Literal]]:
    """The literals of each wide attribute that stand for its values and for nothing else that is shown, and
    whose order no rule reads.
    """
    wide = [states for states in encoded.variables if len(states.literals) >= _WIDE]
    if not wide:
        return
    shown = Counter(abs(reduction.literal(literal)) for literal in encoded.variables.literals())
    read = {abs(literal) for clause in encoded.rule_clauses() for literal in clause}
    for states in wide:
        ordered = {abs(literal) for literal in states.upto} - {TRUE, states.literals[0]}
        literals = [reduction.literal(literal) for literal in states.literals]
        possible = [literal for literal in literals if literal != FALSE]
        if (
            len(possible) >= _WIDE
            and not ordered & read
            and all(literal > TRUE and shown[literal] == 1 for literal in possible)
        ):
            yield possible


def _rules(encoded: Encoded, reduction: Reduction) -> Iterable[Sequence[Literal]]:
    """What the rules say, in the literals of the reduced formula."""
    for clause in encoded.rule_clauses():
        literals = {reduction.literal(literal) for literal in clause}
        if TRUE not in literals and not any(-literal in literals for literal in literals):
            yield tuple(literals - {FALSE})
