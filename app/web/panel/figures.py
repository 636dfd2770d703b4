"""How figures are written for people: amounts, percentages, dates, sizes."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

from app.amounts import Money, Percent
from app.pricing import Discount, TargetAmount, TargetPrice

_LOCALE = "en"


def amount(money: Money) -> str:
    """``12,500.00``: the currency stands once above the figures."""
    return plain(money.rounded().amount)


def with_currency(money: Money) -> str:
    return f"{amount(money)} {money.currency}"


def surcharge(price: Decimal) -> str:
    """``+1,200.00`` or ``−50.00``; nothing for no price."""
    if not price:
        return ""
    return ("+" if price > 0 else "−") + plain(abs(price))


def difference(money: Money) -> str:
    return surcharge(money.rounded().amount) or "no change in price"


def margin_difference(money: Money) -> str:
    """``margin +340.00``."""
    changed = surcharge(money.rounded().amount)
    return f"margin {changed}" if changed else "same margin"


def days(count: int) -> str:
    return "1 day" if count == 1 else f"{whole(count)} days"


def days_difference(count: int) -> str:
    """``7 days later``."""
    return f"{days(abs(count))} {'later' if count > 0 else 'sooner'}" if count else "same lead time"


@lru_cache(maxsize=8192)
def percent(share: Decimal) -> str:
    return f"{format_decimal(share, format='#,##0.##', locale=_LOCALE)} %"


def off(discount: Discount) -> str:
    """``12.5 %`` or ``1,000.00 EUR``."""
    match discount.off:
        case Percent(share):
            return percent(share)
        case TargetPrice(unit):
            return f"{with_currency(unit)} each"
        case TargetAmount(line):
            return f"{with_currency(line)} for the line"
        case Money() as money:
            return with_currency(money)


def off_number(discount: Discount | None) -> str:
    """As it stands in a field where it can be changed."""
    if discount is None:
        return ""
    match discount.off:
        case Percent(number):
            return f"{number.normalize():f}"
        case TargetPrice(money) | TargetAmount(money) | (Money() as money):
            return f"{money.amount.normalize():f}"


def day(moment: date | None) -> str:
    return format_date(moment, format="d MMM yyyy", locale=_LOCALE) if moment else ""


def minute(moment: datetime) -> str:
    return format_datetime(moment, format="d MMM yyyy, HH:mm", locale=_LOCALE)


def age(of: timedelta) -> str:
    """``40 s``, ``12 min``, ``5 h``, ``3 days``: the largest unit of which there are two, or seconds."""
    seconds = max(of, timedelta(0)) // timedelta(seconds=1)
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 7_200:
        return f"{seconds // 60} min"
    return f"{seconds // 3_600} h" if seconds < 172_800 else days(seconds // 86_400)


@lru_cache(maxsize=8192)
def whole(number: int) -> str:
    return format_decimal(number, locale=_LOCALE)


def number(value: int | Decimal) -> str:
    """With the decimals that it has: ``1,000``, ``12.50``."""
    return format_decimal(value, format=_pattern(Decimal(value)), locale=_LOCALE)


@lru_cache(maxsize=8192)
def plain(value: Decimal) -> str:
    """With two decimals, or more where there are more."""
    digits = max(2, -int(value.as_tuple().exponent)) if value % 1 else 2
    return format_decimal(value, format=f"#,##0.{'0' * digits}", locale=_LOCALE)


def _pattern(value: Decimal) -> str:
    digits = max(0, -int(value.as_tuple().exponent))
    return f"#,##0.{'0' * digits}" if digits else "#,##0"
