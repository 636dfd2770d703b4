"""The rest of a configuration, decided for the user."""

from collections.abc import Iterable, Iterator, Mapping

from app.catalog.expressions import names
from app.catalog.product import Value
from app.configuration.encoding import Encoded
from app.configuration.formula import Literal
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
        literal = _decision(states, decided, possibilities=possibilities)
        decided.append(literal)
        value = None if literal == states.absent else states.values[states.literals.index(literal)]
        # A text that nobody has written stays open.
        if value is not None and value != OTHER_TEXT:
            found[states.attribute.key] = value
    return {
        states.attribute.key: found[states.attribute.key]
        for states in encoded.variables
        if states.attribute.key in found
    }


def _decision(states: States, decided: list[Literal], *, possibilities: Possibilities) -> Literal:
    for literal in preferred(states):
        if possibilities.allows([*decided, literal]):
            return literal
    raise AssertionError("what was decided so far leaves each attribute some state")


def preferred(states: States) -> Iterator[Literal]:
    default = states.attribute.default
    first = states.literal(default) if default is not None else None
    if first is None and states.attribute.kind == "boolean":
        # What nobody asked for is not sold.
        first = states.literal(False)
    if first is not None:
        yield first
    yield from (literal for literal in states.literals if literal != first)


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
