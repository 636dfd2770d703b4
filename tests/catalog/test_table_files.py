"""Tables in files of their own: what they say, and what is said of those that cannot be read."""

import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.catalog import Release
from app.catalog.cells import Span
from app.configuration import Configurator
from app.store.catalogs import CatalogInvalid, Problem, load_release
from app.store.catalogs.sheets import MAX_ROWS
from tests.catalog.samples import spoilt, write_catalog

INLINE = """    columns: [place, bulb]
    rows:
      - [indoor, "*"]
      - [outdoor, 9W]
"""
IN_FILE = spoilt((INLINE, "    file: fits.csv\n"))
IN_BOOK = spoilt((INLINE, "    file: fits.xlsx\n    sheet: Lamps\n"))
FITS = "place,bulb\nindoor,*\noutdoor,9W\n"


def with_csv(folder: Path, text: str | bytes, *, product: str = IN_FILE) -> Path:
    home = write_catalog(folder, lamp=product)
    content = text if isinstance(text, bytes) else text.encode()
    (home / "products" / "fits.csv").write_bytes(content)
    return home


def with_book(folder: Path, *rows: list[object], sheet: str = "Lamps", product: str = IN_BOOK) -> Path:
    home = write_catalog(folder, lamp=product)
    book = Workbook()
    book.create_sheet(sheet, 0)
    for row in rows:
        book.worksheets[0].append(row)
    book.save(home / "products" / "fits.xlsx")
    return home


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(CatalogInvalid) as caught:
        load_release(folder)
    return list(caught.value.problems)


def only_problem(folder: Path) -> Problem:
    found = problems(folder)
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


def rows(release: Release) -> list[tuple[object, ...]]:
    table = release.product("lamp").tables[0]
    return [tuple(cell and sorted(cell, key=str) for cell in row) for row in table.rows]


def test_a_file_says_what_rows_in_the_product_would_say(tmp_path: Path) -> None:
    inline = load_release(write_catalog(tmp_path / "a"))
    assert load_release(with_csv(tmp_path / "b", FITS)).fingerprint == inline.fingerprint
    book = with_book(tmp_path / "c", ["place", "bulb"], ["indoor", "*"], ["outdoor", "9W"])
    assert load_release(book).fingerprint == inline.fingerprint


def test_blank_lines_comments_remarks_and_semicolons_are_no_matter(tmp_path: Path) -> None:
    text = '\ufeff# Lamps;\n\n"bulb"; place ;# remark\n\n*;indoor;everywhere\n# not yet;;\n9W;outdoor;\n;;\n'
    product = spoilt((INLINE, "    columns: [place, bulb]\n    file: fits.csv\n"))
    assert rows(load_release(with_csv(tmp_path, text, product=product))) == [
        (["indoor"], None),
        (["outdoor"], ["9W"]),
    ]


def test_lists_and_ranges_are_values_of_their_column(tmp_path: Path) -> None:
    text = "bulb,bulbs,sealed\n5W|9W,1..3|4,*\n9W,2.5..9,TRUE\n5W,2,false\n"
    release = load_release(with_csv(tmp_path, text))
    assert rows(release) == [
        (["5W", "9W"], [4, Span(1, 3)], None),
        (["9W"], [Span(Decimal("2.5"), 9)], [True]),
        (["5W"], [2], [False]),
    ]
    found = Configurator(release.product("lamp")).configure({"place": "outdoor", "bulb": "9W", "bulbs": 2})
    assert found.implied["sealed"] is True


def test_ranges_may_stand_in_the_product_too(tmp_path: Path) -> None:
    product = spoilt(
        (INLINE, "    columns: [bulb, bulbs]\n    rows:\n      - [5W, 1..2]\n      - [9W, [1, 3..4]]\n")
    )
    assert rows(load_release(write_catalog(tmp_path, lamp=product))) == [
        (["5W"], [Span(1, 2)]),
        (["9W"], [1, Span(3, 4)]),
    ]


def test_numbers_and_truth_values_of_a_workbook_are_those_that_show(tmp_path: Path) -> None:
    book = with_book(tmp_path, ["bulbs", "sealed"], [2, True], [3.0, False], ["1..4", "*"])
    assert rows(load_release(book)) == [([2], [True]), ([3], [False]), ([Span(1, 4)], None)]


@pytest.mark.parametrize(
    ("text", "line", "key", "said"),
    [
        ("place,blub\nindoor,5W\n", 1, "blub", 'did you mean "bulb"?'),
        ("place,bulb,bulb\nindoor,5W,5W\n", 1, "bulb", "twice"),
        ("place\nindoor\n", 1, "", "at least two attributes"),
        ("", 1, "", "no header"),
        ("place,bulb\n", 1, "", "no rows"),
        ("place,bulb\nindoor,5W\n\noutdor,5W\n", 4, "place", 'did you mean "outdoor"?'),
        ("place,bulb\nindoor,\n", 2, "bulb", "empty"),
        ("place,bulb\nindoor\n", 2, "bulb", "empty"),
        ("place,bulb\nindoor,5W,9W\n", 2, "", "stands under no header"),
        ("place,bulb\nindoor,5W|7W\n", 2, "bulb", 'no option "7W"'),
        ("place,bulb\nindoor,5W||9W\n", 2, "bulb", "empty in a place"),
        ("place,bulbs\nindoor,3..2\n", 2, "bulbs", "smaller number first"),
        ("place,bulbs\nindoor,7..9\n", 2, "bulbs", "no value of bulbs is within"),
        ("place,bulbs\nindoor,1.5\n", 2, "bulbs", "none of them"),
        ("place,bulbs\nindoor,many\n", 2, "bulbs", "none of them"),
        ("place,sealed\nindoor,yes\n", 2, "sealed", "true or false"),
        ('place,bulb\n"indoor,5W\n', 2, "", "not CSV"),
        (b"place,bulb\nindoor,\xff\n", 1, "", "not UTF-8"),
        ("place,bulb\nindoor," + "x" * 5_000 + "\n", 2, "bulb", "more than 4000 characters"),
        ("place,bulb\n" + "x" * 300_000, 2, "", "is a quote not closed?"),
    ],
)
def test_a_wrong_file_is_named_with_its_row_and_the_way_out(
    tmp_path: Path, text: str | bytes, line: int, key: str, said: str
) -> None:
    found = only_problem(with_csv(tmp_path, text))
    assert (found.file, found.line, found.key) == ("products/fits.csv", line, key)
    assert said in found.message


