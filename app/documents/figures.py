"""Numbers, amounts and dates as a reader of a language writes them (CLDR, by babel)."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from app.amounts import Money

# As in `amounts`: babel rounds in the current context, whose 28 digits large amounts exceed.
_DIGITS = 100


def amount(money: Money, language: str) -> str:
    """Without its currency: ``1,234.50``."""
    return _currency(money, "#,##0.00", language)


def amount_with_currency(money: Money, language: str) -> str:
    """With the ISO code, which is never mistaken: ``EUR 1,234.50`` (the space does not break)."""
    return _currency(money, "¤¤\u00a0#,##0.00", language)


def _currency(money: Money, pattern: str, language: str) -> str:
    with localcontext(prec=_DIGITS):
        return format_currency(money.amount, money.currency, pattern, locale=language, currency_digits=True)


def whole(number: int, language: str) -> str:
    return format_decimal(number, locale=language)


def number(value: int | Decimal, language: str) -> str:
    """With the decimals that it has: ``1,000``, ``12.50``."""
    digits = max(0, -int(Decimal(value).as_tuple().exponent))
    return format_decimal(value, f"#,##0.{'0' * digits}" if digits else "#,##0", locale=language)


def percent(share: Decimal, language: str) -> str:
    """With two decimals, so that a column of them stands in line; a dash where there is nothing."""
    with localcontext(prec=_DIGITS):
        shown = share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        if not shown:
            return "–"
        pattern = Locale.parse(language).percent_formats[None].pattern.replace("0", "0.00", 1)
        return format_percent(shown.scaleb(-2), pattern, locale=language)


def day(when: date, language: str) -> str:
    return format_date(when, "long", locale=language)


def ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers, runs joined: ``1–4, 7``."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return ", ".join(_run(first, last) for first, last in runs)


def _run(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}–{last}"
