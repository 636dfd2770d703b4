"""Numbers, amounts and dates as a reader of a locale (``de``, ``de_CH``) writes them (CLDR, by babel).

Digits are those that the locale uses. Marks of the writing direction are left out: a template sets figures
from left to right.
"""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from app.amounts import Money

# As in `amounts`: babel rounds in the current context, whose 28 digits large amounts exceed.
_DIGITS: Final = 100
_MARKS: Final = {0x200E: None, 0x200F: None, 0x061C: None}
_DIGITS_OF: Final = {"arab": "٠١٢٣٤٥٦٧٨٩"}
_WORDS: Final = {f"{one}s": f"duration-{one}" for one in ("hour", "day", "week", "month", "year")}
_USED: Final = "default"


def amount(money: Money, locale: str) -> str:
    """Without its currency: ``1,234.50``."""
    return _currency(money, "#,##0.00", locale)


def amount_with_currency(money: Money, locale: str) -> str:
    """With the ISO code, which is never mistaken, where the locale has the currency: ``EUR 1,234.50`` or
    ``1.234,50 EUR`` (the space does not break).
    """
    return _currency(money, _pattern(locale), locale)


@lru_cache(maxsize=64)
def _pattern(locale: str) -> str:
    usual = Locale.parse(locale).currency_formats["standard"].pattern.partition(";")[0].translate(_MARKS)
    behind = usual.strip().endswith("¤")
    return "#,##0.00\u00a0¤¤" if behind else "¤¤\u00a0#,##0.00"


def _currency(money: Money, pattern: str, locale: str) -> str:
    with localcontext(prec=_DIGITS):
        text = format_currency(
            money.amount, money.currency, pattern, locale=locale, currency_digits=True, numbering_system=_USED
        )
    return _written(text, locale)


def step(money: Money, locale: str) -> str:
    """An amount before it is rounded: with the decimals that it has, up to six, and those of its currency."""
    with localcontext(prec=_DIGITS):
        shown = money.amount.quantize(Decimal("0.000001"), rounding=ROUND_HALF_UP).normalize()
        if not shown:
            return amount(Money.zero(money.currency), locale)
        if shown == Money(shown, money.currency).rounded().amount:
            return amount(money, locale)
        return number(shown, locale)


def whole(number: int, locale: str) -> str:
    return _written(format_decimal(number, locale=locale, numbering_system=_USED), locale)


def ordinal(number: int, locale: str) -> str:
    """The number of something, without separators."""
    return _written(str(number), locale)


def number(value: int | Decimal, locale: str) -> str:
    """With the decimals that it has: ``1,000``, ``12.50``."""
    return _written(format_decimal(value, _pattern_of(value), locale=locale, numbering_system=_USED), locale)


def measured(value: int | Decimal, unit: str, locale: str) -> str:
    """``2.5 m``; units that are words (``3 years``) are those of the locale."""
    word = _WORDS.get(unit, "")
    for length in ("long", "short") if word else ():
        text = format_unit(value, word, length, _pattern_of(value), locale=locale, numbering_system=_USED)
        # Where CLDR inherits a form, babel has none, and gives the name that it looked for.
        if word not in text:
            return _written(text, locale)
    return f"{number(value, locale)}\u00a0{unit}".rstrip()


def _pattern_of(value: int | Decimal) -> str:
    digits = max(0, -int(Decimal(value).as_tuple().exponent))
    return f"#,##0.{'0' * digits}" if digits else "#,##0"


def percent(share: Decimal, locale: str) -> str:
    """With two decimals, so that a column of them stands in line; a dash where there is nothing."""
    with localcontext(prec=_DIGITS):
        shown = share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        if not shown:
            return "–"
        pattern = Locale.parse(locale).percent_formats[None].pattern.replace("0", "0.00", 1)
        text = format_percent(shown.scaleb(-2), pattern, locale=locale, numbering_system=_USED)
    return _written(text, locale)


def day(when: date, locale: str) -> str:
    return _written(format_date(when, "long", locale=locale), locale)


def ranges(numbers: Iterable[int], locale: str = "en") -> str:
    """Ascending numbers, runs joined: ``1–4, 7``."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return _written(", ".join(_run(first, last) for first, last in runs), locale)


def _run(first: int, last: int) -> str:
    if first == last:
        return str(first)
    return f"{first}, {last}" if last == first + 1 else f"{first}–{last}"


def digits_of(locale: str) -> str:
    """The ten digits, as a page number is written with them."""
    return _DIGITS_OF.get(Locale.parse(locale).default_numbering_system, "0123456789")


def _written(text: str, locale: str) -> str:
    shown = text.translate(_MARKS)
    digits = digits_of(locale)
    return shown if digits[0] == "0" else shown.translate(str.maketrans("0123456789", digits))
