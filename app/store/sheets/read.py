"""A workbook to rows of cells, within bounds; nothing is computed and nothing is believed yet."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Final, TypeAlias
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from app.catalog.checks import did_you_mean
from app.errors import Misconfigured, Refused
from app.store.sheets.catalog_sheets import BY_NAME, SHEETS
from app.store.sheets.cells import typed
from app.store.sheets.layout import Sheet

_MOST_BYTES: Final = 20_000_000
_MOST_UNPACKED: Final = 200_000_000
# The library holds all shared texts and all styles in memory at once.
_MOST_HELD: Final = 40_000_000
_HELD: Final = ("xl/sharedStrings.xml", "xl/styles.xml")
_MOST_ROWS: Final = 150_000
_MOST_COLUMNS: Final = 80
_MOST_PROBLEMS: Final = 1_000
_MOST_CELLS: Final = 3_000_000
_SHOWN: Final = 200
PACE: Final = 1_000

Watch: TypeAlias = Callable[[str, int], None]
"""``(sheet, rows so far)``, told now and then."""


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


@dataclass(frozen=True, slots=True)
class Book:
    """``rows`` by sheet; ``tables``: the texts of sheets that hold a table each, row by row."""

    rows: Mapping[str, tuple[Row, ...]]
    tables: Mapping[str, list[list[str]]]


def read_workbook(file: Path, watch: Watch) -> Book:
    """Raises SheetUnreadable for a file that is none or too large, SheetInvalid for heads and formulas."""
    _check_bounds(file)
    # The library leaves a file open that it cannot read.
    with file.open("rb") as source:
        try:
            workbook = load_workbook(source, read_only=True)
            reading = _Reading(workbook, watch)
            book = reading.book()
        except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, SyntaxError):
            raise SheetUnreadable(
                "This is no XLSX workbook that can be read. Save it as XLSX, and try again."
            ) from None
    if reading.problems:
        raise SheetInvalid(reading.problems)
    return book


def _check_bounds(file: Path) -> None:
    try:
        with ZipFile(file) as packed:
            sizes = {member.filename: member.file_size for member in packed.infolist()}
    except (BadZipFile, OSError):
        raise SheetUnreadable("This is no XLSX workbook. Save the sheet as XLSX, and try again.") from None
    if file.stat().st_size > _MOST_BYTES or sum(sizes.values()) > _MOST_UNPACKED:
        raise SheetUnreadable(
            f"The workbook is too large: at most {_MOST_BYTES // 1_000_000} MB, "
            f"{_MOST_UNPACKED // 1_000_000} MB unpacked, are read. Split the catalog."
        )
    if any(sizes.get(name, 0) > _MOST_HELD for name in _HELD):
        raise SheetUnreadable(
            f"The workbook has more than {_MOST_HELD // 1_000_000} MB of texts or formats. Split the catalog."
        )


@dataclass(slots=True)
class _Reading:
    # The library ships types for worksheets that can be written; those read row by row have others.
    workbook: Any
    watch: Watch
    problems: list[tuple[Cell, str]] = field(default_factory=list)

    def book(self) -> Book:
        names = set(self.workbook.sheetnames)
        self.problems.extend(
            (Cell(sheet.name, 1, 1), "the sheet is missing; take it from the template")
            for sheet in SHEETS
            if sheet.name not in names and not sheet.added
        )
        rows = {name: tuple(self.rows(sheet)) if name in names else () for name, sheet in BY_NAME.items()}
        return Book(rows, dict(self.tables(rows["Tables"], names)))

    def tables(self, rows: Iterable[Row], names: set[str]) -> Iterator[tuple[str, list[list[str]]]]:
        for row in rows:
            name = typed(row.values.get("sheet", ""))
            if name in BY_NAME or (name and name not in names):
                near = did_you_mean(name[:60], names - BY_NAME.keys())
                self.problems.append((row.cell("sheet"), f'there is no sheet "{name[:60]}"; {near}'))
            elif name:
                yield name, self.texts(name)

    def texts(self, name: str) -> list[list[str]]:
        """All of a sheet, each distinct text once in memory."""
        known: dict[str, str] = {"": ""}
        found: list[list[str]] = []
        cells = 0
        for number, line in self.lines(name):
            texts = [_one_line(cell.value) for cell in line]
            while texts and not texts[-1]:
                texts.pop()
            cells += len(texts)
            if cells > _MOST_CELLS:
                message = f"at most {_MOST_CELLS} cells of a table are read; keep it as a CSV file"
                self.problems.append((Cell(name, number, 1), message))
                break
            found.append([known.setdefault(text, text) for text in texts])
        return found

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        lines = self.lines(sheet.name)
        _, first = next(lines, (1, ()))
        heads = {cell.column: typed(cell.value) for cell in first if cell.value is not None}
        self.problems.extend(_strange_heads(sheet, heads))
        columns = {head: n for n, head in heads.items()}
        for number, line in lines:
            filled = (cell for cell in line if cell.value not in (None, "") and cell.column in heads)
            values = {heads[cell.column]: cell.value for cell in filled}
            if values:
                yield Row(sheet.name, number, values, columns)

    def lines(self, name: str) -> Iterator[tuple[int, Any]]:
        """Each with its number; notes formulas, and ends at the last row that is read."""
        found = self.workbook[name]
        # What a file says of its own size is not to be trusted.
        found.reset_dimensions()
        for number, line in enumerate(found.iter_rows(max_col=_MOST_COLUMNS), start=1):
            if len(self.problems) > _MOST_PROBLEMS:
                return
            if number > _MOST_ROWS:
                message = f"at most {_MOST_ROWS} rows are read; split the catalog"
                self.problems.append((Cell(name, number, 1), message))
                return
            if number % PACE == 0:
                self.watch(name, number)
            self.problems.extend(
                (Cell(name, number, cell.column), "is a formula; paste its value in its place")
                for cell in line
                if cell.value is not None and cell.data_type in ("f", "e")
            )
            yield number, line


def _strange_heads(sheet: Sheet, heads: Mapping[int, str]) -> Iterator[tuple[Cell, str]]:
    known = [column.head for column in sheet.columns]
    for n, head in heads.items():
        if head not in known and not any(one.named(head) for one in sheet.families):
            near = did_you_mean(head[:60], known)
            yield Cell(sheet.name, 1, n), f'there is no column "{head[:40]}"; {near}'
    for column in sheet.columns:
        if column.head not in heads.values() and not column.added and not column.head.startswith("cell "):
            yield Cell(sheet.name, 1, 1), f'the column "{column.head}" is missing; add it to row 1'


def _one_line(value: object) -> str:
    return "" if value is None else " ".join(typed(value).split())
