"""The domain of one attribute, and what belongs to its values."""

from collections.abc import Iterator
from decimal import Decimal

from app.catalog.attribute import Attribute
from app.catalog.checks.expressions import unknown_value
from app.catalog.checks.finding import Finding, Place
from app.catalog.checks.prices import check_prices
from app.catalog.patterns import PatternInvalid, check_pattern

MAX_VALUES = 10**12
MAX_TEXT = 200


def check_attribute(attribute: Attribute, currencies: tuple[str, ...]) -> Iterator[Finding]:
    place: Place = ("attribute", attribute.key)
    yield from check_prices((*place, "prices"), attribute.prices, currencies)
    if attribute.kind == "choice":
        yield from _options(attribute, currencies)
        if not attribute.options:
            return
    wrong = list(_text(attribute) if attribute.kind == "text" else _range(attribute))
    yield from wrong
    if not wrong:
        yield from _proposed(attribute)


def _options(attribute: Attribute, currencies: tuple[str, ...]) -> Iterator[Finding]:
    place: Place = ("attribute", attribute.key)
    if not attribute.options:
        yield Finding((*place, "options"), f"{attribute.key} has no options; write at least one")
    seen: set[str] = set()
    for option in attribute.options:
        here = (*place, "option", option.key)
        if option.key in seen:
            yield Finding(here, f'{attribute.key} has two options with the key "{option.key}"; rename one')
        seen.add(option.key)
        yield from check_prices((*here, "prices"), option.prices, currencies)


def _range(attribute: Attribute) -> Iterator[Finding]:
    """Nothing for other kinds than numbers."""
    if not attribute.numeric:
        return
    place: Place = ("attribute", attribute.key)
    low, high, step = attribute.minimum, attribute.maximum, attribute.step
    if step <= 0:
        least = "at least 1" if attribute.kind == "integer" else "more than 0"
        yield Finding((*place, "step"), f"step is {least}, not {step}")
    elif high < low:
        yield Finding((*place, "maximum"), f"maximum {high} is below minimum {low}, so no value is left")
    elif _digits(low) > _digits(step):
        written = f"{Decimal(step):.{_digits(low)}f}"
        message = f'minimum {low} has more decimals than step {step}; write the step as "{written}"'
        yield Finding((*place, "step"), message)
    elif (Decimal(high) - low) % step:
        last = high - (Decimal(high) - low) % step
        message = (
            f"maximum {high} is not reached from {low} in steps of {step}; write {last} or {last + step}"
        )
        yield Finding((*place, "maximum"), message)
    elif attribute.size > MAX_VALUES:
        message = (
            f"{low} to {high} has {attribute.size} values, and what is possible is proven after each "
            f"click, for at most {MAX_VALUES} of them; narrow the range or write a larger step"
        )
        yield Finding((*place, "maximum"), message)


def _digits(number: int | Decimal) -> int:
    return max(0, -int(Decimal(number).as_tuple().exponent))


def _text(attribute: Attribute) -> Iterator[Finding]:
    place: Place = ("attribute", attribute.key)
    if not 1 <= attribute.longest <= MAX_TEXT:
        message = f"a text has at most 1 to {MAX_TEXT} characters, not {attribute.longest}"
        yield Finding((*place, "longest"), message)
    if bool(attribute.pattern) != bool(attribute.pattern_text):
        missing = "pattern_text" if attribute.pattern else "pattern"
        message = f"{missing} is missing; pattern_text says in words what pattern demands"
        yield Finding((*place, missing), message)
    if attribute.pattern:
        try:
            check_pattern(attribute.pattern)
        except PatternInvalid as invalid:
            yield Finding((*place, "pattern"), f"this is no regular expression that is read: {invalid}")


def _proposed(attribute: Attribute) -> Iterator[Finding]:
    for name, value in (("default", attribute.default), ("preset", attribute.preset)):
        if value is not None and attribute.canonical(value) is None:
            yield Finding(("attribute", attribute.key, name), unknown_value(attribute, value))
    if attribute.preset is not None and attribute.default is not None:
        message = "default yields and preset holds; keep one of them"
        yield Finding(("attribute", attribute.key, "default"), message)
