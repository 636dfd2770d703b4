"""Reading choices as a form or JSON gives them; whether they fit is the configuration's business."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from app.catalog import OptionSet, Product, Value
from app.configuration import ChoiceUnknown

CHOICES_LIMIT: Final = 1_000
_TEXT_LIMIT: Final = 200
_NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")


def read_choices(given: Mapping[str, object], product: Product) -> dict[str, Value | None]:
    """``None`` takes a choice back; a set may be given as the list of its chosen members.

    Raises ChoiceUnknown for what can be no value of any attribute.
    """
    sets = {one.key: one for one in product.sets}
    read: dict[str, Value | None] = {}
    for key, value in given.items():
        if key in sets:
            read.update(_members(sets[key], value))
        else:
            read[key] = None if value is None else read_value(value, key, product=product)
        if len(read) > CHOICES_LIMIT:
            raise ChoiceUnknown(f"At most {CHOICES_LIMIT} choices can be made at once.")
    return read


def read_value(value: object, attribute: str, *, product: Product) -> Value:
    """A decimal comes as a text or a number. Raises ChoiceUnknown."""
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**12):
        return value
    if isinstance(value, Decimal) and value.is_finite() and abs(value) < 10**12:
        return value
    if isinstance(value, str) and len(value) <= _TEXT_LIMIT:
        known = product.attribute(attribute)
        by_number = known is not None and known.kind == "decimal" and _NUMBER.fullmatch(value)
        return Decimal(value) if by_number else value
    raise ChoiceUnknown("A choice is an option's key, true or false, a number, or a text.")


def _members(chosen: OptionSet, value: object) -> Iterator[tuple[str, Value | None]]:
    """Each member by its flat key: true where the list names it, else false."""
    if value is None:
        yield from ((key, None) for key in chosen.members)
        return
    names = {key.rpartition(".")[2]: key for key in chosen.members}
    if not isinstance(value, list) or any(not isinstance(one, str) or one not in names for one in value):
        listed = ", ".join(list(names)[:12])
        raise ChoiceUnknown(f"{chosen.name} is a list of members. Its members: {listed}.")
    yield from ((key, name in value) for name, key in names.items())
