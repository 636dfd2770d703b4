"""Catalogs as spreadsheets (XLSX): a template that explains itself, filled sheets in, catalogs out to sheets.

What is read becomes the same files that authors write by hand and passes the same checks; whatever is refused
is named by sheet and cell. Sets and components have no place in a sheet: such catalogs are refused.
"""

from app.store.sheets.export import SheetInexpressible, catalog_rows
from app.store.sheets.gather import Gathered, gather
from app.store.sheets.read import SheetInvalid, SheetUnreadable, read_workbook
from app.store.sheets.write import write_workbook

__all__ = [
    "Gathered",
    "SheetInexpressible",
    "SheetInvalid",
    "SheetUnreadable",
    "catalog_rows",
    "gather",
    "read_workbook",
    "write_workbook",
]
