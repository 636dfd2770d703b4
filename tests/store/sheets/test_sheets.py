"""Spreadsheets: the template fills, reads back equal, and every refused cell is named."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.actions.import_sheet import FolderTaken, import_sheet, write_template
from app.store.catalogs import load_release, shipped_catalog
from app.store.sheets import SheetInexpressible, SheetInvalid, SheetUnreadable
from app.store.sheets.catalog_sheets import SHEETS
from app.store.sheets.lines import line
from tests.catalog.samples import write_catalog


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A workbook that holds the lamps."""
    file = tmp_path / "lamps.xlsx"
    write_template(file, write_catalog(tmp_path))
    return file


def sheet(workbook: Workbook, name: str) -> Worksheet:
    found = workbook[name]
    assert isinstance(found, Worksheet)
    return found


def column(found: Worksheet, head: str) -> int:
    return next(cell.column for cell in found[1] if cell.value == head)


def put(file: Path, name: str, head: str, value: object, row: int = 2) -> str:
    """Writes a cell and gives its name."""
    workbook = load_workbook(file)
    found = sheet(workbook, name)
    cell = found.cell(row=row, column=column(found, head))
    cell.value = value  # type: ignore[assignment]  # the library's types leave out what it takes
    workbook.save(file)
    return f"{name}!{cell.coordinate}"


def refused(file: Path, out: Path) -> dict[str, str]:
    with pytest.raises(SheetInvalid) as caught:
        import_sheet(file, out)
    assert not out.exists()
    return {str(cell): message for cell, message in caught.value.problems}


@pytest.mark.parametrize("catalog", ["telecom", "machinery"])
def test_the_demo_through_a_sheet_is_the_same_release(catalog: str, tmp_path: Path) -> None:
    folder = shipped_catalog(catalog)
    write_template(tmp_path / "sheet.xlsx", folder)
    release = import_sheet(tmp_path / "sheet.xlsx", tmp_path / catalog)
    assert release.fingerprint == load_release(folder).fingerprint
    assert load_release(tmp_path / catalog) == release


def test_what_a_sheet_cannot_hold_is_refused_by_name() -> None:
    with pytest.raises(SheetInexpressible, match='budget: a sheet has no place for "colour"'):
        line("Rules", {"key": "budget", "text": "No.", "rule": "true", "colour": "red"})


def test_the_lamps_through_a_sheet_are_the_same_release(filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "again" / "lamps"
    assert import_sheet(filled, out).fingerprint == load_release(tmp_path / "lamps").fingerprint


def test_every_head_of_the_template_is_explained_and_keys_can_be_chosen(tmp_path: Path) -> None:
    write_template(tmp_path / "empty.xlsx")
    workbook = load_workbook(tmp_path / "empty.xlsx")
    assert workbook.sheetnames == [one.name for one in SHEETS]
    for one in SHEETS:
        assert all(cell.comment is not None and cell.comment.text for cell in sheet(workbook, one.name)[1])
    kinds = sheet(workbook, "Attributes").data_validations.dataValidation
    assert any('"choice,boolean' in str(one.formula1) for one in kinds)
    assert any("Products" in str(one.formula1) for one in kinds)


def test_an_empty_template_says_what_to_write(tmp_path: Path) -> None:
    write_template(tmp_path / "empty.xlsx")
    found = refused(tmp_path / "empty.xlsx", tmp_path / "out")
    assert "is missing; add it" in found.values()


def test_numbers_that_were_typed_are_read_exactly(filled: Path, tmp_path: Path) -> None:
    put(filled, "Prices", "EUR", 10.1)
    product = import_sheet(filled, tmp_path / "out").product("lamp")
    assert str(product.prices["EUR"]) == "10.1"


@pytest.mark.parametrize(
    ("name", "head", "value", "said"),
    [
        ("Attributes", "kind", "chioce", 'did you mean "choice"'),
        ("Attributes", "product", "lmap", 'did you mean "lamp"'),
        ("Attributes", "step", "bdoy", 'did you mean "body"'),
        ("Options", "attribute", "plcae", 'did you mean "place"'),
        ("Options", "facts", "power", "is written as power_w = 300"),
        ("Options", "key", "5 ° W", "is no option key"),
        ("Rules", "rule", "bulbz > 1", 'did you mean "bulb"'),
        ("Rows", "cell 1", "indor", 'did you mean "indoor"'),
        ("Rows", "cell 1", None, "is empty; write a value"),
        ("Rows", "cell 3", "more", "has 2 columns only"),
        ("Prices", "EUR", "ten", "is a number"),
        ("Prices", "EUR", -1, "not negative"),
        ("Quantity tiers", "from", "1.5", "is a whole number"),
        ("Rules", "text", '=CONCATENATE("a")', "is a formula"),
        ("Catalog", "setting", "nmae", 'did you mean "name"'),
    ],
)
def test_a_refused_cell_is_named_with_what_to_write(
    filled: Path, tmp_path: Path, name: str, head: str, value: object, said: str
) -> None:
    cell = put(filled, name, head, value)
    found = refused(filled, tmp_path / "out")
    assert said in found[cell]


def test_a_head_that_is_not_known_is_named(filled: Path, tmp_path: Path) -> None:
    workbook = load_workbook(filled)
    sheet(workbook, "Rules")["C1"] = "txet"
    workbook.save(filled)
    assert 'did you mean "text"' in refused(filled, tmp_path / "out")["Rules!C1"]


def test_a_sheet_that_is_missing_is_named(filled: Path, tmp_path: Path) -> None:
    workbook = load_workbook(filled)
    workbook.remove(workbook["Rules"])
    workbook.save(filled)
    assert "take it from the template" in refused(filled, tmp_path / "out")["Rules!A1"]


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "no.xlsx").write_text("no workbook")
    with pytest.raises(SheetUnreadable):
        import_sheet(tmp_path / "no.xlsx", tmp_path / "out")
    with ZipFile(tmp_path / "zip.xlsx", "w") as packed:
        packed.writestr("a", "b")
    with pytest.raises(SheetUnreadable):
        import_sheet(tmp_path / "zip.xlsx", tmp_path / "out")


def test_a_folder_with_something_in_it_is_left_alone(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(FolderTaken):
        import_sheet(filled, tmp_path / "lamps")
