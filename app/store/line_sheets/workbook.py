"""The first sheet of an XLSX workbook, within bounds; nothing is computed."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.quoting.line_tables import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TEXT,
    Fault,
    Table,
    TableMacros,
    TableTooLarge,
    TableUnreadable,
    letters,
    plain_rows,
    too_many_rows,
    where,
)
from app.store.sheets.cells import typed

SHEET: Final = "Lines"
_MOST_UNPACKED: Final = 100_000_000
_MOST_HELD: Final = 20_000_000
_MOST_PARTS: Final = 2_000
_MOST_EMPTY: Final = 20_000
_HELD: Final = ("xl/sharedStrings.xml", "xl/styles.xml")
_UNREADABLE: Final = (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, SyntaxError, EOFError)


def read_workbook(file: str, content: bytes) -> Table:
    """The sheet named Lines, else the first. Raises TableUnreadable and its kinds."""
    _check(file, content)
    faults: list[Fault] = []
    try:
        workbook: Any = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        sheet = workbook[SHEET] if SHEET in workbook.sheetnames else workbook.worksheets[0]
        rows = plain_rows(_rows(file, sheet, faults))
    except (*_UNREADABLE, IndexError):
        raise TableUnreadable(
            f"{file} is no XLSX workbook that can be read. Save it as XLSX, and try again.",
            facts={"file": file},
        ) from None
    others = len(workbook.sheetnames) - 1
    notes = (f"Only the sheet {sheet.title} was read.",) if others and sheet.title != SHEET else ()
    return Table(file, rows, notes, tuple(faults))


def _check(file: str, content: bytes) -> None:
    """What a file says of its parts' sizes is kept to when they are unpacked."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = [(one.filename, one.file_size) for one in packed.infolist()]
    except (BadZipFile, OSError, ValueError):
        raise TableUnreadable(
            f"{file} is a broken archive. Save it again as XLSX.", facts={"file": file}
        ) from None
    if any(name.lower().endswith("vbaproject.bin") for name, _size in parts):
        raise TableMacros(
            f"{file} holds macros, which are never run here. Save it as XLSX.", facts={"file": file}
        )
    held = any(name in _HELD and size > _MOST_HELD for name, size in parts)
    if held or len(parts) > _MOST_PARTS or sum(size for _name, size in parts) > _MOST_UNPACKED:
        raise TableTooLarge(
            f"{file} unpacks to more than is read. Keep only the sheet of the lines.",
            facts={"file": file},
        )


def _rows(file: str, sheet: Any, faults: list[Fault]) -> Iterator[tuple[int, Iterable[str]]]:
    # What a file says of its own size is not to be trusted.
    sheet.reset_dimensions()
    filled = empty = 0
    for number, line in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        cells = [_text(cell, number, faults) for cell in line]
        empty = 0 if any(cells) else empty + 1
        filled += bool(any(cells))
        if filled > MOST_ROWS + 1:
            raise too_many_rows(file, number)
        if empty > _MOST_EMPTY:
            raise TableTooLarge(
                f"{file}, row {number}: {_MOST_EMPTY} empty rows. Delete the empty rows of the sheet.",
                facts=where(file, number),
            )
        if len(cells) > MOST_COLUMNS and cells[MOST_COLUMNS]:
            raise TableTooLarge(
                f"{file}, row {number}: more than {MOST_COLUMNS} columns. Keep only those of the lines.",
                facts=where(file, number, MOST_COLUMNS + 1),
            )
        yield number, cells


def _text(cell: Any, row: int, faults: list[Fault]) -> str:
    if cell.value is None:
        return ""
    place = f"{letters(cell.column)}{row}"
    if cell.data_type == "f":
        text = "is a formula, which is not computed here. Paste its value in its place."
        faults.append(Fault(row, place, "", "cell_formula", text))
        return "="
    if cell.data_type == "e":
        faults.append(
            Fault(row, place, "", "cell_error", "is an error of the spreadsheet. Correct it there.")
        )
        return "="
    text = typed(cell.value)
    if len(text) > MOST_TEXT:
        said = f"is longer than {MOST_TEXT} characters. Shorten it."
        faults.append(Fault(row, place, "", "cell_too_long", said))
        return "="
    return text