def test_columns_that_the_product_names_must_be_those_of_the_file(tmp_path: Path) -> None:
    product = spoilt((INLINE, "    columns: [place, bulb]\n    file: fits.csv\n"))
    found = problems(with_csv(tmp_path, "place,blub\nindoor,5W\n", product=product))
    assert [(one.key, "did you mean" in one.message) for one in found] == [("blub", True), ("bulb", True)]


def test_one_row_too_many_is_refused_without_reading_on(tmp_path: Path) -> None:
    home = with_csv(tmp_path, "place,bulb\n" + "indoor,5W\n" * (MAX_ROWS + 1) + '"never read to its end')
    found = only_problem(home)
    assert found.line == MAX_ROWS + 2
    assert "at most 100000 rows" in found.message


def test_blank_lines_are_bounded_too(tmp_path: Path) -> None:
    assert "blank" in only_problem(with_csv(tmp_path, "place,bulb\n" + "#\n" * 310_000)).message


def test_a_hundred_wrong_rows_are_not_all_told(tmp_path: Path) -> None:
    found = problems(with_csv(tmp_path, "place,bulb\n" + "nowhere,5W\n" * 500))
    assert len(found) == 50


@pytest.mark.parametrize("file", ["../secret.csv", "/etc/passwd", "fits.xls", ".csv", "a/b.csv"])
def test_a_file_stands_beside_its_product(tmp_path: Path, file: str) -> None:
    found = only_problem(write_catalog(tmp_path, lamp=spoilt((INLINE, f"    file: {file}\n"))))
    assert found.key == "tables[1].file"
    assert "without a folder" in found.message


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = only_problem(write_catalog(tmp_path, lamp=IN_FILE))
    assert (found.file, "cannot be read" in found.message) == ("products/fits.csv", True)


@pytest.mark.parametrize(
    ("new", "key", "said"),
    [
        ("    file: fits.csv\n    sheet: One\n", "tables[1].sheet", ".xlsx"),
        ("    file: fits.csv\n    rows: [[indoor, 5W]]\n", "tables[1].rows", "either rows, or the file"),
        ("    columns: [place, bulb]\n", "tables[1].rows", "either rows, or the file"),
        ("    rows: [[indoor, 5W]]\n", "tables[1].columns", "is missing"),
    ],
)
def test_rows_stand_in_one_place(tmp_path: Path, new: str, key: str, said: str) -> None:
    found = only_problem(with_csv(tmp_path, FITS, product=spoilt((INLINE, new))))
    assert (found.key, said in found.message) == (key, True)


def test_a_workbook_without_the_sheet_says_which_it_has(tmp_path: Path) -> None:
    found = only_problem(with_book(tmp_path, ["place", "bulb"], sheet="Lampz"))
    assert 'did you mean "Lampz"?' in found.message


def test_a_date_in_a_workbook_is_no_value(tmp_path: Path) -> None:
    found = only_problem(with_book(tmp_path, ["place", "bulbs"], ["indoor", date(2026, 1, 2)]))
    assert (found.line, found.key) == (2, "bulbs")


@pytest.mark.parametrize("content", [b"not a workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    home = write_catalog(tmp_path, lamp=IN_BOOK)
    (home / "products" / "fits.xlsx").write_bytes(content)
    assert "save it anew as .xlsx" in only_problem(home).message


def test_a_workbook_that_unpacks_to_very_much_is_refused_packed(tmp_path: Path) -> None:
    home = with_book(tmp_path, ["place", "bulb"], ["indoor", "5W"])
    with zipfile.ZipFile(home / "products" / "fits.xlsx", "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", b"\0" * 300_000_000)
    assert "unpacked the file has" in only_problem(home).message


def test_a_sentence_may_stand_in_several_languages(tmp_path: Path) -> None:
    product = spoilt(("text: Bulbs that fit.", 'text: {en: Bulbs that fit., de: "Lampen, die passen."}'))
    table = load_release(write_catalog(tmp_path, lamp=product)).product("lamp").tables[0]
    assert table.text == "Bulbs that fit."
    assert table.texts["de"] == "Lampen, die passen."


@pytest.mark.parametrize(
    ("new", "key", "said"),
    [
        ("text: {de: Lampen.}", "tables[1].text", 'write en: "..."'),
        ("text: {german: Lampen.}", "tables[1].text.german", "language as en or pt-BR"),
        ("text: {}", "tables[1].text", "write a text"),
        ("text: {en: }", "tables[1].text.en", "empty"),
    ],
)
def test_a_text_is_given_in_the_language_of_the_catalog(
    tmp_path: Path, new: str, key: str, said: str
) -> None:
    found = only_problem(write_catalog(tmp_path, lamp=spoilt(("text: Bulbs that fit.", new))))
    assert (found.key, said in found.message) == (key, True)
