"""A workbook to rows of cells, within bounds; nothing is computed and nothing is believed yet."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from app.catalog.checks import did_you_mean
from app.errors import Misconfigured, Refused
from app.store.sheets.layout import BY_NAME, SHEETS, Sheet

_MOST_BYTES: Final = 20_000_000
_MOST_UNPACKED: Final = 200_000_000
_MOST_ROWS: Final = 150_000
_MOST_COLUMNS: Final = 60
_CURRENCY = re.compile("[A-Z]{3}")
_SHOWN: Final = 200


class SheetUnreadable(Refused):
    code: ClassVar[str] = "sheet_unreadable"


class SheetInvalid(Misconfigured):
    """``problems``: each refused cell, or the file where there is no one cell, with what to write."""

    code: ClassVar[str] = "sheet_invalid"

    def __init__(self, problems: Iterable[tuple[object, str]]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        count = len(self.problems)
        lines = [f"{cell}: {message}" for cell, message in self.problems[:_SHOWN]]
        more = [f"... and {count - _SHOWN} more"] if count > _SHOWN else []
        head = f"The workbook has {count} problem{'' if count == 1 else 's'}:"
        super().__init__("\n".join([head, *lines, *more]), facts={"count": count})


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something stands, as people say it: ``Options!C7``."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Row:
    """``values`` by head, those that are not empty; ``columns``: the number of each head's column."""

    sheet: str
    number: int
    values: Mapping[str, object]
    columns: Mapping[str, int] = field(default_factory=dict)

    def cell(self, head: str) -> Cell:
        return Cell(self.sheet, self.number, self.columns.get(head, 1))


Rows = Mapping[str, tuple[Row, ...]]


def read_workbook(file: Path) -> Rows:
    """Rows by sheet. Raises SheetUnreadable for a file that is none or too large, SheetInvalid for heads."""
    _bounded(file)
    try:
        workbook = load_workbook(file, read_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, SyntaxError):
        raise SheetUnreadable(
            "This is no XLSX workbook that can be read. Save it as XLSX, and try again."
        ) from None
    problems: list[tuple[Cell, str]] = []
    try:
        names = {name for name in workbook.sheetnames if name in BY_NAME}
        problems += [
            (Cell(sheet.name, 1, 1), "the sheet is missing; take it from the template")
            for sheet in SHEETS
            if sheet.name not in names
        ]
        found = {name: tuple(_rows(BY_NAME[name], workbook[name], problems)) for name in names}
    finally:
        workbook.close()
    if problems:
        raise SheetInvalid(problems)
    return found


def _bounded(file: Path) -> None:
    try:
        with ZipFile(file) as packed:
            unpacked = sum(member.file_size for member in packed.infolist())
    except (BadZipFile, OSError):
        raise SheetUnreadable("This is no XLSX workbook. Save the sheet as XLSX, and try again.") from None
    if file.stat().st_size > _MOST_BYTES or unpacked > _MOST_UNPACKED:
        raise SheetUnreadable(
            f"The workbook is too large: at most {_MOST_BYTES // 1_000_000} MB, "
            f"{_MOST_UNPACKED // 1_000_000} MB unpacked, are read. Split the catalog."
        )


def _rows(sheet: Sheet, found: Any, problems: list[tuple[Cell, str]]) -> Iterator[Row]:
    # The library ships types for worksheets that can be written; those read row by row have others.
    lines = found.iter_rows(max_col=_MOST_COLUMNS)
    heads = {
        n: _text(cell.value) for n, cell in enumerate(next(lines, ()), start=1) if cell.value is not None
    }
    problems.extend(_heads(sheet, heads))
    columns = {head: n for n, head in heads.items()}
    for number, line in enumerate(lines, start=2):
        if number > _MOST_ROWS:
            problems.append(
                (Cell(sheet.name, number, 1), f"at most {_MOST_ROWS} rows are read; split the catalog")
            )
            return
        cells = [cell for cell in line if cell.value not in (None, "")]
        problems.extend(
            (Cell(sheet.name, number, cell.column), "is a formula; paste its value in its place")
            for cell in cells
            if cell.data_type in ("f", "e")
        )
        values = {heads[cell.column]: cell.value for cell in cells if cell.column in heads}
        if values:
            yield Row(sheet.name, number, values, columns)


def _heads(sheet: Sheet, heads: Mapping[int, str]) -> Iterator[tuple[Cell, str]]:
    known = [column.head for column in sheet.columns]
    for n, head in heads.items():
        if head not in known and not (sheet.name == "Prices" and _CURRENCY.fullmatch(head)):
            yield (
                Cell(sheet.name, 1, n),
                f'there is no column "{head[:40]}"; {did_you_mean(head[:60], known)}',
            )
    for head in known:
        if head not in heads.values() and not head.startswith("cell "):
            yield Cell(sheet.name, 1, 1), f'the column "{head}" is missing; add it to row 1'


def _text(value: object) -> str:
    return str(value).strip()
