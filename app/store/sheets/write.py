"""The template: a workbook that explains itself, empty or filled."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.store.sheets.catalog_sheets import BY_NAME, SETTINGS, SHEETS
from app.store.sheets.layout import CURRENCY, Column, Family, Sheet
from app.store.sheets.lines import Line
from app.store.sheets.read import PACE, Watch

_LAST_ROW: Final = 5_000
_AUTHOR: Final = "Quotewright"
_HEAD = PatternFill("solid", fgColor="DDE6F0")
_WIDE: Final = frozenset({"text", "description", "help", "rule", "when", "then", "value", "name", "question"})


def write_workbook(
    file: Path,
    rows: Mapping[str, Sequence[Line]],
    currencies: Iterable[str],
    *,
    tables: Mapping[str, Iterable[Sequence[str]]],
    watch: Watch,
) -> None:
    """Sheets with their heads explained and lists to choose from; ``rows`` by sheet may be empty.

    ``tables``: further sheets, the heads first.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    codes = tuple(currencies)
    for sheet in SHEETS:
        filled = rows.get(sheet.name) or _blank(sheet)
        families = (one for family in sheet.families for one in _family(family, filled, codes))
        columns = [*sheet.columns, *families]
        made = workbook.create_sheet(sheet.name)
        _heads(made, columns)
        _fill(made, sheet, columns, rows=filled, watch=watch)
    for name, texts in tables.items():
        _table(workbook.create_sheet(name), texts, watch)
    workbook.save(file)


def _family(family: Family, rows: Iterable[Line], currencies: Sequence[str]) -> list[Column]:
    """A column for each currency, or for each language that a sentence or a name is in."""
    said = (family.named(head) for row in rows for head in row)
    known = currencies if family.pattern == CURRENCY else ()
    return [family.column(name) for name in dict.fromkeys((*known, *filter(None, said)))]


def _table(made: Worksheet, texts: Iterable[Sequence[str]], watch: Watch) -> None:
    made.freeze_panes = "A2"
    for number, line in enumerate(texts, start=1):
        for n, text in enumerate(line, start=1):
            cell = made.cell(row=number, column=n, value=text)
            # A text that starts with "=" is a text here, and a number keeps its digits.
            cell.data_type = "s"
            if number == 1:
                cell.font, cell.fill = Font(bold=True), _HEAD
        if number % PACE == 0:
            watch(made.title, number)


def _blank(sheet: Sheet) -> list[Line]:
    return [{"setting": one.head} for one in SETTINGS] if sheet.name == "Catalog" else []


def _heads(made: Worksheet, columns: list[Column]) -> None:
    made.freeze_panes = "A2"
    for n, column in enumerate(columns, start=1):
        cell = made.cell(row=1, column=n, value=column.head)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.comment = Comment(column.help, _AUTHOR)
        letter = get_column_letter(n)
        made.column_dimensions[letter].width = 42 if column.head in _WIDE else 18
        _choices(made, column, letter)


def _choices(made: Worksheet, column: Column, letter: str) -> None:
    """A list to choose from, which advises and does not insist: the import says more than the sheet can."""
    if column.choices:
        formula = f'"{",".join(column.choices)}"'
    elif column.of:
        at = next(n for n, one in enumerate(BY_NAME[column.of].columns, start=1) if one.head == "key")
        of = get_column_letter(at)
        formula = f"='{column.of}'!${of}$2:${of}${_LAST_ROW}"
    else:
        return
    choices = DataValidation(
        type="list", formula1=formula, allow_blank=True, showErrorMessage=bool(column.choices)
    )
    choices.promptTitle, choices.prompt, choices.showInputMessage = column.head, column.help, True
    made.add_data_validation(choices)
    choices.add(f"{letter}2:{letter}{_LAST_ROW}")


def _fill(
    made: Worksheet, sheet: Sheet, columns: list[Column], *, rows: Iterable[Line], watch: Watch
) -> None:
    helped = {one.head: one.help for one in SETTINGS}
    for number, line in enumerate(rows, start=2):
        for n, column in enumerate(columns, start=1):
            value = line.get(column.head)
            if value is not None:
                cell = made.cell(row=number, column=n)
                cell.value = value if isinstance(value, int) else str(value)
                # A text that starts with "=" is a text here.
                cell.data_type = "n" if isinstance(value, int) else "s"
                cell.alignment = Alignment(wrap_text="\n" in str(value), vertical="top")
        if number % PACE == 0:
            watch(sheet.name, number)
        if sheet.name == "Catalog":
            made.cell(row=number, column=1).comment = Comment(helped[str(line["setting"])], _AUTHOR)
