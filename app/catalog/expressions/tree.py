"""The tree of an expression: what the parser makes, and what pricing, rules and the solver read.

Every node knows where it stands in its source (``at``: offset of its first character), so that whoever
refuses it can point there; trees that say the same are equal wherever they stand. Nodes are plain values;
they hold no reference to a catalog.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Scalar: TypeAlias = str | bool | int | Decimal
Comparison: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">="]
Operator: TypeAlias = Literal["+", "-", "*"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal: text, truth value, whole number or decimal."""

    value: Scalar
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """The value of an attribute: ``band``. A bare boolean attribute is a condition."""

    attribute: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number that the chosen option of an attribute carries: ``radio.power_w`` (0 while absent)."""

    attribute: str
    fact: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Present:
    """True while the (conditional) attribute applies: ``present(mast_height)``."""

    attribute: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    operand: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    operands: tuple["Expression", ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    operands: tuple["Expression", ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Implies:
    condition: "Expression"
    consequence: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    operator: Comparison
    left: "Expression"
    right: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Within:
    """``band in {"n78", "n41"}``; false while the attribute is absent."""

    attribute: str
    values: tuple[Scalar, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: Operator
    left: "Expression"
    right: "Expression"
    at: int = field(default=0, compare=False)


Expression: TypeAlias = (
    Constant | Name | Fact | Present | Not | And | Or | Implies | Compare | Within | Arithmetic
)
