"""What a product is made of: names and types of its formulas, options with articles, item numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app.catalog.assembly import (
    ABSENT,
    ROW,
    Assembly,
    AssemblyRule,
    CutRule,
    Occurrence,
    OperationRule,
    PartRule,
    ProductRule,
)
from app.catalog.checks.expressions import check_condition, check_number, unknown_value
from app.catalog.checks.finding import Finding, Place
from app.catalog.expressions import Expression, write
from app.catalog.near import did_you_mean
from app.catalog.number_templates import LONGEST, TemplateInvalid, fields, longest, without_rows, written
from app.catalog.product import Attribute, AttributeKey, Product

MOST_DAYS = 3_650
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_ROW_ATTRIBUTE = Attribute(AttributeKey(ROW), "Row", "integer", minimum=1, maximum=1)


def check_assembly(product: Product) -> Iterator[Finding]:
    """Findings at the keys of the written form, under ``assembly``."""
    assembly = product.assembly
    if assembly is None:
        return
    place: Place = ("assembly",)
    if product.attribute(ROW):
        message = f'"{ROW}" counts generated lines in the assembly; rename the attribute'
        yield Finding(("attribute", ROW), message)
    yield from _codes(assembly, product)
    if not assembly.root.number:
        yield Finding((*place, "number"), "the product has no item number; write a template")
    yield from _Checking(product).assembly(assembly.root, place)


def _codes(assembly: Assembly, product: Product) -> Iterator[Finding]:
    known = {without_rows(attribute.key): attribute for attribute in product.attributes}
    for key, codes in assembly.codes.items():
        place: Place = ("assembly", "codes", key)
        attribute = known.get(key)
        if attribute is None:
            yield Finding(place, f'there is no attribute "{key}"; {did_you_mean(key, known)}')
            continue
        for value in codes:
            if value != ABSENT and not _has(attribute, value):
                yield Finding((*place, value), unknown_value(attribute, value))


def _has(attribute: Attribute, text: str) -> bool:
    """Whether the text is a value as catalogs write it."""
    if attribute.numeric:
        number = attribute.canonical(Decimal(text)) if _NUMBER.fullmatch(text) else None
        return number is not None and written(number) == text
    if attribute.kind == "boolean":
        return text in ("true", "false")
    return attribute.canonical(text) is not None


@dataclass(frozen=True, slots=True)
class _Checking:
    product: Product

    def assembly(self, rule: AssemblyRule, place: Place) -> Iterator[Finding]:
        yield from self.number(rule, place)
        if not 0 <= rule.days <= MOST_DAYS:
            yield Finding((*place, "days"), f"is from 0 to {MOST_DAYS}, not {rule.days}")
        yield from self.keys(rule)
        for part in rule.parts:
            yield from self.part(part, part.occurs.source)
        for n, work in enumerate(rule.operations):
            yield from self.operation(work, (*place, "operations", n))
        for n, cut in enumerate(rule.cuts):
            yield from self.cut(cut, (*place, "cuts", n))

    def number(self, rule: AssemblyRule, place: Place) -> Iterator[Finding]:
        here = (*place, "number")
        known = [attribute.key for attribute in self.product.attributes]
        try:
            unknown = sorted(fields(rule.number) - set(known))
            for key in unknown:
                yield Finding(here, f'there is no attribute "{key}"; {did_you_mean(key, known)}')
            most = 0 if unknown else longest(rule.number, self.product)
        except TemplateInvalid as invalid:
            yield Finding(here, str(invalid))
        else:
            if most > LONGEST:
                message = f"comes to {most} characters, at most {LONGEST} fit; write shorter codes"
                yield Finding(here, message)

    def keys(self, rule: AssemblyRule) -> Iterator[Finding]:
        seen: dict[str, Place] = {}
        for part in rule.parts:
            if isinstance(part, AssemblyRule):
                source = part.occurs.source
                # The rows of a component are made by one rule and share its place.
                if seen.setdefault(part.key, source) != source:
                    message = f'there are two assemblies "{part.key}" here; rename one'
                    yield Finding((*source, "assembly"), message)

    def part(self, part: PartRule | AssemblyRule | ProductRule, place: Place) -> Iterator[Finding]:
        yield from self.occurrence(part.occurs, place)
        inner = self.in_rows(part.occurs)
        if isinstance(part, AssemblyRule):
            yield from inner.assembly(part, place)
        elif isinstance(part, PartRule) and part.by:
            yield from self.by(part, place)

    def by(self, part: PartRule, place: Place) -> Iterator[Finding]:
        attribute = self.product.attribute(part.by)
        known = [one.key for one in self.product.attributes if one.kind == "choice"]
        if attribute is None or attribute.kind != "choice":
            message = f'there is no choice "{part.by}"; {did_you_mean(part.by, known)}'
            yield Finding((*place, "by"), message)
            return
        for option in part.articles:
            if attribute.option(option) is None:
                yield Finding((*place, "articles", option), unknown_value(attribute, option))

    def occurrence(self, occurs: Occurrence, place: Place) -> Iterator[Finding]:
        if occurs.each is not None:
            yield from self.formula(occurs.each, (*place, "each"))
        rest = occurs.position.replace(f"{{{ROW}}}", "") if _has_rows(occurs) else occurs.position
        if "{" in rest or "}" in rest:
            message = f"only {{{ROW}}} stands in braces here, and only beside each"
            yield Finding((*place, "position"), message)
        inner = self.in_rows(occurs)
        yield from inner.formula(occurs.quantity, (*place, "quantity"))
        yield from inner.condition(occurs.when, (*place, "when"))

    def operation(self, work: OperationRule, place: Place) -> Iterator[Finding]:
        if work.setup < 0:
            yield Finding((*place, "setup_minutes"), "is not negative")
        yield from self.formula(work.minutes, (*place, "minutes"))
        yield from self.condition(work.when, (*place, "when"))

    def cut(self, cut: CutRule, place: Place) -> Iterator[Finding]:
        if not cut.material.stock_lengths:
            message = f"{cut.material.number} is no bar; give the article stock_lengths"
            yield Finding((*place, "material"), message)
        yield from self.formula(cut.length, (*place, "length"))
        yield from self.formula(cut.pieces, (*place, "pieces"))
        yield from self.condition(cut.when, (*place, "when"))

    def formula(self, expression: Expression, place: Place) -> Iterator[Finding]:
        for invalid in check_number(expression, write(expression), self.product):
            yield Finding(place, invalid.detail)

    def condition(self, expression: Expression | None, place: Place) -> Iterator[Finding]:
        if expression is not None:
            for invalid in check_condition(expression, write(expression), self.product):
                yield Finding(place, invalid.detail)

    def in_rows(self, occurs: Occurrence) -> "_Checking":
        """With the name of the row known, where there are rows."""
        if not _has_rows(occurs) or self.product.attribute(ROW):
            return self
        return _Checking(replace(self.product, attributes=(*self.product.attributes, _ROW_ATTRIBUTE)))


def _has_rows(occurs: Occurrence) -> bool:
    return occurs.each is not None or occurs.row > 0
