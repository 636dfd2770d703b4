"""Choices as they come from outside, checked against the product."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from app.catalog.product import Attribute, Value
from app.configuration.formula import Literal
from app.configuration.values import ChoiceUnknown
from app.configuration.variables import States, Variables


def asked(choices: Mapping[str, Value], variables: Variables) -> dict[Literal, tuple[States, Value]]:
    """Each choice by its literal, in catalog order. Raises ChoiceUnknown."""
    for key in choices:
        known_states(key, variables)
    return {
        known_literal(states, choices[states.attribute.key]): (states, choices[states.attribute.key])
        for states in variables
        if states.attribute.key in choices
    }


def known_states(key: str, variables: Variables) -> States:
    """Raises ChoiceUnknown."""
    states = variables.of(key)
    if states is None:
        near = _near(key, (states.attribute.key for states in variables))
        raise ChoiceUnknown(f"This product has no such attribute.{near}")
    return states


def known_literal(states: States, value: object) -> Literal:
    """Raises ChoiceUnknown; True is not 1 and "1" is not 1."""
    place = states.place(value)
    if place is None:
        attribute = states.attribute
        raise ChoiceUnknown(_wanted(attribute, value), facts={"attribute": attribute.key})
    return states.literals[place]


def _wanted(attribute: Attribute, value: object) -> str:
    if attribute.kind == "boolean":
        return f"{attribute.name} is true or false."
    if attribute.kind == "integer":
        steps = f" in steps of {attribute.step}" if attribute.step != 1 else ""
        unit = f" {attribute.unit}" if attribute.unit else ""
        span = f"{attribute.minimum} to {attribute.maximum}{unit}{steps}"
        return f"{attribute.name} is a whole number from {span}."
    keys = [option.key for option in attribute.options]
    shown = ", ".join(keys[:12]) + (", ..." if len(keys) > 12 else "")
    return f"{attribute.name} has no such option.{_near(value, keys)} Its options: {shown}."


def _near(text: object, known: Iterable[str]) -> str:
    """A suggestion that shows only names of the catalog, never the text from outside."""
    if not isinstance(text, str) or len(text) > 100:
        return ""
    close = get_close_matches(text, list(known), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""
