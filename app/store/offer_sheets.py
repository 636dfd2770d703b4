"""An offer as a workbook (XLSX). Nothing in it is computed: text that looks like a formula stays text."""

from decimal import Decimal
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.amounts import Money, minor_unit
from app.quoting.line_export import LineSheet
from app.quoting.offer_table import HEADS, OfferTable, RowKind
from app.quoting.offer_table import Cell as Content
from app.store.line_sheets.texts import put_text
from app.store.line_sheets.write import add_lines

_EXACT_DIGITS: Final = 15
"""A spreadsheet keeps so many digits of a number; a longer one stays text."""
_WIDTHS: Final = (6, 34, 16, 60, 10, 14, 11, 14, 16, 16, 40)
_FILLS: Final = {
    "head": PatternFill("solid", fgColor="0D3B52"),
    "group": PatternFill("solid", fgColor="DDE6F0"),
    "subtotal": PatternFill("solid", fgColor="F1F5F7"),
    "total": PatternFill("solid", fgColor="DDE6F0"),
}
_BOLD: Final = Font(bold=True)
_FONTS: Final = {
    "title": Font(bold=True, size=14),
    "head": Font(bold=True, color="FFFFFF"),
    "group": _BOLD,
    "subtotal": _BOLD,
    "total": _BOLD,
}


def write_offer(table: OfferTable, lines: LineSheet) -> bytes:
    """The sheet Offer to be read, and the sheets that the lines can be read from again."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    _fill_offer(workbook.create_sheet("Offer"), table)
    add_lines(workbook, lines)
    workbook.properties.title, workbook.properties.creator = table.title, "Quotewright"
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _fill_offer(sheet: Worksheet, table: OfferTable) -> None:
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(table.rows, start=1):
        for column, content in enumerate(row.cells, start=1):
            if content is not None:
                _put(sheet.cell(row=number, column=column), content)
        _dress(sheet, number, row.kind)
        if row.kind == "head":
            sheet.freeze_panes = f"A{number + 1}"
            sheet.print_title_rows = f"{number}:{number}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]  # made with the sheet


def _dress(sheet: Worksheet, row: int, kind: RowKind) -> None:
    font, fill = _FONTS.get(kind), _FILLS.get(kind)
    if font is None and fill is None:
        return
    for column in range(1, len(HEADS) + 1):
        cell = sheet.cell(row=row, column=column)
        if font is not None:
            cell.font = font
        if fill is not None:
            cell.fill = fill


def _put(cell: Cell | MergedCell, content: Content) -> None:
    if isinstance(cell, MergedCell):
        return
    match content:
        case Money():
            _number(cell, content.rounded().amount, _format(content.currency))
        case Decimal():
            _number(cell, content, "0.00")
        case int():
            _number(cell, Decimal(content), "#,##0")
        case str():
            put_text(cell, content)


def _number(cell: Cell, number: Decimal, shown: str) -> None:
    if len(number.as_tuple().digits) > _EXACT_DIGITS:
        put_text(cell, f"{number:f}")
        cell.alignment = Alignment(horizontal="right")
        return
    cell.value = number
    cell.number_format = shown


def _format(currency: str) -> str:
    decimals = -int(minor_unit(currency).as_tuple().exponent)
    return f"#,##0.{'0' * decimals}" if decimals else "#,##0"
