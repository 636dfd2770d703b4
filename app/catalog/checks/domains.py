"""The domain of one attribute, and what belongs to its values."""

from collections.abc import Iterator

from app.catalog.checks.expressions import unknown_value
from app.catalog.checks.finding import Finding, Place
from app.catalog.checks.prices import check_prices
from app.catalog.product import Attribute

MAX_VALUES = 500


def check_attribute(attribute: Attribute, currencies: tuple[str, ...]) -> Iterator[Finding]:
    place: Place = ("attribute", attribute.key)
    yield from check_prices((*place, "prices"), attribute.prices, currencies)
    if attribute.kind == "choice":
        yield from _options(attribute, currencies)
    if attribute.kind == "integer":
        yield from _range(attribute)
    elif not any(attribute.values):
        return
    yield from _default(attribute)


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
    place: Place = ("attribute", attribute.key)
    low, high, step = attribute.minimum, attribute.maximum, attribute.step
    if step < 1:
        yield Finding((*place, "step"), f"step is at least 1, not {step}")
    elif high < low:
        yield Finding((*place, "maximum"), f"maximum {high} is below minimum {low}, so no value is left")
    elif (high - low) % step:
        last = high - (high - low) % step
        message = (
            f"maximum {high} is not reached from {low} in steps of {step}; write {last} or {last + step}"
        )
        yield Finding((*place, "maximum"), message)
    elif (high - low) // step >= MAX_VALUES:
        count = (high - low) // step + 1
        message = (
            f"{low} to {high} has {count} values, and every value is proven possible after each click, "
            f"for at most {MAX_VALUES} of them for now; narrow the range or write a larger step"
        )
        yield Finding((*place, "maximum"), message)


def _default(attribute: Attribute) -> Iterator[Finding]:
    default = attribute.default
    if default is None or attribute.step < 1:
        return
    if not any(type(default) is type(value) and default == value for value in attribute.values):
        yield Finding(("attribute", attribute.key, "default"), unknown_value(attribute, default))
