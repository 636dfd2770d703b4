"""How much nesting is read: bounds that are checked before anything is expanded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.catalog.checks.finding import Finding
from app.catalog.near import did_you_mean
from app.catalog.nesting.scope import joined
from app.catalog.nesting.sound import component_findings, repeated_parts, set_findings
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
    """Counts flat attributes. ``trail`` are the products that are being expanded, the outermost first.

    ``seen`` counts what was looked at, so that products within products cannot multiply the work either.
    """

    catalog: Mapping[str, WrittenProduct]
    findings: list[Finding] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def body(self, body: Body, path: str, trail: tuple[str, ...], depth: int = 0) -> int:
        size = 0
        self.findings.extend(repeated_parts(body, path))
        for part in body.parts:
            here = joined(path, part.key)
            self.seen.append(part.key)
            if len(self.seen) > MAX_ATTRIBUTES:
                return MAX_ATTRIBUTES + 1
            if isinstance(part, WrittenSet):
                self.findings.extend(set_findings(part, here))
                size += len(part.members)
            elif isinstance(part, WrittenComponent):
                size += 1 + self.component(part, here, trail=trail, depth=depth + 1)
            else:
                size += 1
        return size

    def component(self, component: WrittenComponent, path: str, *, trail: tuple[str, ...], depth: int) -> int:
        found = [*component_findings(component, path), *self._refused(component, path, trail, depth)]
        self.findings.extend(found)
        if found:
            return 0
        if component.body is not None:
            inside = self.body(component.body, path, trail, depth)
        else:
            # What is wrong within another product is said there.
            inner = _Measure(self.catalog, seen=self.seen)
            body = self.catalog[component.product].body
            inside = inner.body(body, "", (*trail, component.product), depth)
            self.findings.extend(_circles(inner.findings, path))
        return inside * (component.maximum if component.rows_are == "each" else 1)

    def _refused(
        self, component: WrittenComponent, path: str, trail: tuple[str, ...], depth: int
    ) -> Iterator[Finding]:
        product = component.product
        if depth > MAX_DEPTH:
            message = f"components stand more than {MAX_DEPTH} deep in each other; make one of them flatter"
            yield Finding(("component", path), message)
        if component.rows_are == "each" and component.maximum > MAX_ROWS:
            message = (
                f"{component.maximum} rows, each configured, are too many; write at most {MAX_ROWS}, "
                "or rows: equal"
            )
            yield Finding(("component", path, "maximum"), message)
        if product in trail:
            circle = " -> ".join((*trail[trail.index(product) :], product))
            message = f"a product cannot be a part of itself ({circle}); break the circle"
            yield Finding(("component", path, "product"), message)
        elif product and product not in self.catalog:
            message = f'there is no product "{product}"; {did_you_mean(product, self.catalog)}'
            yield Finding(("component", path, "product"), message)


def _circles(findings: list[Finding], path: str) -> Iterator[Finding]:
    """Anything that stops the inner product from being expanded stops the outer one, at its component."""
    if findings:
        yield Finding(("component", path, "product"), findings[0].message)
