"""The sheets of what products are made of."""

from typing import Final

from app.store.sheets.layout import CURRENCY, Column, Family, Sheet
from app.store.sheets.product_sheets import PRODUCT, key

_OF = Column("of", "Number of the assembly on the sheet Parts that it belongs to; empty: the product.")
_NAME = Column("name", "As people read it.", key="name")
_WHEN = Column("when", "Condition: where it is false the line is not there.", "source", "when")
_DAYS = Column("days", "To make it once all its parts are there.", "whole", "days")

ASSEMBLY_SHEETS: Final = (
    Sheet(
        "Assemblies",
        (
            PRODUCT,
            Column("version", "Your name of this state of the assembly.", key="version"),
            Column("number", "Template of the item number: TABLE-{length:04}", key="number"),
            _DAYS,
        ),
        added=True,
    ),
    Sheet(
        "Codes",
        (
            PRODUCT,
            Column("attribute", "Key of an attribute, as radios.band."),
            Column("value", "An option, true, false, a number or absent."),
            Column("code", "At most 8 capital letters and digits; may be empty."),
        ),
        added=True,
    ),
    Sheet(
        "Parts",
        (
            PRODUCT,
            Column("part", "Its place, as text: 1, 2, 3; within the assembly 2: 2.1, 2.2"),
            Column("article", "An article's number. Or by and articles, assembly, component.", key="article"),
            Column("by", "Key of an attribute of kind choice.", key="by"),
            Column("articles", "An option and its article a line: small = M-05", "pairs", "articles"),
            Column("assembly", "Key of an assembly with parts of its own.", key="assembly"),
            Column("component", "Key of one with products as rows: what they are made of.", key="component"),
            Column("name", "Of an assembly, as people read it.", key="name"),
            Column("quantity", "A number or an expression; empty: 1.", "source", "quantity"),
            _WHEN,
            Column("each", "A line for each: a number, an expression or a component.", "source", "each"),
            Column("position", "Keeps generated lines apart: Sector {row}", key="position"),
            Column("round", "up: to the next whole number.", key="round", choices=("up",)),
            Column("number", "Of an assembly: template of its item number.", key="number"),
            _DAYS,
        ),
        added=True,
    ),
    Sheet(
        "Operations",
        (
            PRODUCT,
            _OF,
            Column("name", "What is done.", key="name"),
            Column("work centre", "Key of a work centre.", key="work_centre", of="Work centres"),
            Column("setup minutes", "Once for all units of a line.", "number", "setup_minutes"),
            Column("minutes", "A number or an expression, for each piece.", "source", "minutes"),
            _WHEN,
        ),
        added=True,
    ),
    Sheet(
        "Cuts",
        (
            PRODUCT,
            _OF,
            Column("name", "What the piece is.", key="name"),
            Column("material", "Number of an article with stock lengths.", key="material"),
            Column("length", "In mm: a number or an expression.", "source", "length"),
            Column("pieces", "A number or an expression; empty: 1.", "source", "pieces"),
            Column("angle", "For the saw, as 45.", key="angle"),
            _WHEN,
        ),
        added=True,
    ),
    Sheet(
        "Articles",
        (
            Column("number", "Article number, unique in the catalog.", key="number"),
            _NAME,
            Column("unit", "What its quantity counts; empty: pcs.", key="unit"),
            Column("source", "purchase, made or stock.", key="source", choices=("purchase", "made", "stock")),
            Column("lead time days", "Days until it is there.", "whole", "lead_time_days"),
            Column("stock lengths", "In mm, parted by commas: 6000, 3000", "numbers", "stock_lengths"),
            Column("kerf", "What one cut takes, in mm.", "number", "kerf"),
        ),
        Family("cost ", CURRENCY, "costs", "Of one unit in"),
        added=True,
    ),
    Sheet(
        "Work centres",
        (key("Lower-case letters, digits and _."), _NAME),
        Family("rate ", CURRENCY, "rates", "Of an hour in"),
        added=True,
    ),
)
