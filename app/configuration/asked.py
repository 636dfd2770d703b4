"""Choices as they come from outside, checked against the product."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from app.catalog.product import Attribute, Value
from app.configuration.formula import Literal
from app.configuration.values import ChoiceUnknown
from app.configuration.variables import States, Variables


def asked(choices: Mapping[str, Value], variables: Variables) -> dict[Literal, tuple[States, Value]]:
    """Each choice by its literal, in catalog order, as the catalog writes it. Raises ChoiceUnknown."""
    found = {}
    for key, value in choices.items():
        states = known_states(key, variables)
        literal, known = known_value(states, value)
        found[literal] = states, known
    # States are numbered in catalog order; what asks for one of very many values is not.
    return dict(sorted(found.items(), key=lambda one: one[1][0].literals[0]))


def known_states(key: str, variables: Variables) -> States:
    """Raises ChoiceUnknown."""
    states = variables.of(key)
    if states is None:
        near = _near(key, (states.attribute.key for states in variables))
        raise ChoiceUnknown(f"This product has no such attribute.{near}")
    return states


def known_value(states: States, value: object) -> tuple[Literal, Value]:
    """The literal, and the value as the catalog writes it.

    Raises ChoiceUnknown; True is not 1 and "1" is not 1.
    """
    known, literal = states.attribute.canonical(value), states.literal(value)
    if known is None or literal is None:
        attribute = states.attribute
        raise ChoiceUnknown(_wanted(attribute, value), facts={"attribute": attribute.key})
    return literal, known


def _wanted(attribute: Attribute, value: object) -> str:
    if attribute.kind == "boolean":
        return f"{attribute.name} is true or false."
    if attribute.kind == "text":
        return f"{attribute.name} is {attribute.wanted_text}."
    if attribute.numeric:
        steps = f" in steps of {attribute.step}" if attribute.step != 1 else ""
        unit = f" {attribute.unit}" if attribute.unit else ""
        span = f"{attribute.minimum} to {attribute.maximum}{unit}{steps}"
        number = "a whole number" if attribute.kind == "integer" else "a number"
        return f"{attribute.name} is {number} from {span}."
    keys = [option.key for option in attribute.options]
    shown = ", ".join(keys[:12]) + (", ..." if len(keys) > 12 else "")
    return f"{attribute.name} has no such option.{_near(value, keys)} Its options: {shown}."


def _near(text: object, known: Iterable[str]) -> str:
    """A suggestion that shows only names of the catalog, never the text from outside."""
    if not isinstance(text, str) or len(text) > 100:
        return ""
    close = get_close_matches(text, list(known), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""
