"""A sheet of lines as a workbook: empty as a template, or filled."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.quoting.line_export import LineSheet
from app.quoting.line_tables import MOST_ROWS
from app.store.line_sheets.texts import put_text
from app.store.line_sheets.workbook import SHEET

_AUTHOR: Final = "Quotewright"
_HEAD: Final = PatternFill("solid", fgColor="DDE6F0")
_WIDE: Final = frozenset({"choices", "note", "reason", "values"})
_LONGEST_LIST: Final = 255


def write_lines(sheet: LineSheet) -> bytes:
    """With the sheets Products and Choices beside it, which say what can be written."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    add_lines(workbook, sheet)
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def add_lines(workbook: Workbook, sheet: LineSheet) -> None:
    made = workbook.create_sheet(SHEET)
    heads = list(sheet.heads)
    _fill(made, [heads, *([row.get(head, "") for head in heads] for row in sheet.rows)])
    for column, head in enumerate(heads, start=1):
        made.cell(row=1, column=column).comment = Comment(sheet.heads[head], _AUTHOR)
        _choices(made, sheet.lists.get(head, ()), get_column_letter(column))
    _fill(workbook.create_sheet("Products"), sheet.products)
    _fill(workbook.create_sheet("Choices"), sheet.values)


def _fill(made: Worksheet, rows: Iterable[Sequence[str | int]]) -> None:
    made.freeze_panes = "A2"
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value == "":
                continue
            cell = made.cell(row=number, column=column)
            if isinstance(value, int):
                cell.value = value
            else:
                put_text(cell, value)
            if number == 1:
                cell.font, cell.fill = Font(bold=True), _HEAD
                made.column_dimensions[get_column_letter(column)].width = 48 if value in _WIDE else 18


def _choices(made: Worksheet, values: Sequence[str], letter: str) -> None:
    """A list to choose from, where it is short enough for a spreadsheet; it advises and does not insist."""
    listed = ",".join(values)
    if not values or len(listed) > _LONGEST_LIST:
        return
    choices = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    made.add_data_validation(choices)
    choices.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
