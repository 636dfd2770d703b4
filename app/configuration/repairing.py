"""The smallest ways out: which earlier choices to change, and to what, so that a wish can be had."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.catalog.product import Value
from app.configuration.corrections import corrections
from app.configuration.formula import Literal
from app.configuration.numbers.reach import Reach
from app.configuration.objective import Weights, cost_of
from app.configuration.possibilities import Possibilities
from app.configuration.values import Repair
from app.configuration.variables import OTHER_TEXT, States, Variables
from app.configuration.wording import repair_text

_MOST_COMPARED: Final = 25


@dataclass(frozen=True, slots=True)
class Wish:
    """A value wanted on top of ``others``, the user's choices of other attributes by their literals."""

    states: States
    value: Value
    literal: Literal
    others: Mapping[Literal, tuple[States, Value]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What ways out are found on: what is possible, and what values add to the cost."""

    variables: Variables
    possibilities: Possibilities
    weights: Weights
    reach: Reach

    def decided(self, kept: Iterable[Literal]) -> Mapping[str, Value]:
        """What these choices and what follows from them say."""
        choices = frozenset(kept)
        possible = self.possibilities.possible(choices)
        found: dict[str, Value] = {}
        for states in self.variables:
            if states.wide is not None:
                ends = self.reach.ranges(states.wide, possible, choices).runs
                if len(ends) == 1 and ends[0][0] == ends[0][1] and not possible >> max(states.absent, 0) & 1:
                    found[states.attribute.key] = states.attribute.number(ends[0][0])
                continue
            left = [place for place, literal in enumerate(states.literals) if possible >> literal & 1]
            if len(left) == 1 and left[0] < len(states.values):
                found[states.attribute.key] = states.values[left[0]]
        return found


def repairs(wish: Wish, ground: Ground, *, limit: int) -> tuple[Repair, ...]:
    """Fewest changes first, of equally many the cheapest, each verified. Empty if the wish goes with no
    choices at all. Where very many are equally small, the first of them in the order of the choices are
    compared.
    """
    found = [_repair(wish, given_up, ground) for given_up in _smallest(wish, ground, limit=limit)]
    found.sort(key=lambda one: (len(one[0].changes), one[1]))
    return tuple(repair for repair, _ in found[:limit])


def _smallest(wish: Wish, ground: Ground, *, limit: int) -> Iterator[frozenset[Literal]]:
    """What to give up: ``limit`` ways if there are so many, and the equally small ones after them."""

    def excluded(kept: Sequence[Literal]) -> frozenset[Literal] | None:
        return ground.possibilities.excluded([wish.literal, *kept])

    size = 0
    for count, given_up in enumerate(corrections(list(wish.others), excluded)):
        if count >= limit and (len(given_up) > size or count >= _MOST_COMPARED):
            return
        size = len(given_up)
        yield given_up


def _repair(wish: Wish, given_up: frozenset[Literal], ground: Ground) -> tuple[Repair, Decimal]:
    """With what the values decided by it cost."""
    kept = [wish.literal, *(literal for literal in wish.others if literal not in given_up)]
    changes: dict[str, Value | None] = {}
    said: dict[str, Value | None] = {known.attribute.key: before for known, before in wish.others.values()}
    steps = []
    for literal, (states, value) in wish.others.items():
        if literal in given_up:
            after = _replacement(states, value, kept=kept, ground=ground)
            literal_after = None if after is None else states.literal(after)
            if literal_after is not None:
                kept.append(literal_after)
            changes[states.attribute.key] = after
            steps.append((states.attribute, value, after))
    changes[wish.states.attribute.key] = wish.value
    # Of a number with very many values the literals may say no more than between which it lies.
    said |= changes
    cost = Decimal()
    if ground.weights:
        chosen = {key: value for key, value in said.items() if value is not None}
        cost = cost_of({**ground.decided(kept), **chosen}, ground.weights)
    return Repair(changes=changes, text=repair_text(steps)), cost


def _replacement(states: States, value: Value, *, kept: Sequence[Literal], ground: Ground) -> Value | None:
    """For a number, of which so much was wanted, the nearest possible one. For anything else the catalog's
    default if it is possible, then the cheapest, of equally cheap ones the nearest in the catalog; None if
    nothing is possible.
    """
    choices = frozenset(kept)
    possible = (
        ground.possibilities.answers(choices, states)
        if states.attribute.need
        else ground.possibilities.possible(choices)
    )
    if states.wide is not None:
        wanted = states.attribute.place(value) or 0
        found = ground.reach.nearest(states.wide, wanted, possible=possible, choices=choices)
        return None if found is None else states.attribute.number(found)
    places = [
        place
        for place, known in enumerate(states.values)
        if known != OTHER_TEXT and possible >> states.literals[place] & 1
    ]
    by_number = states.attribute.numeric
    default = states.place(states.attribute.default)
    if default in places and not by_number:
        return states.attribute.canonical(states.attribute.default)
    decided = {} if by_number or not ground.weights else ground.decided(kept)
    before = states.place(value) or 0

    def order(place: int) -> tuple[Decimal, int, int]:
        then = {**decided, states.attribute.key: states.values[place]}
        cost = Decimal() if by_number else cost_of(then, ground.weights)
        return cost, abs(place - before), place

    nearest = min(places, key=order, default=None)
    return None if nearest is None else states.values[nearest]
