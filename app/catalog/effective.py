"""A product as it is on a day: without what does not hold then."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.catalog.attribute import Attribute, AttributeKey
from app.catalog.expressions.tree import Constant
from app.catalog.product import Product
from app.catalog.structure import Component, Row, Section


def effective(product: Product, day: date) -> Product:
    """The product on that day; itself, where nothing of it has dates.

    An option, rule or table outside its period is gone. An attribute outside its own is asked in no step and
    never applies: rules that speak of it keep their meaning, as of any absent attribute.
    """
    if not product.changes:
        return product
    at = bisect_right(product.changes, day)
    gone = _gone(product, day)

    def left(keys: Sequence[AttributeKey]) -> tuple[AttributeKey, ...]:
        return tuple(key for key in keys if key not in gone)

    return replace(
        product,
        attributes=tuple(_attribute(one, day) for one in product.attributes),
        steps=tuple(replace(step, attributes=left(step.attributes)) for step in product.steps),
        rules=tuple(rule for rule in product.rules if rule.period.holds(day)),
        tables=tuple(table for table in product.tables if table.period.holds(day)),
        sets=tuple(replace(one, members=left(one.members)) for one in product.sets),
        components=tuple(_component(one, gone) for one in product.components if one.quantity not in gone),
        era=product.changes[at - 1] if at else None,
    )


def _gone(product: Product, day: date) -> frozenset[AttributeKey]:
    """Attributes outside their period, and all that belongs to a component outside its own."""
    gone = {one.key for one in product.attributes if not one.period.holds(day)}
    paths = tuple(f"{one.key}." for one in product.components if one.quantity in gone)
    return frozenset(gone | {one.key for one in product.attributes if one.key.startswith(paths)})


def _attribute(attribute: Attribute, day: date) -> Attribute:
    if not attribute.period.holds(day):
        return replace(attribute, when=Constant(False), default=None, preset=None)
    options = tuple(option for option in attribute.options if option.period.holds(day))
    if len(options) == len(attribute.options):
        return attribute
    known = {option.key for option in options}
    default = attribute.default if attribute.default in known else None
    preset = attribute.preset if attribute.preset in known else None
    return replace(attribute, options=options, default=default, preset=preset)


def _component(component: Component, gone: frozenset[AttributeKey]) -> Component:
    return replace(component, rows=tuple(_row(row, gone) for row in component.rows))


def _row(row: Row, gone: frozenset[AttributeKey]) -> Row:
    return replace(row, sections=tuple(_section(section, gone) for section in row.sections))


def _section(section: Section, gone: frozenset[AttributeKey]) -> Section:
    return replace(section, attributes=tuple(key for key in section.attributes if key not in gone))
