"""The tree of an expression: what the parser makes, and what pricing, rules and the solver read.

Every node knows where it stands in its source (``at``: offset of its first character), so that whoever
refuses it can point there; trees that say the same are equal wherever they stand. Nodes are plain values;
they hold no reference to a catalog.

Attributes are named by paths joined with periods, rows by their number: the source ``radios[2].band`` is
the path ``radios.2.band``. The parser makes a ``Fact`` of each path of several parts; ``expand`` finds out
which are attributes, and replaces ``Rows``, ``Member`` and what a fold says of many rows. What remains is
*flat*: it speaks of attributes of the product alone. Solver and evaluator read flat trees.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

Scalar: TypeAlias = str | bool | int | Decimal
Comparison: TypeAlias = Literal["=", "!=", "<", "<=", ">", ">="]
Operator: TypeAlias = Literal["+", "-", "*", "/"]
Folding: TypeAlias = Literal["sum", "min", "max"]
Counting: TypeAlias = Literal["count", "any", "all"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal: text, truth value, whole number or decimal; a number may be in a unit: ``12 kW``."""

    value: Scalar
    unit: str = ""
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
    path_at: int = field(default=0, compare=False)


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


@dataclass(frozen=True, slots=True)
class Absolute:
    """``abs(a - b)``."""

    operand: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Given:
    """``radios.power where radios.band = "n78"``: the number while the condition holds, else no value."""

    value: "Expression"
    condition: "Expression"
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fold:
    """``sum``, ``min`` or ``max`` over those operands that have a value: of none, 0 or no value."""

    function: Folding
    operands: tuple["Expression", ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """``count(radios where ...)``, ``any(...)``, ``all(...)``: about rows of a component, or a set."""

    function: Counting
    path: str
    condition: "Expression | None" = None
    at: int = field(default=0, compare=False)
    path_at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """``"carrier_aggregation" in software``: whether a set holds the option."""

    option: str
    path: str
    at: int = field(default=0, compare=False)
    path_at: int = field(default=0, compare=False)


Expression: TypeAlias = (
    Constant
    | Name
    | Fact
    | Present
    | Not
    | And
    | Or
    | Implies
    | Compare
    | Within
    | Arithmetic
    | Absolute
    | Given
    | Fold
    | Rows
    | Member
)
