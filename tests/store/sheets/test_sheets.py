"""Spreadsheets: the template fills, reads back equal, and every refused cell is named."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.actions.import_sheet import FolderTaken, import_sheet, write_template
from app.store.catalogs import load_release, shipped_catalog
from app.store.sheets import SheetInexpressible, SheetInvalid, SheetUnreadable
from app.store.sheets.catalog_sheets import SHEETS
from app.store.sheets.lines import line
from tests.catalog.price_samples import write_lamps
from tests.catalog.samples import CATALOG, spoilt, write_catalog


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


@pytest.mark.parametrize(
    "clause",
    [
        "{en: By our terms., de: Bedingungen.}",
        "{text: {en: Duty., ja: 関税。}, regions: [EMEA]}",
        "'{by our terms}'",
        "'\"By our terms\" apply.'",
    ],
)
def test_terms_by_language_and_region_pass_through_a_sheet(clause: str, tmp_path: Path) -> None:
    catalog = spoilt(("- Payment within 30 days.", f"- {clause}"), text=CATALOG)
    home = write_lamps(tmp_path, catalog=catalog)
    write_template(tmp_path / "sheet.xlsx", home)
    assert import_sheet(tmp_path / "sheet.xlsx", tmp_path / "lamps2").terms == load_release(home).terms


def test_names_in_several_languages_pass_through_a_sheet(tmp_path: Path) -> None:
    lamp = spoilt(
        ("name: Lamp\n", "name: {en: Lamp, de: Lampe}\n"),
        ("{key: indoor, name: Indoor}", "{key: indoor, name: {en: Indoor, de-AT: Innen}}"),
    )
    folder = write_catalog(tmp_path, lamp=lamp)
    write_template(tmp_path / "sheet.xlsx", folder)
    again = import_sheet(tmp_path / "sheet.xlsx", tmp_path / "again" / "lamps")
    assert again.fingerprint == load_release(folder).fingerprint
    assert again.product("lamp").names == {"en": "Lamp", "de": "Lampe"}


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


RADIOS = """
    sets:
      - key: extras
        name: Extras
        members: [{key: a, name: A}, {key: b, name: B, prices: {EUR: 1, USD: 2}}]
    components:
      - key: arms
        name: Arms
        minimum: 0
        maximum: 2
        attributes:
          - {key: joint, name: Joint, kind: boolean}
        rules:
          - {key: held, text: {en: It holds., de: Es haelt.}, rule: joint or not joint}
        tables:
          - key: joints
            text: Joints that fit.
            columns: [joint, place]
            file: joints.csv
"""


@pytest.fixture
def nested(tmp_path: Path) -> Path:
    """A workbook that holds lamps with arms."""
    folder = write_catalog(
        tmp_path, lamp=spoilt(("rules:\n  - key: budget", f"{RADIOS[1:]}rules:\n  - key: budget"))
    )
    (folder / "products" / "joints.csv").write_text("joint,place\ntrue,indoor\nfalse,*\n", encoding="utf-8")
    write_template(tmp_path / "nested.xlsx", folder)
    return tmp_path / "nested.xlsx"


@pytest.mark.parametrize(
    ("name", "head", "value", "said"),
    [
        ("Attributes", "within", "amrs", 'did you mean "arms"'),
        ("Members", "set", "extra", 'did you mean "extras"'),
        ("Components", "step", "boddy", 'did you mean "body"'),
        ("Components", "rows", "alike", "is each"),
        ("Prices", "member", "c", 'there is no member "c"'),
        ("Tables", "sheet", "Table 2", 'there is no sheet "Table 2"'),
        ("Rules", "text", "It holds.", "stands beside text"),
        ("Table 1", "joint", "perhaps", "is true or false"),
    ],
)
def test_a_refused_cell_of_what_is_nested_is_named(
    nested: Path, tmp_path: Path, name: str, head: str, value: object, said: str
) -> None:
    workbook = load_workbook(nested)
    # What stands in components comes first on these.
    row = 2 if name in ("Rules", "Table 1") else sheet(workbook, name).max_row
    put(nested, name, head, value, row=row)
    assert any(
        said in message and str(row) in cell for cell, message in refused(nested, tmp_path / "out").items()
    )


def test_sentences_have_a_column_for_each_language(nested: Path, tmp_path: Path) -> None:
    put(nested, "Rules", "text de", "Sie haelt.")
    rules = import_sheet(nested, tmp_path / "out").product("lamp").rules
    assert any("Sie haelt." in rule.texts.get("de", "") for rule in rules)


def test_a_table_with_a_sheet_of_its_own_is_read_from_there(nested: Path, tmp_path: Path) -> None:
    put(nested, "Table 1", "place", "indoor|outdoor")
    tables = import_sheet(nested, tmp_path / "out").product("lamp").tables
    own = next(table for table in tables if table.key == "arms.1.joints")
    assert own.rows[0] == (frozenset({True}), frozenset({"indoor", "outdoor"}))


def test_workbooks_of_an_older_template_are_read(filled: Path, tmp_path: Path) -> None:
    workbook = load_workbook(filled)
    for one in SHEETS:
        if one.added:
            workbook.remove(workbook[one.name])
    for one in SHEETS:
        for head in (each.head for each in one.columns if each.added and not one.added):
            found = sheet(workbook, one.name)
            found.delete_cols(column(found, head))
    workbook.save(filled)
    assert import_sheet(filled, tmp_path / "out").product("lamp").rules


SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def packed(folder: Path, rows: str, name: str = "xl/worksheets/sheet3.xml") -> Path:
    """A template in which the sheet of products is written anew."""
    write_template(folder / "empty.xlsx")
    with ZipFile(folder / "empty.xlsx") as before, ZipFile(folder / "odd.xlsx", "w", ZIP_DEFLATED) as after:
        for one in before.namelist():
            after.writestr(
                one,
                before.read(one) if one != name else f'<worksheet xmlns="{SPREADSHEET}">{rows}</worksheet>',
            )
    return folder / "odd.xlsx"


@pytest.mark.parametrize(
    "rows",
    [
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c><v>1</v></c></row></sheetData>',
        "<sheetData>" + "<row><c><v>1</v></c></row>" * 200_000 + "</sheetData>",
        "<sheetData>" + "<row>" + "<c><v>1</v></c>" * 100_000 + "</row></sheetData>",
        f'<sheetData><row><c t="inlineStr"><is><t>{"x" * 1_000_000}</t></is></c></row></sheetData>',
        "<sheetData><row>",
    ],
)
def test_odd_workbooks_are_refused_within_bounds(rows: str, tmp_path: Path) -> None:
    with pytest.raises((SheetInvalid, SheetUnreadable)):
        import_sheet(packed(tmp_path, rows), tmp_path / "out")


def test_a_workbook_that_grows_when_it_is_unpacked_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "bomb.xlsx", "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 200_000_001)
    with pytest.raises(SheetUnreadable, match="too large"):
        import_sheet(tmp_path / "bomb.xlsx", tmp_path / "out")
