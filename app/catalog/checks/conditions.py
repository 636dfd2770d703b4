"""Conditions of conditional attributes: their names and types, and that they do not go in a circle."""

from collections.abc import Iterator, Mapping

from app.catalog.checks.expressions import check_condition
from app.catalog.checks.finding import Finding
from app.catalog.expressions import names, write
from app.catalog.product import Product


def check_conditions(product: Product) -> Iterator[Finding]:
    for attribute in product.attributes:
        if attribute.when is not None:
            source = write(attribute.when)
            for invalid in check_condition(attribute.when, source, product):
                yield Finding(("attribute", attribute.key, "when"), invalid.detail)
    for table in product.tables:
        if table.when is not None:
            for invalid in check_condition(table.when, write(table.when), product):
                yield Finding(("table", table.key, "when"), invalid.detail)
    yield from _circles(product)


def _circles(product: Product) -> Iterator[Finding]:
    needs: dict[str, frozenset[str]] = {
        one.key: names(one.when) for one in product.attributes if one.when is not None
    }
    for key in needs:
        circle = _way_back(key, needs)
        if circle:
            path = " -> ".join(circle)
            message = f"whether {key} applies depends on itself ({path}); break the circle in one of them"
            yield Finding(("attribute", key, "when"), message)


def _way_back(start: str, needs: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    waiting: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        for following in sorted(needs.get(path[-1], ())):
            if following == start:
                return (*path, start)
            if following not in seen:
                seen.add(following)
                waiting.append((*path, following))
    return ()
