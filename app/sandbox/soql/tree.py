"""The parts of a query, as the parser finds them. Names are still as written.

`at` is where a part starts in the text; two parts are equal wherever they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SIGNS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def _decoded(escape: str) -> str:
    return chr(int(escape[1:], 16)) if len(escape) > 1 else _SIGNS.get(escape.lower(), escape)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A text as written between its quotes; what it says depends on who reads it."""

    raw: str

    @property
    def plain(self) -> str:
        return _ESCAPE.sub(lambda match: _decoded(match[1]), self.raw)

    @property
    def pattern(self) -> str:
        """For LIKE: a backslash before %, _ and itself stays."""
        return _ESCAPE.sub(lambda match: match[0] if match[1] in "%_\\" else _decoded(match[1]), self.raw)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date (`2027-01-31`), a time with zone, or a word such as TODAY or LAST_N_DAYS:30."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Money:
    """`USD500.25`."""

    text: str


Literal = Quoted | Decimal | bool | Moment | Money | None


@dataclass(frozen=True, slots=True)
class Path:
    """`Account.Owner.Name`."""

    parts: tuple[str, ...]
    at: int = field(default=0, compare=False)

    @property
    def text(self) -> str:
        return ".".join(self.parts)


@dataclass(frozen=True, slots=True)
class Function:
    """`name` in upper case, whatever was written."""

    name: str
    arguments: tuple[Expression | Quoted | Decimal, ...] = ()
    at: int = field(default=0, compare=False)


Expression = Path | Function


@dataclass(frozen=True, slots=True)
class Item:
    expression: Expression
    alias: str = ""


@dataclass(frozen=True, slots=True)
class AllFields:
    which: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TypeOf:
    path: Path
    cases: tuple[tuple[str, tuple[Path, ...]], ...]
    otherwise: tuple[Path, ...] = ()
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    operand: Expression
    operator: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Member:
    """IN and NOT IN, over a list or over another query's rows."""

    operand: Expression
    values: tuple[Literal, ...] | Query
    negated: bool


@dataclass(frozen=True, slots=True)
class Includes:
    """INCLUDES and EXCLUDES; each text names values that must all be chosen."""

    operand: Expression
    values: tuple[Quoted, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Not:
    inside: Condition


@dataclass(frozen=True, slots=True)
class Both:
    """AND or OR over two and more conditions."""

    operator: str
    parts: tuple[Condition, ...]


Condition = Compare | Member | Includes | Not | Both


@dataclass(frozen=True, slots=True)
class Order:
    expression: Expression
    descending: bool = False
    nulls_last: bool = False


@dataclass(frozen=True, slots=True)
class Extra:
    """A clause that is read and not done: `words` as the parser joins them."""

    words: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Query:
    """`joined` names parents: `FROM Contact c, c.Account a`. `rollup` is ROLLUP or CUBE."""

    select: tuple[Item | AllFields | TypeOf | Query, ...]
    source: Path
    alias: str = ""
    joined: tuple[tuple[Path, str], ...] = ()
    where: Condition | None = None
    group: tuple[Expression, ...] = ()
    rollup: str = ""
    having: Condition | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    scope: Extra | None = None
    secured: Extra | None = None
    lock: Extra | None = None
    tracking: Extra | None = None
    at: int = field(default=0, compare=False)
