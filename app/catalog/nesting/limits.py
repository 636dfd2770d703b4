"""How much nesting is read: bounds that are checked before anything is expanded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.catalog.checks.finding import Finding
from app.catalog.checks.near import did_you_mean
from app.catalog.nesting.written import Body, WrittenComponent, WrittenProduct, WrittenSet

MAX_DEPTH: Final = 6
"""Components within components."""

MAX_ROWS: Final = 64
"""Rows of a component that are configured each."""

MAX_ATTRIBUTES: Final = 20_000
"""Flat attributes of a product."""


def limits(written: WrittenProduct, catalog: Mapping[str, WrittenProduct]) -> tuple[Finding, ...]:
    """What makes it impossible to expand the product; empty: it can be."""
    measure = _Measure(catalog)
    size = measure.body(written.body, "", (written.bare.key,))
    if size > MAX_ATTRIBUTES and not measure.findings:
        message = (
            f"the product has {size} attributes once every row is counted, at most {MAX_ATTRIBUTES} fit; "
            "lower the maximum of a component, or write rows: equal"
        )
        return (Finding(("steps",), message),)
    return tuple(measure.findings)


@dataclass(slots=True)
class _Measure:
    """Counts flat attributes. ``trail`` are the products that are being expanded, the outermost first."""

    catalog: Mapping[str, WrittenProduct]
    findings: list[Finding] = field(default_factory=list)

    def body(self, body: Body, path: str, trail: tuple[str, ...], depth: int = 0) -> int:
        size = 0
        for part in body.parts:
            if isinstance(part, WrittenSet):
                size += len(part.members)
            elif isinstance(part, WrittenComponent):
                here = f"{path}.{part.key}" if path else part.key
                size += 1 + self.component(part, here, trail=trail, depth=depth + 1)
            else:
                size += 1
        return size

    def component(self, component: WrittenComponent, path: str, *, trail: tuple[str, ...], depth: int) -> int:
        found = list(self._refused(component, trail, depth))
        self.findings.extend(Finding(("component", path, *place), text) for place, text in found)
        if found:
            return 0
        body = component.body or self.catalog[component.product].body
        inner = (*trail, component.product) if component.product else trail
        rows = component.maximum if component.rows_are == "each" else 1
        return rows * self.body(body, path, inner, depth)

    def _refused(
        self, component: WrittenComponent, trail: tuple[str, ...], depth: int
    ) -> Iterator[tuple[tuple[str, ...], str]]:
        if depth > MAX_DEPTH:
            yield (), f"components stand more than {MAX_DEPTH} deep in each other; make one of them flatter"
        if component.rows_are == "each" and component.maximum > MAX_ROWS:
            message = (
                f"{component.maximum} rows, each configured, are too many; write at most {MAX_ROWS}, "
                "or rows: equal"
            )
            yield ("maximum",), message
        product = component.product
        if product in trail:
            circle = " -> ".join((*trail[trail.index(product) :], product))
            yield ("product",), f"a product cannot be a part of itself ({circle}); break the circle"
        elif product and product not in self.catalog:
            yield ("product",), f'there is no product "{product}"; {did_you_mean(product, self.catalog)}'
