"""CSV files as rows of texts."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO, TextIO

from app.store.catalogs.sheets.refusals import MAX_CELL, MAX_COLUMNS, SheetInvalid

_LONGEST_LINE = MAX_CELL * MAX_COLUMNS
_SEPARATORS = (",", ";", "\t")


def csv_rows(source: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every record. Raises SheetInvalid, OSError.

    Separated by commas, semicolons or tabs, whichever the first line has most of.
    """
    with TextIOWrapper(source, encoding="utf-8-sig", newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=_separator(lines.peek()), strict=True)
        while True:
            line = lines.number + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                advice = "look for a quote that is not closed, and write quotes within a text twice"
                raise SheetInvalid((line, "", f"this is not CSV ({error}); {advice}")) from None
            if cells is None:
                return
            yield line, cells


class _Lines:
    """The lines of a file, none longer than a bound, however long the file says that they are."""

    def __init__(self, file: TextIO) -> None:
        self.number = 0
        self._file = file
        self._first: str | None = None

    def peek(self) -> str:
        """The first line that is neither blank nor a comment, or ""; those before it are dropped."""
        while (line := self._read()) and _is_empty(line):
            self.number += 1
        self._first = line
        return line

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line, self._first = (self._read() if self._first is None else self._first), None
        if not line:
            raise StopIteration
        self.number += 1
        return line

    def _read(self) -> str:
        try:
            line = self._file.readline(_LONGEST_LINE)
        except UnicodeDecodeError:
            message = "this or a line soon after it is not UTF-8; save the file as UTF-8"
            raise SheetInvalid((self.number + 1, "", message)) from None
        if len(line) == _LONGEST_LINE:
            message = f"the line has more than {_LONGEST_LINE} characters; is a quote not closed?"
            raise SheetInvalid((self.number + 1, "", message))
        return line


def _is_empty(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _separator(line: str) -> str:
    return max(_SEPARATORS, key=line.count)
