"""Why an attribute can be nothing else than it is, and why a number reaches no further."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from app.catalog.product import Value
from app.configuration.answers import consequence_of, domain_of, end_of
from app.configuration.formula import FALSE, Literal
from app.configuration.numbers.reach import Reach
from app.configuration.reasons import Explainer
from app.configuration.values import Consequence
from app.configuration.variables import States

End: TypeAlias = OneOf["least", "greatest"]


@dataclass(frozen=True, slots=True)
class Standing:
    """An attribute under the choices of ``others``, and which states these leave ``possible``."""

    states: States
    others: Mapping[Literal, tuple[States, Value]]
    possible: int
    reach: Reach


def why_only(standing: Standing, explainer: Explainer) -> Consequence | None:
    """Raises Undecided."""
    states, others = standing.states, standing.others
    domain = domain_of(states, standing.possible, choices=frozenset(others), reach=standing.reach)
    if domain.applies and not domain.decided:
        return None
    value = domain.values[0] if domain.decided else None
    reason = explainer.reason_against(list(_otherwise(states, value)), tuple(others))
    return None if reason is None else consequence_of(states, value, reason, others=others)


def why_end(standing: Standing, explainer: Explainer, *, end: End) -> Consequence | None:
    """None where the number reaches as far as the catalog lets it. Raises Undecided."""
    states, others = standing.states, standing.others
    domain = domain_of(states, standing.possible, choices=frozenset(others), reach=standing.reach)
    ends = [one for pair in domain.ranges for one in pair] or domain.values
    if not states.attribute.numeric or not ends:
        return None
    value = ends[0] if end == "least" else ends[-1]
    place = states.attribute.place(value) or 0
    if place == (0 if end == "least" else states.attribute.size - 1):
        return None
    beyond = list(_below(states, place) if end == "least" else _above(states, place))
    reason = explainer.reason_against(beyond, tuple(others))
    return None if reason is None else end_of(states, value, reason, others=others, end=end)


def _otherwise(states: States, value: Value | None) -> Iterator[Sequence[Literal]]:
    """What would have to hold for the attribute to be anything else, one or the other."""
    if value is None:
        yield (-states.absent,)
    elif states.wide is not None:
        place = states.attribute.place(value) or 0
        yield from _below(states, place)
        yield from _above(states, place)
        yield from [(states.absent,)] if states.conditional else ()
    else:
        yield (-(states.literal(value) or FALSE),)


def _below(states: States, place: int) -> Iterator[Sequence[Literal]]:
    if states.wide is not None:
        yield from ((literal,) for literal in states.wide.within(0, place - 1))
    elif states.upto:
        yield (states.upto[place - 1],)
    else:
        yield from ((literal,) for literal in states.literals[:place])


def _above(states: States, place: int) -> Iterator[Sequence[Literal]]:
    if states.wide is not None:
        last = states.wide.grid.count - 1
        yield from ((literal,) for literal in states.wide.within(place + 1, last))
    elif states.upto:
        yield (-states.upto[place], -states.absent)
    else:
        yield from ((literal,) for literal in states.literals[place + 1 : len(states.values)])
