"""Text in cells of a workbook: never a formula, and nothing that a workbook cannot hold."""

from typing import Final

from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Typed as text whatever it begins with, and marked so that it stays text when somebody edits it."""
    if isinstance(cell, MergedCell):
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
