"""The smallest ways out: which earlier choices to change, and to what, so that a wish can be had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.catalog.product import Value
from app.configuration.corrections import corrections
from app.configuration.formula import Literal
from app.configuration.possibilities import Possibilities
from app.configuration.values import Repair
from app.configuration.variables import States
from app.configuration.wording import repair_text


@dataclass(frozen=True, slots=True)
class Wish:
    """A value wanted on top of ``others``, the user's choices of other attributes by their literals."""

    states: States
    value: Value
    literal: Literal
    others: Mapping[Literal, tuple[States, Value]]


def repairs(wish: Wish, possibilities: Possibilities, *, limit: int) -> tuple[Repair, ...]:
    """Fewest changes first, each verified. Empty if the wish goes with no choices at all."""

    def excluded(kept: Sequence[Literal]) -> frozenset[Literal] | None:
        return possibilities.excluded([wish.literal, *kept])

    given_up = islice(corrections(list(wish.others), excluded), limit)
    return tuple(_repair(wish, literals, possibilities=possibilities) for literals in given_up)


def _repair(wish: Wish, given_up: frozenset[Literal], *, possibilities: Possibilities) -> Repair:
    kept = [wish.literal, *(literal for literal in wish.others if literal not in given_up)]
    changes: dict[str, Value | None] = {}
    steps = []
    for literal, (states, value) in wish.others.items():
        if literal in given_up:
            place = _replacement(states, value, possible=possibilities.possible(frozenset(kept)))
            after = None if place is None else states.values[place]
            if place is not None:
                kept.append(states.literals[place])
            changes[states.attribute.key] = after
            steps.append((states.attribute, value, after))
    changes[wish.states.attribute.key] = wish.value
    return Repair(changes=changes, text=repair_text(steps))


def _replacement(states: States, value: Value, *, possible: int) -> int | None:
    """The catalog's default if it is possible, else the nearest possible value; None if there is none."""
    places = [place for place in range(len(states.values)) if possible >> states.literals[place] & 1]
    default = states.place(states.attribute.default)
    if default in places:
        return default
    before = states.place(value) or 0
    return min(places, key=lambda place: (abs(place - before), place), default=None)
