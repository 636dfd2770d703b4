"""What can be sold: a product, its attributes with their options, its rules and its prices, as values.

Amounts in a price are exact decimals by currency code (``{"EUR": Decimal("1200.00")}``), for one unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NewType, TypeAlias

from app.catalog.expressions.tree import Expression

ProductKey = NewType("ProductKey", str)
AttributeKey = NewType("AttributeKey", str)

Value: TypeAlias = str | bool | int
"""A value of an attribute: an option's key, a truth value, or a whole number in the attribute's unit."""

Prices: TypeAlias = Mapping[str, Decimal]
"""Amount by ISO 4217 code, for one unit."""

AttributeKind: TypeAlias = Literal["choice", "boolean", "integer"]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a ``choice`` attribute. ``facts`` are numbers that rules may use (``power_w``)."""

    key: str
    name: str
    help: str = ""
    prices: Prices = field(default_factory=dict)
    facts: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing to be chosen.

    ``choice`` has ``options``; ``integer`` has ``minimum``, ``maximum``, ``step`` and maybe ``unit``.
    ``prices`` is added once for a true boolean, and per counted unit for an integer.
    ``facts`` belong to a true boolean, or are multiplied by an integer's value.
    ``when`` makes it conditional: where it is false the attribute is absent, a state of its own.
    """

    key: AttributeKey
    name: str
    kind: AttributeKind
    help: str = ""
    options: tuple[Option, ...] = ()
    minimum: int = 0
    maximum: int = 0
    step: int = 1
    unit: str = ""
    prices: Prices = field(default_factory=dict)
    facts: Mapping[str, Decimal] = field(default_factory=dict)
    when: Expression | None = None
    default: Value | None = None

    @property
    def values(self) -> tuple[Value, ...]:
        """Every value that the catalog knows, in catalog order."""
        if self.kind == "choice":
            return tuple(option.key for option in self.options)
        if self.kind == "boolean":
            return (True, False)
        return tuple(range(self.minimum, self.maximum + 1, self.step))

    def option(self, key: Value) -> Option | None:
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that every configuration meets. ``text`` is the sentence read when it says no."""

    key: str
    text: str
    expression: Expression
    source: str
    owner: str = ""


Cell: TypeAlias = frozenset[Value] | None
"""The values that a table row admits in one column; ``None`` admits all (written ``*``)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A compatibility table: the values of ``columns`` together match at least one row."""

    key: str
    text: str
    columns: tuple[AttributeKey, ...]
    rows: tuple[tuple[Cell, ...], ...]
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the guided sale: a heading and the attributes asked under it, in order."""

    key: str
    name: str
    attributes: tuple[AttributeKey, ...]
    help: str = ""


@dataclass(frozen=True, slots=True)
class QuantityTier:
    """From this quantity of a line on, ``percent`` off (volume, i.e. for all units)."""

    minimum: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Product:
    """A product that can be configured. ``code`` is its number in the CRM (``Product2.ProductCode``)."""

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

    def attribute(self, key: str) -> Attribute | None:
        return next((attribute for attribute in self.attributes if attribute.key == key), None)

    def fact(self, attribute: str, fact: str, value: Value) -> Decimal:
        """The number that a value of an attribute carries; 0 where the catalog gives none."""
        found = self.attribute(attribute)
        if found is None:
            return Decimal(0)
        if found.kind == "choice":
            option = found.option(value)
            return option.facts.get(fact, Decimal(0)) if option else Decimal(0)
        return found.facts.get(fact, Decimal(0)) * int(value)
