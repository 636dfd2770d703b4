"""XLSX files as rows of texts: the one file that knows the library. Streamed; formulas are never run."""

import os
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from app.catalog.near import did_you_mean
from app.store.catalogs.sheets.refusals import MAX_COLUMNS, SheetInvalid

_MAX_BYTES = 50_000_000
_MAX_UNPACKED = 256_000_000
_BROKEN = (zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, IndexError)


def workbook_rows(source: BinaryIO, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """(row, cells) of every row of the sheet, "" for the first. Raises SheetInvalid, OSError."""
    # Loaded by whoever meets a workbook: it takes a sixth of a second and 30 MB, and most catalogs have none.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _check_size(source)
        with warnings.catch_warnings():
            # About charts and colours, which are not read.
            warnings.simplefilter("ignore")
            with closing(load_workbook(source, read_only=True, data_only=True, keep_links=False)) as book:
                yield from _rows(_sheet(book, sheet))
    except SheetInvalid:
        raise
    except (*_BROKEN, InvalidFileException):
        raise SheetInvalid((1, "", "this cannot be read as a workbook; save it anew as .xlsx")) from None


def _check_size(source: BinaryIO) -> None:
    size = source.seek(0, os.SEEK_END)
    if size > _MAX_BYTES:
        raise SheetInvalid(
            (1, "", f"the file has {size} bytes, at most {_MAX_BYTES} are read; split the table")
        )
    with zipfile.ZipFile(source) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    if unpacked > _MAX_UNPACKED:
        message = f"unpacked the file has {unpacked} bytes, at most {_MAX_UNPACKED} are read; split the table"
        raise SheetInvalid((1, "", message))


def _sheet(book: Any, name: str) -> Any:
    if not name:
        return book.worksheets[0]
    found = next((sheet for sheet in book.worksheets if sheet.title == name), None)
    if found is None:
        known = did_you_mean(name, (sheet.title for sheet in book.worksheets))
        raise SheetInvalid((1, "", f'the workbook has no sheet "{name}"; {known}'))
    return found


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # What the file says of its own size is not to be trusted.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if len(cells) > MAX_COLUMNS and any(cell is not None for cell in cells[MAX_COLUMNS:]):
            message = f"the row has {len(cells)} cells, at most {MAX_COLUMNS} are read; remove columns"
            raise SheetInvalid((number, "", message))
        yield number, [_text(cell) for cell in cells[:MAX_COLUMNS]]


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case int() | str():
            return str(cell)
        case datetime() | date() | time():
            return cell.isoformat()
    # The shortest digits that are this number are those that people typed.
    number = Decimal(repr(cell))
    return f"{number.normalize():f}"
