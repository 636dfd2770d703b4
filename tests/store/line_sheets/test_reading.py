"""Tables of lines from text and files: read within bounds, or refused naming file, row and cell."""

import time
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from app.quoting.line_tables import (
    MOST_ROWS,
    TableEncoding,
    TableMacros,
    TableTooLarge,
    TableUnreadable,
    letters,
)
from app.store.line_sheets import read_file, read_text

TEXT = "product;quantity\nsc300;2\ncäre;3\n"


def workbook(*rows: Sequence[object], title: str = "Lines") -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    packed = BytesIO(content)
    with ZipFile(packed, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


@pytest.mark.parametrize("separator", ["\t", ";", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_apart_by_whatever_parts_its_rows(separator: str, end: str) -> None:
    rows = [["product", "quantity", "note"], ["sc300", "2", f'a{separator} "b"'], ["care", "3"]]
    text = end.join(
        separator.join('"' + cell.replace('"', '""') + '"' if '"' in cell else cell for cell in row)
        for row in rows
    )
    table = read_text(text)
    assert [list(row.cells) for row in table.rows] == rows
    assert [row.number for row in table.rows] == [1, 2, 3]


def test_a_comma_within_cells_does_not_part_what_semicolons_part() -> None:
    table = read_text("product;note\nsc300;one, two, three\ncare;four, five\n")
    assert table.rows[1].cells == ("sc300", "one, two, three")


def test_empty_rows_keep_the_numbers_of_the_others() -> None:
    table = read_text("product\n\n\nsc300\n")
    assert [(row.number, row.cells) for row in table.rows] == [(1, ("product",)), (4, ("sc300",))]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_say_what_they_are_are_read(codec: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(codec, b"")
    table = read_file("lines.csv", mark + TEXT.encode(codec))
    assert (table.rows[2].cells, table.notes) == (("cäre", "3"), ())


def test_windows_1252_is_read_and_told() -> None:
    table = read_file("lines.csv", TEXT.encode("cp1252"))
    assert table.rows[2].cells == ("cäre", "3")
    assert "Windows-1252" in table.notes[0]


@pytest.mark.parametrize(
    "content",
    [TEXT.encode("utf-16-le"), TEXT.encode() + b"\x81\xff", b"\xef\xbb\xbf" + TEXT.encode() + b"\xff"],
)
def test_bytes_that_are_no_text_are_refused_by_row(content: bytes) -> None:
    with pytest.raises(TableEncoding) as refused:
        read_file("C:\\data\\lines.csv", content)
    assert refused.value.facts["file"] == "lines.csv"
    assert isinstance(refused.value.facts["row"], int)


def test_more_rows_than_a_quote_has_lines_are_refused_at_the_first_that_is_too_many() -> None:
    text = "product\n" + "sc300\n" * 100_000
    with pytest.raises(TableTooLarge, match=f"row {MOST_ROWS + 2}") as refused:
        read_text(text, file="lines.csv")
    assert refused.value.facts == {"file": "lines.csv", "row": MOST_ROWS + 2}
    assert len(read_text("product\n" + "sc300\n" * MOST_ROWS).rows) == MOST_ROWS + 1


def test_a_workbook_of_too_many_rows_is_refused_by_row() -> None:
    content = workbook(["product"], *[["sc300"]] * (MOST_ROWS + 50))
    with pytest.raises(TableTooLarge, match=f"row {MOST_ROWS + 2}"):
        read_file("lines.xlsx", content)


def test_an_open_quotation_mark_is_refused_by_row() -> None:
    with pytest.raises(TableUnreadable) as refused:
        read_text('product\nsc300\n"care\n')
    assert refused.value.facts["row"] == 3


def test_what_looks_like_a_formula_in_text_is_text_and_told() -> None:
    table = read_text('product,note\nsc300,"=HYPERLINK(""http://x"")"\n')
    assert table.rows[1].cells[1] == '=HYPERLINK("http://x")'
    assert "B2" in table.notes[0]


def test_control_characters_and_endless_cells_are_faults_of_their_cell() -> None:
    table = read_text("product\tnote\nsc300\ta\x07b\ncare\t" + "x" * 5000)
    assert [(fault.cell, fault.code) for fault in table.faults] == [
        ("B2", "cell_unreadable"),
        ("B3", "cell_too_long"),
    ]


def test_a_workbook_is_read_from_its_sheet_of_lines() -> None:
    table = read_file(
        "lines.xlsx", workbook(["product", "quantity"], ["sc300", 2], ["care", 2.5], [None, True])
    )
    assert [row.cells for row in table.rows] == [
        ("product", "quantity"),
        ("sc300", "2"),
        ("care", "2.5"),
        ("", "true"),
    ]


def test_formulas_and_errors_of_a_workbook_are_faults_of_their_cell() -> None:
    table = read_file("lines.xlsx", workbook(["product", "quantity"], ["sc300", "=1+1"], ["care", "#DIV/0!"]))
    assert [(fault.row, fault.cell, fault.code) for fault in table.faults] == [
        (2, "B2", "cell_formula"),
        (3, "B3", "cell_error"),
    ]


def test_large_numbers_stay_what_the_sheet_shows() -> None:
    table = read_file("lines.xlsx", workbook(["quantity"], [123456789012345678901234567890], [1e30]))
    assert table.rows[1].cells[0].startswith("12345678901234")
    assert len(table.rows[1].cells[0]) == 30
    assert len(table.rows[2].cells[0]) == 31


@pytest.mark.parametrize("name", ["lines.xlsm", "LINES.XLTM", "lines.xlsb"])
def test_files_that_may_hold_macros_are_refused(name: str) -> None:
    with pytest.raises(TableMacros):
        read_file(name, workbook(["product"]))


def test_a_workbook_with_macros_inside_is_refused_whatever_its_name() -> None:
    with pytest.raises(TableMacros):
        read_file("lines.xlsx", with_part(workbook(["product"]), "xl/vbaProject.bin", b"x"))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(workbook(["product"]), "xl/worksheets/sheet9.xml", b"0" * 150_000_000)
    assert len(bomb) < 1_000_000
    started = time.process_time()
    with pytest.raises(TableTooLarge):
        read_file("lines.xlsx", bomb)
    assert time.process_time() - started < 5
    texts = with_part(b"", "xl/sharedStrings.xml", b" " * 30_000_000)
    with pytest.raises(TableTooLarge):
        read_file("lines.xlsx", texts)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + b"x" * 100,
        workbook(["product"])[:400],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x",
    ],
)
def test_broken_and_old_workbooks_are_refused(content: bytes) -> None:
    with pytest.raises(TableUnreadable) as refused:
        read_file("lines.xlsx", content)
    assert refused.value.facts == {"file": "lines.xlsx"}


def test_a_zip_of_something_else_is_refused() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(TableUnreadable):
        read_file("lines.xlsx", packed.getvalue())


def test_a_row_far_below_the_others_is_refused_and_formatted_emptiness_is_not() -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["product"])
    sheet.cell(row=1_000_000, column=1, value="sc300")
    content = BytesIO()
    made.save(content)
    with pytest.raises(TableTooLarge, match="empty rows"):
        read_file("lines.xlsx", content.getvalue())


@given(text=st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(TableUnreadable):
        assert read_text(text).file == "pasted text"


@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe"):
        with suppress(TableUnreadable):
            assert read_file("lines.csv", start + content).file == "lines.csv"


def test_columns_have_letters() -> None:
    assert [letters(n) for n in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
