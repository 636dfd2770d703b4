"""A product as its author wrote it: parts within parts, names relative to where they stand.

``names`` has a name by language where the author gives several.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from app.catalog.expressions.tree import Expression
from app.catalog.period import ALWAYS, Period
from app.catalog.product import Attribute, Option, Prices, Product, Rule, Table
from app.catalog.structure import RowsAre


@dataclass(frozen=True, slots=True)
class WrittenSet:
    """``at_least`` to ``at_most`` of the members. ``default`` and ``preset`` name some of them.

    ``question`` asks for them in words, ``questions`` by language.
    """

    key: str
    name: str
    members: tuple[Option, ...]
    at_least: int
    at_most: int
    help: str = ""
    when: Expression | None = None
    default: tuple[str, ...] | None = None
    preset: tuple[str, ...] = ()
    period: Period = ALWAYS
    question: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WrittenComponent:
    """``minimum`` to ``maximum`` rows of what ``body`` holds, or of the product with the key ``product``.

    ``row_name`` is what one of them is called. ``prices`` are those of one row; None takes those of the
    product that it is made of. ``default`` and ``preset`` are numbers of rows, ``question`` asks for one.
    """

    key: str
    name: str
    minimum: int
    maximum: int
    rows_are: RowsAre = "each"
    body: "Body | None" = None
    product: str = ""
    row_name: str = ""
    help: str = ""
    prices: Prices | None = None
    when: Expression | None = None
    default: int | None = None
    preset: int | None = None
    period: Period = ALWAYS
    question: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    row_names: Mapping[str, str] = field(default_factory=dict)


Part: TypeAlias = Attribute | WrittenSet | WrittenComponent


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """Parts under one heading, which may be empty within a component."""

    key: str
    name: str
    parts: tuple[Part, ...]
    help: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Body:
    """What a product or each row of a component holds."""

    steps: tuple[WrittenStep, ...]
    rules: tuple[Rule, ...] = ()
    tables: tuple[Table, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(part for step in self.steps for part in step.parts)


@dataclass(frozen=True, slots=True)
class WrittenProduct:
    """``bare`` is the product without anything to choose; ``body`` has that."""

    bare: Product
    body: Body
