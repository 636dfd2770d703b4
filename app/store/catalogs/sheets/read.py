"""A file with a header line to the rows of a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from app.catalog.cells import Cell, Unread
from app.catalog.near import did_you_mean
from app.store.catalogs.files import Files
from app.store.catalogs.sheets.csv_rows import csv_rows
from app.store.catalogs.sheets.refusals import MAX_CELL, MAX_COLUMNS, MAX_LINES, MAX_ROWS, SheetInvalid
from app.store.catalogs.sheets.workbook import workbook_rows

_MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """``lines`` has the number of each row in the file."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]


def read_sheet(files: Files, name: str, columns: Sequence[str], *, sheet: str = "") -> Sheet:
    """The rows below the header, in the order of ``columns``; all columns where none are given.

    Blank lines and those that start with ``#`` are passed over, and so are columns whose header does.
    Raises SheetInvalid.
    """
    try:
        with files.open(name) as source:
            is_workbook = PurePosixPath(name).suffix.lower() == ".xlsx"
            lines = _bounded(workbook_rows(source, sheet) if is_workbook else csv_rows(source))
            number, header = next(lines, (1, []))
            return _Reading(header, _places(header, columns, number)).sheet(lines)
    except OSError as error:
        message = f"the file cannot be read ({error.strerror}); it stands beside the file that names it"
        raise SheetInvalid((1, "", message)) from None


def _bounded(source: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The lines that say something. Raises SheetInvalid at the first one too many, without reading on."""
    said = 0
    for number, cells in source:
        if number > MAX_LINES:
            raise SheetInvalid((number, "", f"the file has more than {MAX_LINES} lines; remove blank ones"))
        texts = [cell.strip() for cell in cells]
        if not any(texts) or texts[0].startswith("#"):
            continue
        said += 1
        if said > MAX_ROWS + 1:
            message = (
                f"a table has at most {MAX_ROWS} rows, and more follow; split it by one of its columns, "
                "or say rows that are alike at once, with a|b, 10..50 and *"
            )
            raise SheetInvalid((number, "", message))
        yield number, texts


def _places(header: Sequence[str], columns: Sequence[str], line: int) -> dict[str, int]:
    """Where each wanted column stands. Raises SheetInvalid."""
    names = {at: name for at, name in enumerate(header) if name and not name.startswith("#")}
    problems = [
        (line, name, f'the column "{name}" stands there twice; remove one')
        for at, name in names.items()
        if name in list(names.values())[: list(names).index(at)]
    ]
    if not names:
        problems.append((line, "", "the file has no header; its first row names the columns"))
    elif len(names) > MAX_COLUMNS:
        problems.append((line, "", f"the file has {len(names)} columns, at most {MAX_COLUMNS} are read"))
    for name in columns:
        if names and name not in names.values():
            message = f'the column "{name}" is missing; {did_you_mean(name, names.values())}'
            problems.append((line, name, message))
    for name in names.values():
        if columns and name not in columns:
            near = did_you_mean(name, columns)
            message = f'the table has no column "{name}"; {near}, or write "# {name}" to pass over it'
            problems.append((line, name, message))
    if problems:
        raise SheetInvalid(*problems)
    at = {name: at for at, name in names.items()}
    return {name: at[name] for name in columns or names.values()}


class _Reading:
    """Reads each distinct text once, so that a hundred thousand rows cost what their columns hold."""

    def __init__(self, header: Sequence[str], places: Mapping[str, int]) -> None:
        self.places = places
        self.named = frozenset(at for at, name in enumerate(header) if name)
        self.known: dict[str, Cell] = {"*": None}
        self.problems: list[tuple[int, str, str]] = []

    def sheet(self, lines: Iterator[tuple[int, list[str]]]) -> Sheet:
        rows: list[tuple[Cell, ...]] = []
        numbers: list[int] = []
        width = max(self.named) + 1
        for number, texts in lines:
            texts.extend([""] * (width - len(texts)))
            if len(texts) > width or len(self.named) < width:
                self.stray(number, texts)
            rows.append(tuple([self.cell(number, texts[at], name) for name, at in self.places.items()]))
            numbers.append(number)
            if len(self.problems) > _MOST_PROBLEMS:
                break
        if self.problems:
            raise SheetInvalid(*self.problems)
        return Sheet(tuple(self.places), tuple(rows), tuple(numbers))

    def stray(self, number: int, texts: Sequence[str]) -> None:
        strange = next((at for at, text in enumerate(texts) if text and at not in self.named), None)
        if strange is not None:
            message = (
                f'cell {strange + 1} stands under no header; name its column, as "# remark" to pass over it'
            )
            self.problems.append((number, "", message))

    def cell(self, number: int, text: str, column: str) -> Cell:
        if text in self.known:
            return self.known[text]
        if not text:
            self.problems.append((number, column, 'the cell is empty; write a value, or "*" for any'))
            return None
        if len(text) > MAX_CELL:
            self.problems.append(
                (number, column, f"the cell has more than {MAX_CELL} characters; use ranges")
            )
            return None
        cell: Cell = frozenset({Unread(text)})
        return self.known.setdefault(text, cell)
