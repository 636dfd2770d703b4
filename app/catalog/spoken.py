"""A product as readers of a language know it: its names where the catalog has them in that language."""

from dataclasses import replace
from typing import TypeVar

from app.catalog.attribute import Attribute, Option
from app.catalog.product import Product, Step
from app.catalog.structure import Component, OptionSet, Row, Section
from app.catalog.texts import said

Named = TypeVar("Named", Option, Step, Section, Row)
Labelled = TypeVar("Labelled", Attribute, OptionSet, Component)


def in_language(product: Product, language: str) -> Product:
    """The product with its names in ``language`` (``de-AT``), each in the catalog's own where it lacks it.

    Keys, rules and prices stay: whoever works with values may take either product. Itself, where the catalog
    has nothing in other languages.
    """
    if not product.translated:
        return product
    return replace(
        product,
        name=said(product.name, product.names, language=language),
        attributes=tuple(_attribute(one, language) for one in product.attributes),
        steps=tuple(_named(one, language) for one in product.steps),
        sets=tuple(_labelled(one, language) for one in product.sets),
        components=tuple(_component(one, language) for one in product.components),
    )


def _named(one: Named, language: str) -> Named:
    return replace(one, name=said(one.name, one.names, language=language)) if one.names else one


def _labelled(one: Labelled, language: str) -> Labelled:
    if not one.names:
        return one
    label = said(one.label, one.labels, language=language)
    return replace(one, name=said(one.name, one.names, language=language), label=label)


def _attribute(attribute: Attribute, language: str) -> Attribute:
    spoken = _labelled(attribute, language)
    if not any(option.names for option in spoken.options):
        return spoken
    return replace(spoken, options=tuple(_named(option, language) for option in spoken.options))


def _component(component: Component, language: str) -> Component:
    rows = tuple(_row(row, language) for row in component.rows)
    return replace(_labelled(component, language), rows=rows)


def _row(row: Row, language: str) -> Row:
    return replace(
        _named(row, language), sections=tuple(_named(section, language) for section in row.sections)
    )
