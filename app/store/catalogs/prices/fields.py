"""The kinds of value that only ``pricing.yaml`` has."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from marshmallow import ValidationError, fields

from app.actor import Role
from app.catalog.checks import did_you_mean
from app.store.catalogs.fields import (
    REQUIRED,
    Amount,
    Amounts,
    Entries,
    Name,
    Number,
    OptionKey,
    PathName,
    Text,
    Whole,
    plain_text,
    shown,
)
from app.store.catalogs.strict import LIST

ITSELF: Final = "itself"
"""What a product's own price is called in a price book."""

OTHERS: Final = "others"
"""Roles that have no limit of their own."""

_RATE: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,12})?")
_HUNDRED: Final = Decimal(100)


class OneOf(Text):
    """A word out of few."""

    def __init__(self, *words: str, **options: Any) -> None:
        super().__init__(**options)
        self.words = words

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        text = plain_text(value)
        if text not in self.words:
            raise ValidationError(f'"{text[:40]}" is none of them; {did_you_mean(text[:40], self.words)}')
        return text


class Share(Number):
    """A percentage from 0 to 100, or below a bound."""

    def __init__(self, *, most: Decimal = _HUNDRED, below: Decimal | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.most = most
        self.below = below

    def _deserialize(self, value: object, attr: str | None, data: object, **options: Any) -> Decimal:
        number = super()._deserialize(value, attr, data, **options)
        if self.below is not None and not 0 <= number < self.below:
            raise ValidationError(f"is a percentage from 0 to less than {self.below}, not {number}")
        if not 0 <= number <= self.most:
            raise ValidationError(f"is a percentage from 0 to {self.most}, not {number}")
        if _decimals(number) > _FINEST:
            raise ValidationError(f"has more than {_FINEST} decimals; round it")
        return number


_FINEST: Final = 6


def _decimals(number: Decimal) -> int:
    return -int(number.as_tuple().exponent)


class Count(Whole):
    """A whole number from 1 on."""

    def __init__(self, *, least: int = 1, **options: Any) -> None:
        super().__init__(**options)
        self.least = least

    def _deserialize(self, value: object, attr: str | None, data: object, **options: Any) -> int:
        number = super()._deserialize(value, attr, data, **options)
        if number < self.least:
            raise ValidationError(f"is {self.least} or more, not {number}")
        return number


class Rate(fields.Field[Decimal]):
    """How much of a currency one unit of the base is; with decimals in quotes, as amounts are."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Decimal:
        if isinstance(value, Decimal):
            raise ValidationError(f'a rate with decimals stands in quotes; write "{value:f}"')
        if isinstance(value, bool) or not isinstance(value, int | str) or not _RATE.fullmatch(str(value)):
            raise ValidationError(f'is no rate: {shown(value)}; write "1.0825", at most 9 and 12 decimals')
        if not Decimal(value):
            raise ValidationError("is 0; write how much of the currency one unit of the base is")
        return Decimal(value)


class RoleName(OneOf):
    """A role, or all others."""

    def __init__(self, **options: Any) -> None:
        super().__init__(*(role.value for role in Role), OTHERS, **options)


class Item(Text):
    """What a price book prices of a product: ``itself``, ``length``, ``sealed``, ``band=n78``."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        attribute, is_option, option = plain_text(value).partition("=")
        found: str = PathName().deserialize(attribute.strip())
        if is_option:
            return f"{found}={OptionKey().deserialize(option.strip())}"
        return "" if found == ITSELF else found


class BookPrices(fields.Field[Any]):
    """The price of a product itself, or what each of its items costs."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Any:
        if isinstance(value, dict):
            return Entries(Item(), Amount()).deserialize(value)
        return {"": Amount().deserialize(value)}


class Start(fields.Field[Any]):
    """Where a tier of a discount schedule starts or ends: a quantity, or amounts by currency."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Any:
        if isinstance(value, dict):
            return Amounts().deserialize(value)
        return Count().deserialize(value)


def names_list(field: fields.Field[Any] | None = None) -> fields.List[Any]:
    """A list of keys, which says nothing while it is not there."""
    return fields.List(field or Name(), load_default=list, error_messages=LIST)


def said(data: dict[str, Any] | Any, keys: Iterable[str]) -> list[str]:
    return [key for key in keys if data.get(key) not in (None, {}, [])]
