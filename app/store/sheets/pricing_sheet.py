"""The sheet on which a workbook holds how the catalog prices."""

from typing import Final

from app.store.sheets.layout import Column, Sheet

LISTS: Final = {"rates": "rates", "book": "books", "step": "steps"}
"""Parts of which there are several, with the key of their list."""

PARTS: Final = ("regions", "rounding", "margin_light", *LISTS)
PRICING: Final = Sheet(
    "Pricing",
    (
        Column(
            "part", "Which part of the prices the row holds; steps are taken in their order.", choices=PARTS
        ),
        Column("written", "As in pricing.yaml, on several lines; see docs/pricing.md.", "source"),
    ),
    added=True,
)
