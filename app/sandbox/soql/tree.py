"""The parts of a query, as the parser finds them. Names are still as written."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Moment:
    """A date (`2027-01-31`), a time with zone, or a word such as TODAY or LAST_N_DAYS:30."""

    text: str
    kind: str


Literal = str | Decimal | bool | Moment | None


@dataclass(frozen=True, slots=True)
class Path:
    """`Account.Owner.Name` with the column where it starts, for error messages."""

    parts: tuple[str, ...]
    column: int = 0

    @property
    def text(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Aggregate:
    function: str
    path: Path | None
    alias: str = ""


@dataclass(frozen=True, slots=True)
class AllFields:
    which: str


@dataclass(frozen=True, slots=True)
class Compare:
    path: Path
    operator: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Member:
    path: Path
    values: tuple[Literal, ...] | Query
    negated: bool


@dataclass(frozen=True, slots=True)
class Not:
    inside: Condition


@dataclass(frozen=True, slots=True)
class Both:
    """AND or OR over two and more conditions."""

    operator: str
    parts: tuple[Condition, ...]


Condition = Compare | Member | Not | Both


@dataclass(frozen=True, slots=True)
class Order:
    path: Path
    descending: bool = False
    nulls_last: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    select: tuple[Path | Aggregate | AllFields | Query, ...]
    source: str
    alias: str = ""
    where: Condition | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    column: int = 0
    nested: bool = field(default=False)
