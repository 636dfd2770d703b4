"""Whether what one product allows can be had in the other, which asks for more attributes.

A configuration of the first is tried on the second; where the second can complete it, what it says of the
attributes that touch the further ones is excluded, and the next one is tried. A bounded number of times.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from app.catalog.product import Value
from app.configuration.differences.linked import Linked
from app.configuration.proofs.blame import Blame
from app.configuration.proofs.claim import Claim, all_of, has_state
from app.configuration.solver import Undecided

_MOST_TRIED: Final = 500


class Extending:
    """``inside``: keys of what the second says about shared attributes alone; it holds throughout."""

    def __init__(self, linked: Linked, inside: Sequence[str]) -> None:
        self._linked = linked
        self._candidates = linked.solver(inside)
        self._blame = Blame(linked.after)
        for _, literal in linked.lost():
            self._candidates.add((-literal,))

    def dead_end(self, about: frozenset[str]) -> tuple[Mapping[str, Value], frozenset[str]] | None:
        """A configuration that cannot be completed, and what forbids it; None if there is none.

        ``about``: the attributes that the rest speaks of. Raises Undecided.
        """
        touching = [(one, other) for one, other in self._linked.shared() if one.attribute.key in about]
        self._candidates.prefer(self._linked.defaults())
        for _ in range(_MOST_TRIED):
            if not self._candidates.solve(()):
                return None
            model = self._candidates.model()
            held = [
                next(literal for literal in one.literals if model[literal - 1] > 0) for one, _ in touching
            ]
            claims: list[Claim] = []
            for (one, other), literal in zip(touching, held, strict=True):
                absent = one.conditional and literal == one.absent
                place = None if absent else other.place(one.values[one.literals.index(literal)])
                claims.append(has_state(other.attribute.key, len(other.values) if place is None else place))
            keys = self._blame.of(all_of(*claims))
            if keys is not None:
                return self._linked.configuration(model), frozenset(keys)
            self._candidates.add([-literal for literal in held])
        raise Undecided("Too many configurations touch the new attributes.")
