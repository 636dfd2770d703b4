"""What a product is made of, as rules: which parts, operations and cut pieces its choices bring.

What a configuration really consists of is worked out by ``app.assembly``. Quantities are of one piece of
the assembly that a rule stands in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from app.catalog.articles import Article, WorkCentre
from app.catalog.expressions.tree import Constant, Expression

ROW = "row"
"""The name that, in a rule with ``each``, says which of the rows it is: 1, 2, ..."""

ABSENT = "absent"
"""Stands in ``codes`` for an attribute that does not apply."""

Codes: TypeAlias = Mapping[str, Mapping[str, str]]
"""Short codes for item numbers: by attribute, then by value as it is written (``true``, ``n78``, ``12``)."""

ONE = Constant(1)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """When a rule applies, and how often. ``each`` counts lines: the rule is made once for every row.

    A rule for the rows of a component stands there once for each, with its number as ``row``; ``source`` is
    where the file has it.
    """

    quantity: Expression = ONE
    when: Expression | None = None
    each: Expression | None = None
    position: str = ""
    round_up: bool = False
    row: int = 0
    source: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class PartRule:
    """One article; or ``by`` the chosen option one of ``articles`` (an option may have none)."""

    occurs: Occurrence
    article: Article | None = None
    by: str = ""
    articles: Mapping[str, Article] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OperationRule:
    """``setup`` is minutes once for all pieces made together, ``minutes`` those of each piece."""

    name: str
    work_centre: WorkCentre
    setup: Decimal
    minutes: Expression
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class CutRule:
    """``length`` in millimetres; ``angle`` (``45``, ``45/90``) is for the saw and changes no length."""

    name: str
    material: Article
    length: Expression
    pieces: Expression
    when: Expression | None = None
    angle: str = ""


@dataclass(frozen=True, slots=True)
class AssemblyRule:
    """An assembly with its own parts and work. ``days`` is the time to make it once its parts are there.

    ``number`` is a template (``RU-{band}``); without one the assembly is only a group on the list.
    """

    key: str
    name: str
    occurs: Occurrence = field(default_factory=Occurrence)
    number: str = ""
    days: int = 0
    parts: tuple["PartRule | AssemblyRule | ProductRule", ...] = ()
    operations: tuple[OperationRule, ...] = ()
    cuts: tuple[CutRule, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductRule:
    """A product that a row of a component configures, with all that it is made of when it is sold by itself.

    ``within`` is the key of the row: its values are those of the product, with that key before each.
    ``label`` stands before the names of its attributes.
    """

    occurs: Occurrence
    product: str
    within: str
    label: str


@dataclass(frozen=True, slots=True)
class Assembly:
    """``version`` is the owner's name of this state of the assembly; it is part of every item number."""

    version: str
    root: AssemblyRule
    codes: Codes = field(default_factory=dict)
