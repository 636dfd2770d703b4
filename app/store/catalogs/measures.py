"""Units of measurement, as fields of a catalog file."""

from typing import Any

from marshmallow import ValidationError

from app.catalog.units import UnitUnknown, check_unit
from app.store.catalogs.fields import Entries, Name, Text, plain_text


class Unit(Text):
    """A unit of measurement: ``kW``, ``m/s``."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        text = plain_text(value)
        try:
            check_unit(text)
        except UnitUnknown as unknown:
            raise ValidationError(str(unknown)) from None
        return text


class FactUnits(Entries):
    """Units by the names of facts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Name(), Unit(), **options)
