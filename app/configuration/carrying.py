"""Choices carried over to a product that is not the one they were made for, such as its next release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.catalog.product import Value
from app.configuration.configurator import Configurator
from app.configuration.corrections import corrections
from app.configuration.values import ChoiceImpossible, ChoiceUnknown, Configuration

_MOST_QUESTIONS: Final = 60


@dataclass(frozen=True, slots=True)
class LostChoice:
    """A choice that could not be kept. ``reason`` says which kept choices and rules exclude it; it is empty
    for an attribute or a value that the product does not have.
    """

    attribute: str
    value: Value
    reason: str


@dataclass(frozen=True, slots=True)
class CarriedOver:
    configuration: Configuration
    lost: tuple[LostChoice, ...]


def carried_over(engine: Configurator, choices: Mapping[str, Value]) -> CarriedOver:
    """The choices as far as the product allows them, with the fewest given up; nothing takes their place.

    Of equally few, those later in the catalog are given up. Where the fewest are not found within a bounded
    number of questions, each choice that goes with those before it is kept. Raises Undecided.
    """
    known = {key: value for key, value in _in_order(engine, choices).items() if _is_known(engine, key, value)}
    kept = _compatible(engine, known)
    unknown = (LostChoice(key, value, "") for key, value in choices.items() if key not in known)
    excluded = (
        LostChoice(key, value, _reason(engine, kept, key, value=value))
        for key, value in known.items()
        if key not in kept
    )
    return CarriedOver(engine.configure(kept), (*unknown, *excluded))


def _in_order(engine: Configurator, choices: Mapping[str, Value]) -> dict[str, Value]:
    return {key: choices[key] for key in engine.configure({}).domains if key in choices}


def _is_known(engine: Configurator, key: str, value: Value) -> bool:
    try:
        engine.why_not({}, key, value)
    except ChoiceUnknown:
        return False
    return True


def _reason(engine: Configurator, kept: Mapping[str, Value], key: str, *, value: Value) -> str:
    conflict = engine.why_not(kept, key, value)
    return conflict.text if conflict else ""


class _TooMany(Exception):
    """The search for the fewest takes too long."""


def _compatible(engine: Configurator, choices: Mapping[str, Value]) -> dict[str, Value]:
    """The largest part of the choices that holds together."""
    keys = list(choices)
    asked = 0

    def excluded(places: Sequence[int]) -> frozenset[int] | None:
        nonlocal asked
        asked += 1
        if asked > _MOST_QUESTIONS:
            raise _TooMany
        found = _conflict(engine, {keys[place]: choices[keys[place]] for place in places})
        return None if found is None else frozenset(keys.index(key) for key in found)

    # The later ones stand first: of equally small sets the first is found first.
    places = range(len(keys) - 1, -1, -1)
    try:
        given_up = next(corrections(places, excluded), None)
    except _TooMany:
        given_up = None
    if given_up is None:
        return _one_by_one(engine, choices)
    return {key: choices[key] for place, key in enumerate(keys) if place not in given_up}


def _conflict(engine: Configurator, choices: Mapping[str, Value]) -> frozenset[str] | None:
    """Which of them do not go together; ``None`` if all do."""
    try:
        engine.configure(choices)
    except ChoiceImpossible as refusal:
        conflict = refusal.conflict
        return frozenset({conflict.attribute, *(choice.attribute for choice in conflict.choices)})
    return None


def _one_by_one(engine: Configurator, choices: Mapping[str, Value]) -> dict[str, Value]:
    kept: dict[str, Value] = {}
    for key, value in choices.items():
        if engine.why_not(kept, key, value) is None:
            kept[key] = value
    return kept
