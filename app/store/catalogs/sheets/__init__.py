"""Tables that stand in files of their own, CSV or XLSX: read row by row, bounded in rows, columns and memory.

Holds what a file says, as texts with their rows. It does not know which values an attribute has.
"""

from app.store.catalogs.sheets.read import Sheet, read_sheet
from app.store.catalogs.sheets.refusals import MAX_COLUMNS, MAX_ROWS, SheetInvalid

__all__ = ["MAX_COLUMNS", "MAX_ROWS", "Sheet", "SheetInvalid", "read_sheet"]
