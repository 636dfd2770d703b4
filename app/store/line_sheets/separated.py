"""Text with one line of the quote a row, its cells apart by tabs, semicolons or commas."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Final

from app.quoting.line_tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TEXT,
    Fault,
    Table,
    TableUnreadable,
    letters,
    plain_rows,
    too_many_rows,
    where,
)

_SEPARATORS: Final = "\t;,"
_LOOKED_AT: Final = 20
_FORMULA: Final = ("=", "@")
_MOST_TOLD: Final = 3


def read_text(text: str, *, file: str = "pasted text", notes: tuple[str, ...] = ()) -> Table:
    """Raises TableUnreadable, TableTooLarge."""
    rows: list[tuple[int, list[str]]] = []
    faults: list[Fault] = []
    formulas: list[str] = []
    for number, cells in _rows(text, file):
        if len(rows) > MOST_ROWS and any(cells):
            raise too_many_rows(file, number)
        for column, cell in enumerate(cells, start=1):
            if fault := _fault(number, column, cell):
                faults.append(fault)
            elif cell.startswith(_FORMULA):
                formulas.append(f"{letters(column)}{number}")
        if any(cell.strip() for cell in cells):
            rows.append((number, cells))
    if formulas:
        told = ", ".join(formulas[:_MOST_TOLD]) + (" and others" if len(formulas) > _MOST_TOLD else "")
        notes = (*notes, f"What looks like a formula was read as text, not computed: {told}.")
    return Table(file, plain_rows(rows), notes, tuple(faults))


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each with the number of its first line."""
    number = 1
    # The library counts lines; it refuses a cell of more than its limit, which is above ours.
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise TableUnreadable(
                    f"{file}, row {number}: more than {MOST_COLUMNS} columns.", facts=where(file, number)
                )
            yield number, cells
            number = reader.line_num + 1
    except csv.Error:
        raise TableUnreadable(
            f"{file}, row {number}: a quotation mark is open or stands within a cell. Within a quoted "
            "cell it is written twice.",
            facts=where(file, number),
        ) from None


def _separator(text: str) -> str:
    """What parts most of the first lines, outside of quotation marks, into cells."""
    first = list(islice((line for line in StringIO(text) if line.strip()), _LOOKED_AT))
    bare = ["".join(line.split('"')[::2]) for line in first]
    return max(_SEPARATORS, key=lambda one: (sum(one in line for line in bare), -_SEPARATORS.index(one)))


def _fault(row: int, column: int, cell: str) -> Fault | None:
    place = f"{letters(column)}{row}"
    if len(cell) > MOST_TEXT:
        return Fault(row, place, "", "cell_too_long", f"is longer than {MOST_TEXT} characters. Shorten it.")
    if any(not one.isprintable() and one not in "\n\r\t\xa0" for one in cell):
        return Fault(row, place, "", "cell_unreadable", "holds control characters. Type it anew.")
    return None
