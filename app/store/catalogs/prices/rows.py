"""Tiers and price books that stand in CSV or XLSX files beside ``pricing.yaml``.

A row is read as if it had been written there: the same schemas say what is wrong with it, at its line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from marshmallow import Schema

from app.catalog.cells import Cell, Unread
from app.catalog.near import did_you_mean
from app.store.catalogs.document import Document, KeyPath, Plain, plain_value
from app.store.catalogs.files import Files
from app.store.catalogs.form import read_form
from app.store.catalogs.prices.fields import ITSELF
from app.store.catalogs.prices.schemas import BookRowsSchema
from app.store.catalogs.prices.step_schemas import ScheduleTiersSchema, TiersSchema
from app.store.catalogs.problems import Problem
from app.store.catalogs.sheets import Sheet, SheetInvalid, read_sheet

Content: TypeAlias = Mapping[str, Any]

_TIER_COLUMNS: Final = ("from", "to", "percent", "price EUR", "flat EUR")
_SCHEDULE_COLUMNS: Final = ("from", "to", "from EUR", "to EUR", "percent")
_BOOK_COLUMNS: Final = ("product", "item", "price")
# What stands before a currency in the head of a column, and where that is written in YAML.
_BY_CURRENCY: Final = {"price": "prices", "flat": "flat", "from": "from", "to": "to"}


@dataclass(frozen=True, slots=True)
class Rows:
    """``document``: the rows as they would stand in YAML, with their lines. ``content``: of the schema."""

    document: Document
    content: Content

    def located(self, path: KeyPath, message: str, code: str) -> Problem:
        return self.document.problem((*self.root, *path), message, code)

    @property
    def root(self) -> KeyPath:
        return tuple(self.content)[:1]


def read_rows(files: Files, content: Content, problems: list[Problem]) -> Iterator[tuple[KeyPath, Rows]]:
    """Of each step and book that names a file, by the path of what stands there."""
    for path, part, schema in _named(content):
        try:
            sheet = read_sheet(files, part["file"], (), sheet=part["sheet"])
            found = _document(part["file"], sheet, schema)
        except SheetInvalid as invalid:
            problems.extend(Problem(part["file"], *problem) for problem in invalid.problems)
            continue
        form = read_form(schema, found)
        problems.extend(form.problems)
        if form.content is not None:
            yield path, Rows(found, form.content)


def in_files(content: Content) -> Iterator[KeyPath]:
    """The parts that stand in files."""
    yield from (path for path, _, _ in _named(content))


def _named(content: Content) -> Iterator[tuple[KeyPath, Content, Schema]]:
    for n, book in enumerate(content["books"]):
        if book["file"]:
            yield ("books", n, "prices"), book, BookRowsSchema()
    for n, step in enumerate(content["steps"] or ()):
        if step.get("file"):
            schema = ScheduleTiersSchema() if step["kind"] == "schedule" else TiersSchema()
            yield ("steps", n, "tiers"), step, schema


def _document(file: str, sheet: Sheet, schema: Schema) -> Document:
    if isinstance(schema, BookRowsSchema):
        return _book(file, sheet)
    known = _SCHEDULE_COLUMNS if isinstance(schema, ScheduleTiersSchema) else _TIER_COLUMNS
    _check_columns(sheet.columns, known)
    lines: dict[KeyPath, int] = {(): 1}
    tiers: list[Plain] = []
    for row, line in zip(sheet.rows, sheet.lines, strict=True):
        lines["tiers", len(tiers)] = line
        tiers.append(_tier(sheet.columns, row))
    return Document(file, {"tiers": tiers}, lines)


def _tier(columns: Sequence[str], row: Sequence[Cell]) -> Plain:
    tier: dict[str, Any] = {}
    for column, cell in zip(columns, row, strict=True):
        text = _text(cell)
        what, _, currency = column.partition(" ")
        if text is None:
            continue
        if currency:
            tier.setdefault(_BY_CURRENCY[what], {})[currency] = text
        else:
            tier[what] = plain_value(text) if what != "percent" else text
    return tier


def _book(file: str, sheet: Sheet) -> Document:
    missing = [name for name in _BOOK_COLUMNS if name not in sheet.columns]
    strange = [name for name in sheet.columns if name not in _BOOK_COLUMNS]
    problems = [(1, name, f'the column "{name}" is missing; add it') for name in missing]
    problems += [_strange(name, _BOOK_COLUMNS) for name in strange]
    if problems:
        raise SheetInvalid(*problems)
    at = [sheet.columns.index(name) for name in _BOOK_COLUMNS]
    lines: dict[KeyPath, int] = {(): 1}
    prices: dict[str, dict[str, str]] = {}
    for row, line in zip(sheet.rows, sheet.lines, strict=True):
        product, item, price = (_text(row[place]) or ITSELF for place in at)
        path: KeyPath = ("prices", product, "" if item == ITSELF else item)
        if path in lines:
            message = f"{product} has a price for {item} in line {lines[path]} already; remove one"
            raise SheetInvalid((line, "item", message))
        lines.setdefault(path[:2], line)
        lines[path] = lines["prices", product, item] = line
        prices.setdefault(product, {})[item] = price
    return Document(file, {"prices": prices}, lines)


def _check_columns(columns: Sequence[str], known: Sequence[str]) -> None:
    plain = {name for name in known if " " not in name}
    by_currency = {name.partition(" ")[0] for name in known if " " in name}
    problems = [_strange(name, known) for name in columns if not _is_known(name, plain, by_currency)]
    if problems:
        raise SheetInvalid(*problems)


def _is_known(name: str, plain: set[str], by_currency: set[str]) -> bool:
    what, _, currency = name.partition(" ")
    return name in plain or (what in by_currency and len(currency) == 3 and currency.isupper())


def _strange(name: str, known: Sequence[str]) -> tuple[int, str, str]:
    near = did_you_mean(name, known)
    return (1, name, f'the column "{name[:40]}" is unknown; {near}, or write "# {name[:40]}" to pass over it')


def _text(cell: Cell) -> str | None:
    """What a cell says; None for ``*``."""
    return next((one.text for one in cell or () if isinstance(one, Unread)), None)
