"""Dates: periods that have days, and what is left of a product whenever something comes or goes."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from app.catalog.checks.finding import Finding, Place
from app.catalog.effective import effective
from app.catalog.period import Period
from app.catalog.product import Product

MAX_CHANGES: Final = 400


def check_periods(product: Product) -> Iterator[Finding]:
    for place, period in _periods(product):
        if period.empty:
            yield Finding((*place, "until"), f"until {period.last} is before from {period.first}")
    if len(product.changes) > MAX_CHANGES:
        message = f"parts of the product come or go on {len(product.changes)} days, at most {MAX_CHANGES} fit"
        yield Finding(("steps",), message)
        return
    said: set[str] = set()
    for day in (date.min, *product.changes) if product.changes else ():
        for attribute in effective(product, day).attributes:
            offered = product.period.holds(day) and attribute.period.holds(day)
            if offered and attribute.kind == "choice" and not attribute.options and attribute.key not in said:
                said.add(attribute.key)
                when = f"on {day.isoformat()}" if day != date.min else f"before {product.changes[0]}"
                message = f"{attribute.key} has no option {when}; give the attribute the same dates"
                yield Finding(("attribute", attribute.key), message)


def _periods(product: Product) -> Iterator[tuple[Place, Period]]:
    yield (), product.period
    for attribute in product.attributes:
        place: Place = ("attribute", attribute.key)
        yield place, attribute.period
        yield from (((*place, "option", one.key), one.period) for one in attribute.options)
    yield from ((("rule", rule.key), rule.period) for rule in product.rules)
    yield from ((("table", table.key), table.period) for table in product.tables)
