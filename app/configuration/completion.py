"""The rest of a configuration, decided for the user."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from app.catalog.expressions import names
from app.catalog.product import Value
from app.configuration.encoding import Encoded
from app.configuration.formula import Literal
from app.configuration.numbers.reach import Reach
from app.configuration.possibilities import Possibilities
from app.configuration.variables import OTHER_TEXT, States


def completed(
    encoded: Encoded, choices: Mapping[str, Value], *, possibilities: Possibilities
) -> Mapping[str, Value]:
    """``choices`` are possible. Every attribute that applies, in catalog order, but texts nobody proposes."""
    decided = [
        literal
        for states in encoded.variables
        if states.attribute.key in choices
        and (literal := states.literal(choices[states.attribute.key])) is not None
    ]
    found = dict(choices)
    for states in conditions_first(encoded.variables):
        if states.attribute.key in choices:
            continue
        literal, value = _decision(states, decided, possibilities=possibilities, reach=encoded.reach)
        decided.append(literal)
        # A text that nobody has written stays open.
        if value is not None and value != OTHER_TEXT:
            found[states.attribute.key] = value
    return {
        states.attribute.key: found[states.attribute.key]
        for states in encoded.variables
        if states.attribute.key in found
    }


def _decision(
    states: States, decided: list[Literal], *, possibilities: Possibilities, reach: Reach
) -> tuple[Literal, Value | None]:
    for literal, value in preferred(states):
        if not possibilities.allows([*decided, literal]):
            continue
        if states.wide is None or value is None or literal == states.literal(value):
            return literal, value
        place = reach.nearest(states.wide, 0, possible=1 << literal, choices=frozenset(decided))
        if place is not None:
            return states.wide.literal(place), states.attribute.number(place)
    raise AssertionError("what was decided so far leaves each attribute some state")


def preferred(states: States) -> Iterator[tuple[Literal, Value | None]]:
    """The states and their values; of a wide number the default, then each stretch with its first value.

    Nobody answers a need for somebody else.
    """
    default = states.attribute.default
    if default is None and states.attribute.kind == "boolean":
        # What nobody asked for is not sold.
        default = False
    first = None if default is None else states.literal(default)
    if states.attribute.need:
        first, default = states.absent, None
    if first is not None:
        yield first, None if default is None else states.attribute.canonical(default)
    for literal, value in zip_longest(states.literals, states.values):
        if literal != first:
            yield literal, value


def conditions_first(variables: Iterable[States]) -> Iterator[States]:
    """Catalog order, but what a condition reads comes before what it governs, as far as there is no cycle.

    Else the default of an attribute that may be absent would decide whether it applies.
    """
    waiting = list(variables)
    while waiting:
        unsettled = {states.attribute.key for states in waiting}
        free = next((states for states in waiting if not _reads(states) & unsettled), waiting[0])
        waiting.remove(free)
        yield free


def _reads(states: States) -> frozenset[str]:
    when = states.attribute.when
    return names(when) - {states.attribute.key} if when is not None else frozenset()
