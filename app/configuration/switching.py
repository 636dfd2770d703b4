"""Values of one attribute proven by a configuration that has another value of it.

Where nothing but the value itself would have to change, and every clause of the rules still holds, the
configuration with the other value is one too. That is looked up without the solver, which would need a
search for each of thousands of values.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.configuration.encoding import Encoded
from app.configuration.formula import FALSE, TRUE, Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.reduction import Reduction
from app.configuration.row_blocks import block_of
from app.configuration.row_sets import Rows


@dataclass(slots=True)
class _Value:
    """``yes`` and ``no``: the literal and its opposite. Of each set in ``taken`` a literal has to hold where
    the value is taken, of each in ``left`` where it is left.
    """

    yes: LiteralSet
    no: LiteralSet
    taken: Sequence[LiteralSet]
    left: Sequence[LiteralSet]


class _Attribute:
    """``mask``: all of its values. Of ``taken`` and ``left`` by value, sets are made when they are needed."""

    def __init__(self, literals: Sequence[Literal], sets: LiteralSets) -> None:
        self.mask: LiteralSet = sets.of_few(literals)
        self.taken: dict[Literal, list[Sequence[Literal]]] = {one: [] for one in literals}
        self.left: dict[Literal, list[Sequence[Literal]]] = {one: [] for one in literals}
        self._sets = sets
        self._values: dict[Literal, _Value] = {}

    def value(self, literal: Literal) -> _Value:
        known = self._values.get(literal)
        if known is None:
            of = self._sets.of_few
            taken, left = map(of, self.taken[literal]), map(of, self.left[literal])
            known = _Value(of((literal,)), of((-literal,)), taken=tuple(taken), left=tuple(left))
            self._values[literal] = known
        return known


class Switching:
    """Over the reduced formula of one product. ``wide``: the values of attributes that have more than two."""

    def __init__(
        self,
        encoded: Encoded,
        reduction: Reduction,
        sets: LiteralSets,
        tables: Sequence[Rows] = (),
    ) -> None:
        """``tables``: the large ones, in the literals of the reduced formula."""
        self._sets = sets
        self._last = reduction.last
        self._attributes: dict[Literal, _Attribute] = {}
        self.wide: LiteralSet = 0
        in_tables = frozenset(abs(one) for rows in tables for one in rows.literals)
        alone = list(_alone(encoded, reduction))
        for literals in alone:
            if not in_tables.isdisjoint(map(abs, literals)):
                continue
            attribute = _Attribute(literals, sets)
            self._attributes.update(dict.fromkeys(literals, attribute))
            self.wide |= attribute.mask if len(literals) > 2 else 0
        self._blocks = [block for rows in tables if (block := block_of(rows, tables, alone=alone, sets=sets))]
        for block in self._blocks:
            self.wide |= block.mask
        if self._attributes or self._blocks:
            for clause in _rules(encoded, reduction):
                self._note(clause)
                for block in self._blocks:
                    block.note(clause)

    def proven(self, witness: LiteralSet, wanted: LiteralSet, *, undecided: LiteralSet) -> LiteralSet:
        """Those of the undecided literals that go with what is wanted, as the witness does."""
        asked = filter(None, map(self._attributes.get, self._sets.literals(undecided)))
        found = 0
        for attribute in dict.fromkeys(asked):
            if not wanted & attribute.mask:
                found |= self._others(attribute, witness, asked=undecided & attribute.mask)
        for block in self._blocks:
            found |= block.proven(witness, wanted, undecided=undecided)
        return found

    def _others(self, attribute: "_Attribute", witness: LiteralSet, *, asked: LiteralSet) -> LiteralSet:
        current = self._sets.few(witness & attribute.mask)
        if len(current) != 1:
            return 0
        now = attribute.value(current[0])
        without = witness & ~now.yes | now.no
        found = 0
        for then in map(attribute.value, self._sets.few(asked)):
            switched = without & ~then.no | then.yes
            if all(clause & switched for clause in then.taken) and all(
                clause & switched for clause in now.left
            ):
                found |= then.yes
        return found

    def _note(self, clause: Sequence[Literal]) -> None:
        for literal in clause:
            needed = []
            if literal in self._attributes:
                needed.append(self._attributes[literal].left[literal])
            if -literal in self._attributes:
                needed.append(self._attributes[-literal].taken[-literal])
            shown = [one for one in clause if abs(one) <= self._last and one != literal] if needed else []
            for sets in needed:
                if not shown:
                    # Only helpers could make up for it, and those are not looked at.
                    sets[:] = [()]
                elif sets != [()]:
                    sets.append(shown)


def _alone(encoded: Encoded, reduction: Reduction) -> Iterator[Sequence[Literal]]:
    """The literals of each attribute that stand for its values and for nothing else that is shown, and whose
    order no rule reads.
    """
    shown = Counter(
        abs(place)
        for states in encoded.variables
        for place in dict.fromkeys(map(reduction.literal, states.literals))
    )
    read = {abs(literal) for clause in encoded.rule_clauses() for literal in clause}
    for states in encoded.variables:
        ordered = {abs(literal) for literal in states.upto} - {TRUE, states.literals[0]}
        places = dict.fromkeys(map(reduction.literal, states.literals))
        possible = [literal for literal in places if literal != FALSE]
        own = Counter(map(abs, possible))
        # Of exactly two values one may be the other's opposite; of more that would leave two of them true.
        told_apart = len(possible) == 2 or len(own) == len(possible)
        if told_apart and TRUE not in own and not ordered & read and own.items() <= shown.items():
            yield possible


def _rules(encoded: Encoded, reduction: Reduction) -> Iterable[Sequence[Literal]]:
    """What the rules say, in the literals of the reduced formula."""
    for clause in encoded.rule_clauses():
        literals = {reduction.literal(literal) for literal in clause}
        if TRUE not in literals and not any(-literal in literals for literal in literals):
            yield tuple(literals - {FALSE})
