"""Which sheets a catalog's workbook has, and their columns."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Sort: TypeAlias = Literal["text", "whole", "number", "value", "facts", "list", "lines", "day"]
"""How a cell is read: ``value`` is one of the attribute's, ``list`` parted by commas, ``lines`` by lines."""


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` in the written form, empty where the column says which part a row belongs to."""

    head: str
    help: str
    sort: Sort = "text"
    key: str = ""
    choices: tuple[str, ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """``of`` names the sheet whose keys a column holds."""

    name: str
    columns: tuple[Column, ...]


def _key(help_: str) -> Column:
    return Column("key", help_, key="key")


_PRODUCT = Column("product", "Key of a product on the sheet Products.", of="Products")
_FROM = Column("from", "First day on which it holds, as 2026-12-31. Empty: always.", "day", "from")
_UNTIL = Column("until", "Last day on which it holds. Empty: for ever.", "day", "until")
_HELP = Column("help", "A sentence shown beside it.", key="help")
_OWNER = Column("owner", "Who answers for it.", key="owner")
_FACTS = Column("facts", "Numbers for rules: power_w = 300; weight_kg = 2.5", "facts", "facts")
_KINDS = ("choice", "boolean", "integer", "decimal", "text")

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
    Column("currencies", "Codes, parted by commas: EUR, USD", "list", "currencies"),
    Column("products", "Keys in the order in which reps see them; may be empty.", "list", "products"),
    Column("validity days", "How long an offer stands.", "whole", "validity_days"),
    Column("seller name", "As printed on documents.", key="seller.name"),
    Column("seller address", "One line of the address a line.", "lines", "seller.address"),
    Column("seller email", "As printed on documents.", key="seller.email"),
    Column("seller phone", "As printed on documents.", key="seller.phone"),
    Column("seller registration", "May be empty.", key="seller.registration"),
    Column("terms", "One paragraph a line; may be empty.", "lines", "terms"),
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
    Sheet(
        "Products",
        (
            _key("Lower-case letters, digits and _, a letter first. For ever."),
            Column("code", "The product's number in the CRM.", key="code"),
            Column("name", "As people read it.", key="name"),
            Column("family", "As people read it.", key="family"),
            Column("description", "A sentence or two.", key="description"),
            Column("maximum quantity", "Most units in a line; may be empty.", "whole", "maximum_quantity"),
            _FROM,
            _UNTIL,
        ),
    ),
    Sheet(
        "Quantity tiers",
        (
            _PRODUCT,
            Column("from", "From this quantity of a line on.", "whole", "from"),
            Column("percent", "Off, for all units of the line.", "number", "percent"),
        ),
    ),
    Sheet(
        "Steps",
        (_PRODUCT, _key("Lower-case letters, digits and _."), Column("name", "Heading.", key="name"), _HELP),
    ),
    Sheet(
        "Attributes",
        (
            _PRODUCT,
            Column("step", "Key of a step of that product.", of="Steps"),
            _key("Its name in rules: lower-case letters, digits and _."),
            Column("name", "The question as people read it.", key="name"),
            Column("kind", "choice, boolean, integer, decimal or text.", key="kind", choices=_KINDS),
            _HELP,
            Column("minimum", "Of integers and decimals.", "number", "minimum"),
            Column("maximum", "Of integers and decimals.", "number", "maximum"),
            Column("by", "Step from one number to the next; needed for decimals.", "number", "step"),
            Column("unit", "As m or kg.", key="unit"),
            Column("longest", "Most characters of a text.", "whole", "longest"),
            Column("pattern", "A regular expression that a text matches.", key="pattern"),
            Column("pattern text", "The pattern in words.", key="pattern_text"),
            Column("when", "Condition: where it is false the attribute does not apply.", key="when"),
            Column("default", "Proposed first; yields.", "value", "default"),
            Column("preset", "Holds: nothing else is possible.", "value", "preset"),
            _FACTS,
            _FROM,
            _UNTIL,
        ),
    ),
    Sheet(
        "Options",
        (
            _PRODUCT,
            Column("attribute", "Key of an attribute of kind choice.", of="Attributes"),
            _key("Letters, digits, space and . _ + / -. For ever."),
            Column("name", "As people read it.", key="name"),
            _HELP,
            _FACTS,
            _FROM,
            _UNTIL,
        ),
    ),
    Sheet(
        "Rules",
        (
            _PRODUCT,
            _key("Unique among rules and tables of the product."),
            Column("text", "The sentence that a rep reads when it says no.", key="text"),
            Column("rule", "A condition that every configuration meets. Or when and then.", key="rule"),
            Column("when", "Where this holds ...", key="when"),
            Column("then", "... so must this.", key="then"),
            _OWNER,
            _FROM,
            _UNTIL,
        ),
    ),
    Sheet(
        "Tables",
        (
            _PRODUCT,
            _key("Unique among rules and tables of the product."),
            Column("text", "The sentence that a rep reads when it says no.", key="text"),
            Column("columns", "Keys of attributes, parted by commas.", "list", "columns"),
            Column("when", "Where the table holds; empty: everywhere.", key="when"),
            _OWNER,
            _FROM,
            _UNTIL,
        ),
    ),
    Sheet(
        "Rows",
        (
            _PRODUCT,
            Column("table", "Key of a table of that product.", of="Tables"),
            *(
                Column(f"cell {n}", "A value, several parted by commas, or * for any.", "list")
                for n in range(1, 13)
            ),
        ),
    ),
    Sheet(
        "Prices",
        (
            _PRODUCT,
            Column("attribute", "Empty: the price of the product itself.", of="Attributes"),
            Column("option", "Of an attribute of kind choice.", of="Options"),
        ),
    ),
)
"""After the columns of Prices there is one for each currency, headed by its code."""

BY_NAME: Final = {sheet.name: sheet for sheet in SHEETS}
