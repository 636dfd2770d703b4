"""``articles.csv``: one article a row, as an ERP or a spreadsheet exports them."""

import csv
import re
from collections.abc import Iterator
from typing import Final

from app.catalog.checks import did_you_mean
from app.store.catalogs.document import Document, KeyPath, Plain, read_text
from app.store.catalogs.files import Files
from app.store.catalogs.problems import CatalogInvalid, Problem

_COST: Final = re.compile(r"cost ([A-Z]{3})")
_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_PLAIN: Final = ("number", "name", "unit", "source", "lead_time_days", "stock_lengths", "kerf")


def read_rows(files: Files, name: str) -> Document:
    """The rows as if they stood in ``articles.yaml``, each with its line. Raises CatalogInvalid.

    Columns: ``number``, ``name``, ``unit``, ``source``, ``lead_time_days``, ``stock_lengths`` (apart by
    spaces), ``kerf``, and ``cost EUR`` and the like for each currency. An empty cell is not given.
    """
    reader = csv.reader(read_text(files, name).splitlines(keepends=True), strict=True)
    lines: dict[KeyPath, int] = {(): 1}
    articles: list[Plain] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, name)
        for cells in reader:
            if any(cells):
                lines["articles", len(articles)] = reader.line_num
                articles.append(_article(header, cells, name=name, line=reader.line_num))
    except csv.Error as error:
        raise CatalogInvalid(
            [Problem(name, reader.line_num, "", f"this is not CSV: {error}; look at the quotes")]
        ) from None
    return Document(name, {"articles": articles}, lines)


def _check_header(header: list[str], name: str) -> None:
    strange = [cell for cell in header if cell not in _PLAIN and not _COST.fullmatch(cell)]
    problems = [
        Problem(
            name, 1, "", f'the column "{cell[:40]}" is unknown; {did_you_mean(cell, (*_PLAIN, "cost EUR"))}'
        )
        for cell in strange
    ]
    problems += [
        Problem(name, 1, "", f'the column "{cell}" is missing; add it')
        for cell in ("number", "name")
        if cell not in header
    ]
    problems += [
        Problem(name, 1, "", f'the column "{cell}" stands there twice; remove one')
        for cell in {cell for cell in header if header.count(cell) > 1}
    ]
    if problems:
        raise CatalogInvalid(problems)


def _article(header: list[str], cells: list[str], *, name: str, line: int) -> Plain:
    if len(cells) != len(header):
        message = f"the row has {len(cells)} cells for {len(header)} columns; look at commas and quotes"
        raise CatalogInvalid([Problem(name, line, "", message)])
    return dict(_members(zip(header, (cell.strip() for cell in cells), strict=True)))


def _members(cells: Iterator[tuple[str, str]]) -> Iterator[tuple[str, Plain]]:
    costs: dict[str, Plain] = {}
    for column, cell in cells:
        currency = _COST.fullmatch(column)
        if currency and cell:
            costs[currency[1]] = cell
        elif column == "stock_lengths" and cell:
            yield column, cell.split()
        elif cell:
            yield column, int(cell) if column == "lead_time_days" and _WHOLE.fullmatch(cell) else cell
    if costs:
        yield "costs", costs
