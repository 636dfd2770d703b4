"""Values of attributes as people write them in a cell, and back: by their key or by their name."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from app.catalog import Attribute, OptionSet, Product, Value
from app.catalog.near import did_you_mean

_WHOLE: Final = re.compile(r"-?[0-9]{1,12}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
_SAID: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_LONGEST: Final = 200
NO_MEMBER: Final = "-"


class ValueUnreadable(ValueError):
    """Says what to write instead."""


def read_text_value(attribute: Attribute, text: str) -> Value:
    """Raises ValueUnreadable. Whether the value is possible is the configuration's business."""
    match attribute.kind:
        case "boolean":
            return _boolean(attribute, text)
        case "choice":
            return _option(attribute, text)
        case "integer" | "decimal":
            return _number(attribute, text)
    if len(text) > _LONGEST:
        raise ValueUnreadable(f"{attribute.name} has at most {_LONGEST} characters.")
    return text


def read_members(chosen: OptionSet, product: Product, text: str) -> Iterator[tuple[str, bool]]:
    """All members, true where the text names them, apart by | or commas. Raises ValueUnreadable."""
    keys = {key.rpartition(".")[2]: key for key in chosen.members}
    by_name = {_label(product, key).casefold(): key for key in chosen.members}
    parts = [] if text == NO_MEMBER else [part.strip() for part in re.split(r"[|,]", text) if part.strip()]
    named = {keys.get(part) or by_name.get(part.casefold()) or part for part in parts}
    for wrong in named - set(chosen.members):
        raise ValueUnreadable(f"{chosen.name} has no member {wrong[:60]}: {did_you_mean(wrong[:60], keys)}")
    yield from ((key, key in named) for key in chosen.members)


def written(value: Value) -> str:
    """As ``read_text_value`` reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def written_choices(choices: Mapping[str, Value]) -> str:
    """``band = n78; sectors = 3``: empty where a value could not be told apart that way."""
    return "; ".join(f"{key} = {written(value)}" for key, value in choices.items())


def _boolean(attribute: Attribute, text: str) -> bool:
    said = _SAID.get(text.casefold())
    if said is None:
        raise ValueUnreadable(f"{attribute.name} is true or false.")
    return said


def _option(attribute: Attribute, text: str) -> str:
    keys = {option.key: option.key for option in attribute.options}
    names = {option.name.casefold(): option.key for option in attribute.options}
    found = keys.get(text) or names.get(text.casefold())
    if found is None:
        raise ValueUnreadable(f"{attribute.name} has no option {text[:60]}: {did_you_mean(text[:60], keys)}")
    return found


def _number(attribute: Attribute, text: str) -> int | Decimal:
    bare = text.removesuffix(attribute.unit).strip() if attribute.unit else text
    if attribute.kind == "integer" and _WHOLE.fullmatch(bare):
        return int(bare)
    if attribute.kind == "decimal" and _NUMBER.fullmatch(bare):
        return Decimal(bare)
    form = "a whole number" if attribute.kind == "integer" else "a number as 12 or 12.5"
    raise ValueUnreadable(f"{attribute.name} is {form}, of at most 12 digits.")


def _label(product: Product, key: str) -> str:
    attribute = product.attribute(key)
    return "" if attribute is None else attribute.label or attribute.name
