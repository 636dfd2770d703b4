"""Catalogs as spreadsheets (XLSX): a template that explains itself, filled sheets in, catalogs out to sheets.

What is read becomes the same files that authors write by hand and passes the same checks; whatever is refused
is named by sheet and cell. What has no place on a sheet is refused by name when a catalog goes out.
"""

from app.store.sheets.export import CatalogRows, catalog_rows
from app.store.sheets.gather import gather
from app.store.sheets.gathered import Gathered
from app.store.sheets.lines import SheetInexpressible
from app.store.sheets.read import SheetInvalid, SheetUnreadable, Watch, read_workbook
from app.store.sheets.write import write_workbook

__all__ = [
    "CatalogRows",
    "Gathered",
    "SheetInexpressible",
    "SheetInvalid",
    "SheetUnreadable",
    "Watch",
    "catalog_rows",
    "gather",
    "read_workbook",
    "write_workbook",
]
