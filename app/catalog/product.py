"""What can be sold: a product, its attributes with their options, its rules and its prices, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Literal, NewType

from app.catalog.assembly import Assembly
from app.catalog.attribute import Attribute, AttributeKey, AttributeKind, Option, Prices, Value
from app.catalog.cells import Cell
from app.catalog.expressions.tree import Expression
from app.catalog.period import ALWAYS, Period
from app.catalog.structure import Component, OptionSet, Row, Section

__all__ = [
    "Attribute",
    "AttributeKey",
    "AttributeKind",
    "Cell",
    "Component",
    "Option",
    "OptionSet",
    "Period",
    "Prices",
    "Product",
    "ProductKey",
    "QuantityTier",
    "Row",
    "Rule",
    "Section",
    "Step",
    "Table",
    "Value",
]

ProductKey = NewType("ProductKey", str)


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that every configuration meets. ``text`` is the sentence read when it says no.

    It is in the catalog's language; ``texts`` has it by language where the catalog gives several.
    """

    key: str
    text: str
    expression: Expression
    source: str
    owner: str = ""
    period: Period = ALWAYS
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A compatibility table: the values of ``columns`` together match at least one row.

    It holds only where ``when`` does; None: everywhere.
    """

    key: str
    text: str
    columns: tuple[AttributeKey, ...]
    rows: tuple[tuple[Cell, ...], ...]
    owner: str = ""
    when: Expression | None = None
    period: Period = ALWAYS
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the guided sale: a heading, in ``names`` by language, and the attributes asked under it."""

    key: str
    name: str
    attributes: tuple[AttributeKey, ...]
    help: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuantityTier:
    """From this quantity of a line on, ``percent`` off (volume, i.e. for all units)."""

    minimum: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Product:
    """A product that can be configured. ``code`` is its number in the CRM (``Product2.ProductCode``).

    ``attributes`` are flat; ``sets`` and ``components`` say which of them belong together, outer ones first.
    ``changes`` are the days on which parts of it come or go; ``era`` is the last of them that the product has
    been looked at on or after (see ``effective``), None before the first or for a product without dates.
    ``needs`` are the keys of those attributes that are needs; ``translated``: whether some name is in several
    languages.
    ``fact_units``: the units of facts by their names, for those that are not plain numbers.
    ``names``: its name by language, where the catalog gives several.
    ``used``: the products whose assemblies stand in its own, by key.
    ``recurs``: its list price is that of a month or a year; None: it is paid once.
    """

    key: ProductKey
    code: str
    name: str
    description: str
    family: str
    attributes: tuple[Attribute, ...]
    steps: tuple[Step, ...]
    rules: tuple[Rule, ...]
    tables: tuple[Table, ...]
    prices: Prices
    quantity_tiers: tuple[QuantityTier, ...] = ()
    maximum_quantity: int = 10_000
    sets: tuple[OptionSet, ...] = ()
    components: tuple[Component, ...] = ()
    period: Period = ALWAYS
    era: date | None = None
    fact_units: Mapping[str, str] = field(default_factory=dict)
    recurs: Literal["month", "year"] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[date, ...] = field(init=False, repr=False, compare=False)
    needs: frozenset[AttributeKey] = field(init=False, repr=False, compare=False)
    translated: bool = field(init=False, repr=False, compare=False)
    _by_key: Mapping[str, Attribute] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The first of two attributes with one key counts; the checks of a catalog report the other.
        by_key = {attribute.key: attribute for attribute in reversed(self.attributes)}
        object.__setattr__(self, "_by_key", by_key)
        object.__setattr__(self, "changes", _changes(self))
        object.__setattr__(self, "translated", _is_translated(self))
        object.__setattr__(self, "needs", frozenset(one.key for one in self.attributes if one.need))

    assembly: Assembly | None = None
    used: Mapping[str, "Product"] = field(default_factory=dict, repr=False)

    def attribute(self, key: str) -> Attribute | None:
        return self._by_key.get(AttributeKey(key))

    def fact(self, attribute: str, fact: str, value: Value) -> Decimal:
        """The number that a value of an attribute carries; 0 where the catalog gives none."""
        found = self.attribute(attribute)
        return Decimal(0) if found is None else found.fact(fact, value)

    def unit(self, attribute: str) -> str:
        """The unit of a number to be chosen; "" for a plain one."""
        found = self.attribute(attribute)
        return found.unit if found else ""

    def fact_unit(self, attribute: str, fact: str) -> str:
        """The unit of a fact, whichever attribute carries it; "" for a plain number."""
        return self.fact_units.get(fact, "")


def _is_translated(product: Product) -> bool:
    """Whether the catalog gives a name in several languages."""
    options = (option.names for one in product.attributes for option in one.options)
    sections = (part.names for one in product.components for row in one.rows for part in row.sections)
    parts = (
        *(one.names for one in product.attributes),
        *(one.names for one in product.steps),
        *(one.names for one in product.sets),
        *(one.names for one in product.components),
    )
    return any(chain((product.names,), parts, options, sections))


def _changes(product: Product) -> tuple[date, ...]:
    periods = {product.period}
    periods.update(one.period for one in product.attributes)
    periods.update(option.period for one in product.attributes for option in one.options)
    periods.update(rule.period for rule in product.rules)
    periods.update(table.period for table in product.tables)
    return tuple(sorted({day for period in periods for day in period.changes}))
