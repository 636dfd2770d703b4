"""Reading choices as a form or JSON gives them; whether they fit is the configuration's business."""

from collections.abc import Mapping
from typing import Final

from app.catalog import Value
from app.configuration import ChoiceUnknown

CHOICES_LIMIT: Final = 1_000
_TEXT_LIMIT: Final = 200


def read_choices(given: Mapping[str, object]) -> dict[str, Value | None]:
    """``None`` takes a choice back. Raises ChoiceUnknown for what can be no value of any attribute."""
    if len(given) > CHOICES_LIMIT:
        raise ChoiceUnknown(f"At most {CHOICES_LIMIT} choices can be made at once.")
    return {key: None if value is None else read_value(value) for key, value in given.items()}


def read_value(value: object) -> Value:
    """Raises ChoiceUnknown."""
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**12):
        return value
    if isinstance(value, str) and len(value) <= _TEXT_LIMIT:
        return value
    raise ChoiceUnknown("A choice is an option's key, true or false, or a whole number.")
