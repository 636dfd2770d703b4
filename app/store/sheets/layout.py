"""Which sheets a catalog's workbook has, and their columns."""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Sort: TypeAlias = Literal[
    "text",
    "source",
    "whole",
    "number",
    "amount",
    "value",
    "facts",
    "pairs",
    "list",
    "numbers",
    "lines",
    "clauses",
    "day",
]
"""How a cell is read: ``value`` is one of the attribute's, ``list`` and ``numbers`` are parted by commas,
``lines``, ``clauses`` (texts, or JSON) and ``pairs`` (``small = M-05``) by lines; ``source`` is an
expression, or a number.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` in the written form, empty where the column says which part a row belongs to.

    ``added``: workbooks without it are read all the same.
    """

    head: str
    help: str
    sort: Sort = "text"
    key: str = ""
    choices: tuple[str, ...] = ()
    of: str = ""
    added: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """Columns of which there are as many as the catalog has currencies or languages: ``cost EUR``.

    What follows ``prefix`` matches ``pattern``, and is the last key in the mapping ``key``.
    """

    prefix: str
    pattern: str
    key: str
    help: str
    sort: Sort = "amount"

    def named(self, head: str) -> str | None:
        """The currency or language that a head says; None for another column."""
        said = head.removeprefix(self.prefix)
        return said if head.startswith(self.prefix) and re.fullmatch(self.pattern, said) else None

    def column(self, name: str) -> Column:
        return Column(self.prefix + name, f"{self.help} {name}.", self.sort)


@dataclass(frozen=True, slots=True)
class Sheet:
    """``of`` of a column names the sheet whose keys it holds. ``added``: see Column. ``names``: further
    families, of what things are called in each language.
    """

    name: str
    columns: tuple[Column, ...]
    family: Family | None = None
    added: bool = False
    names: tuple[Family, ...] = ()

    @property
    def families(self) -> tuple[Family, ...]:
        return self.names if self.family is None else (self.family, *self.names)

    @property
    def keys(self) -> frozenset[str]:
        """The written form's that have a place here."""
        families = {family.key for family in self.families}
        return frozenset({column.key for column in self.columns if column.key} | families)


CURRENCY: Final = "[A-Z]{3}"
LANGUAGE: Final = "[a-z]{2,3}(-[A-Z]{2})?"
