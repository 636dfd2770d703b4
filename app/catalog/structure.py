"""What belongs together among the attributes of a product: sets of which some are chosen, and components.

The engine works on flat attributes alone. These values say which of them make up a set or a row, for those
who show, price or assemble them. All keys are paths as those of attributes. ``names`` and ``labels`` have
names and labels by language where the catalog gives several.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from app.catalog.attribute import AttributeKey
from app.catalog.expressions.tree import Expression

RowsAre: TypeAlias = Literal["each", "equal"]


@dataclass(frozen=True, slots=True)
class OptionSet:
    """Of the members, booleans all, ``at_least`` to ``at_most`` are chosen.

    ``within`` is the key of the row that it stands in, empty at the top. ``question`` asks in words which.
    """

    key: str
    name: str
    members: tuple[AttributeKey, ...]
    at_least: int
    at_most: int
    help: str = ""
    label: str = ""
    within: str = ""
    question: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """Attributes that stand under one heading, in order, nested ones among them; a heading may be empty."""

    name: str
    attributes: tuple[AttributeKey, ...]
    help: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One of the things that a component counts: ``radios.2``, or ``radios`` for all where they are equal.

    ``number`` counts from 1 and is 0 for equal rows. ``when`` says where it exists; None: always.
    """

    key: str
    number: int
    name: str
    sections: tuple[Section, ...]
    when: Expression | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Component:
    """A part that occurs ``minimum`` to ``maximum`` times; the attribute ``quantity`` says how often.

    Its rows are configured ``each``, or all ``equal`` (then there is one row). ``product`` is the key of the
    product that it is made of, if it is one; ``within`` the key of the row that it stands in.
    """

    key: str
    name: str
    rows_are: RowsAre
    minimum: int
    maximum: int
    quantity: AttributeKey
    rows: tuple[Row, ...]
    help: str = ""
    label: str = ""
    within: str = ""
    product: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
