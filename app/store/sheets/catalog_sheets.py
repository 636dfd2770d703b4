"""All sheets of a catalog's workbook, in order."""

from typing import Final

from app.store.sheets.assembly_sheets import ASSEMBLY_SHEETS
from app.store.sheets.layout import Column, Sheet
from app.store.sheets.part_sheets import APPROVALS, PRICING
from app.store.sheets.product_sheets import PRODUCT_SHEETS

CATALOG: Final = Sheet(
    "Catalog",
    (
        Column("setting", "What is set. Leave as it is."),
        Column("value", "Its value."),
    ),
)
SETTINGS: Final[tuple[Column, ...]] = (
    Column("name", "Name of the catalog.", key="name"),
    Column("version", "Your own name of this state, as 2026.1.", key="version"),
    Column("language", "Of texts that stand alone, as en; may be empty.", key="language"),
    Column("currencies", "Codes, parted by commas: EUR, USD", "list", "currencies"),
    Column("products", "Keys in the order in which reps see them; may be empty.", "list", "products"),
    Column("validity days", "How long an offer stands.", "whole", "validity_days"),
    Column("seller name", "As printed on documents.", key="seller.name"),
    Column("seller address", "One line of the address a line.", "lines", "seller.address"),
    Column("seller email", "As printed on documents.", key="seller.email"),
    Column("seller phone", "As printed on documents.", key="seller.phone"),
    Column("seller registration", "May be empty.", key="seller.registration"),
    Column("terms", "A clause a line, in braces by language or region; may be empty.", "clauses", "terms"),
)

SHEETS: Final[tuple[Sheet, ...]] = (
    CATALOG,
    Sheet(
        "Customer tiers",
        (
            Column("key", "Just what the account's field in the CRM holds.", key="key"),
            Column("name", "As people read it; may be empty.", key="name"),
            Column("percent", "Off the list price.", "number", "percent"),
        ),
    ),
    *PRODUCT_SHEETS,
    *ASSEMBLY_SHEETS,
    PRICING.sheet,
    APPROVALS.sheet,
)

BY_NAME: Final = {sheet.name: sheet for sheet in SHEETS}
