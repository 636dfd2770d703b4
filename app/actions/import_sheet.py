"""Bring a catalog in from a spreadsheet, and write the template to be filled."""

import csv
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from app.catalog import Release
from app.errors import Refused
from app.store.catalogs import CatalogInvalid, Problem, load_release
from app.store.catalogs.emit import emit
from app.store.sheets import (
    Gathered,
    SheetInvalid,
    Watch,
    catalog_rows,
    gather,
    read_workbook,
    write_workbook,
)

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


class FolderTaken(Refused):
    code: ClassVar[str] = "folder_taken"


def _unwatched(_sheet: str, _rows: int) -> None:
    return None


def import_sheet(file: Path, folder: Path, watch: Watch = _unwatched) -> Release:
    """Writes the files of a catalog into a folder that has none. Nothing is written unless all is accepted.

    Raises SheetUnreadable, SheetInvalid naming every refused cell, FolderTaken.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderTaken(f"{folder} is not empty. Name a folder that does not exist yet.")
    gathered = gather(read_workbook(file, watch))
    with TemporaryDirectory() as place:
        written = Path(place) / folder.resolve().name
        _write(gathered, written)
        try:
            release = load_release(written)
        except CatalogInvalid as invalid:
            raise SheetInvalid([_at_cell(problem, gathered) for problem in invalid.problems]) from None
        shutil.copytree(written, folder, dirs_exist_ok=True)
    return release


def _write(gathered: Gathered, folder: Path) -> None:
    (folder / "products").mkdir(parents=True)
    for name, content in gathered.files.items():
        (folder / name).write_text(emit(content), encoding="utf-8")
    for name, texts in gathered.tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as csv_file:
            csv.writer(csv_file, lineterminator="\n").writerows(texts)


def write_template(file: Path, filled_from: Path | None = None, watch: Watch = _unwatched) -> None:
    """An empty template, or one that holds a catalog. Raises CatalogInvalid, SheetInexpressible."""
    if filled_from is None:
        write_workbook(file, {}, ["EUR", "USD"], tables={}, watch=watch)
        return
    release = load_release(filled_from)
    rows = catalog_rows(filled_from)
    write_workbook(file, rows.lines, release.currencies, tables=rows.tables, watch=watch)


def _at_cell(problem: Problem, gathered: Gathered) -> tuple[object, str]:
    path = tuple(int(number) - 1 if number else name for number, name in _STEP.findall(problem.key))
    return gathered.cell(problem.file, path, problem.line) or problem.file, problem.message
