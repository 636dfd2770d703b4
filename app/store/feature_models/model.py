"""A feature model as UVL writes it, before it becomes a product."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Number: TypeAlias = int | Decimal
Scalar: TypeAlias = str | bool | int | Decimal
FeatureType: TypeAlias = Literal["Boolean", "Integer", "Real", "String"]
Operator: TypeAlias = Literal[
    "!", "&", "|", "=>", "<=>", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"
]


@dataclass(frozen=True, slots=True)
class Reference:
    """``Radio`` or ``Radio.power``: ids from left to right."""

    path: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Given:
    """A number or a text between single quotes."""

    value: Scalar
    line: int


@dataclass(frozen=True, slots=True)
class Call:
    """``sum(price)``, ``sum(Radio, price)``, ``avg``, ``len``, ``floor``, ``ceil``."""

    function: str
    arguments: tuple[Reference, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Operation:
    """``depth`` of the tree below and with it, so that whoever walks it knows before."""

    operator: Operator
    operands: tuple["Constraint", ...]
    line: int
    depth: int


Constraint: TypeAlias = Reference | Given | Call | Operation


@dataclass(frozen=True, slots=True)
class Range:
    """``[least..most]``; ``most`` None: no end is said."""

    least: int
    most: int | None

    def __str__(self) -> str:
        return f"[{self.least}..{'*' if self.most is None else self.most}]"


@dataclass(frozen=True, slots=True)
class Home:
    """The file that something stands in, empty for the first, and what its names mean outside: ``sub.``."""

    file: str = ""
    prefix: str = ""

    def at(self, line: int) -> str:
        return f"{self.file}, line {line}" if self.file else f"line {line}"


@dataclass(frozen=True, slots=True)
class Group:
    """Of its features ``least`` to ``most`` are chosen while the parent is; ``most`` None: all of them."""

    least: int
    most: int | None
    features: tuple["Feature", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Feature:
    """``attributes`` in the order of the file; a bare one (``abstract``) is true.

    ``cardinality``: how often it occurs, each time with all that is below it; None: once.
    """

    name: str
    line: int
    type: FeatureType = "Boolean"
    cardinality: Range | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = ()
    groups: tuple[Group, ...] = ()
    depth: int = 1
    home: Home = Home()

    @property
    def at(self) -> str:
        return self.home.at(self.line)

    @property
    def children(self) -> tuple["Feature", ...]:
        return tuple(child for group in self.groups for child in group.features)


@dataclass(frozen=True, slots=True)
class Stated:
    """A constraint, and whose names it uses."""

    constraint: Constraint
    home: Home = Home()

    @property
    def at(self) -> str:
        return self.home.at(self.constraint.line)


@dataclass(frozen=True, slots=True)
class Import:
    """Another file, and what its names begin with here."""

    path: tuple[str, ...]
    alias: str
    line: int


@dataclass(frozen=True, slots=True)
class FeatureModel:
    """One file, or with it all that it imports; then ``imports`` is empty."""

    root: Feature
    constraints: tuple[Stated, ...]
    imports: tuple[Import, ...] = ()
