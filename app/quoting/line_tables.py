"""A table of lines as it was pasted or uploaded: texts by row, and what is wrong where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from app.errors import Refused

MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 300
MOST_TEXT: Final = 4_000


class TableUnreadable(Refused):
    """The file as a whole cannot be read. ``facts`` name it, and where it is known the row and the cell."""

    code: ClassVar[str] = "table_unreadable"


class TableMacros(TableUnreadable):
    code: ClassVar[str] = "table_has_macros"


class TableTooLarge(TableUnreadable):
    code: ClassVar[str] = "table_too_large"


class TableEncoding(TableUnreadable):
    code: ClassVar[str] = "table_encoding_unknown"


@dataclass(frozen=True, slots=True)
class Fault:
    """``row`` counts from 1, the heads included; ``cell`` is named as spreadsheets do (``C7``), empty for the
    whole row; ``column`` is its head. ``text`` says what is wrong and what to do.
    """

    row: int
    cell: str
    column: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class TableRow:
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``notes``: how it was read, where that is not plain. ``faults``: cells that are none of a table's."""

    file: str
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def letters(column: int) -> str:
    """``C`` for 3, ``AA`` for 27."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def too_many_rows(file: str, row: int) -> TableTooLarge:
    return TableTooLarge(
        f"{file}, row {row}: at most {MOST_ROWS} rows of lines are read, as many as a quote may have. Split "
        "the file over several quotes.",
        facts=where(file, row),
    )


def where(file: str, row: int, column: int = 0) -> Mapping[str, object]:
    place: dict[str, object] = {"file": file, "row": row}
    return place | {"cell": f"{letters(column)}{row}"} if column else place


def plain_rows(rows: Iterable[tuple[int, Iterable[str]]]) -> tuple[TableRow, ...]:
    """Without empty ones, and without what is empty at the end of each."""
    found: list[TableRow] = []
    for number, cells in rows:
        kept = [cell.strip() for cell in cells]
        while kept and not kept[-1]:
            kept.pop()
        if kept:
            found.append(TableRow(number, tuple(kept)))
    return tuple(found)
