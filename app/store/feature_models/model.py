"""A feature model as UVL writes it, before it becomes a product."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Number: TypeAlias = int | Decimal
Scalar: TypeAlias = str | bool | int | Decimal
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
class Group:
    """Of its features ``least`` to ``most`` are chosen while the parent is; ``most`` None: all of them."""

    least: int
    most: int | None
    features: tuple["Feature", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Feature:
    """``attributes`` in the order of the file; a bare one (``abstract``) is true."""

    name: str
    line: int
    type: str = "Boolean"
    cardinality: str = ""
    attributes: Mapping[str, object] = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = ()
    groups: tuple[Group, ...] = ()
    depth: int = 1


@dataclass(frozen=True, slots=True)
class FeatureModel:
    """One file. ``imports``: what it takes from other files."""

    root: Feature
    constraints: tuple[Constraint, ...]
    imports: tuple[Reference, ...] = ()
