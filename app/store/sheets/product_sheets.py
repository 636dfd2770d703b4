"""The sheets of products: what can be chosen, what goes together, what it costs."""

from typing import Final

from app.store.sheets.layout import CURRENCY, LANGUAGE, Column, Family, Sheet

PRODUCT: Final = Column("product", "Key of a product on the sheet Products.", of="Products")
WITHIN: Final = Column(
    "within",
    "Empty: at the top of the product. Else the component that it stands in: radios, or radios.ports",
    added=True,
)
_STEP = Column("step", "Key of a step there. Empty within a component without steps.", of="Steps")
_FROM = Column("from", "First day on which it holds, as 2026-12-31. Empty: always.", "day", "from")
_UNTIL = Column("until", "Last day on which it holds. Empty: for ever.", "day", "until")
_HELP = Column("help", "A sentence shown beside it.", key="help")
_NAME = Column("name", "As people read it.", key="name")
_OWNER = Column("owner", "Who answers for it.", key="owner")
_WHEN = Column("when", "Condition: where it is false this does not apply.", "source", "when")
_FACTS = Column("facts", "Numbers for rules: power_w = 300; weight_kg = 2.5", "facts", "facts")
_SENTENCE = Column("text", "The sentence that a rep reads when it says no.", key="text")
_IN_LANGUAGES = Family("text ", LANGUAGE, "text", "Instead of text, the sentence in the language", "text")
_QUESTION = Column("question", "How it is asked in words; may be empty.", key="question", added=True)
_ASKED_IN_LANGUAGES = Family(
    "question ", LANGUAGE, "question", "Instead of question, it in the language", "text"
)
_NEEDED_KINDS: Final = ("choice", "boolean", "integer", "decimal")
_KINDS: Final = (*_NEEDED_KINDS, "text")
_MINIMUM = Column("minimum", "Of integers and decimals.", "number", "minimum")
_MAXIMUM = Column("maximum", "Of integers and decimals.", "number", "maximum")
_BY = Column("by", "Step from one number to the next; needed for decimals.", "number", "step")
_UNIT = Column("unit", "As m or kg.", key="unit")

MOST_CELLS: Final = 12
"""Columns of a table whose rows stand on the sheet Rows."""


def key(help_: str) -> Column:
    return Column("key", help_, key="key")


_NAMED = key("Its name in rules: lower-case letters, digits and _.")

_ATTRIBUTES = Sheet(
    "Attributes",
    (
        PRODUCT,
        WITHIN,
        _STEP,
        _NAMED,
        Column("name", "The question as people read it.", key="name"),
        Column("kind", "choice, boolean, integer, decimal or text.", key="kind", choices=_KINDS),
        _QUESTION,
        _HELP,
        _MINIMUM,
        _MAXIMUM,
        _BY,
        _UNIT,
        Column("longest", "Most characters of a text.", "whole", "longest"),
        Column("pattern", "A regular expression that a text matches.", key="pattern"),
        Column("pattern text", "The pattern in words.", key="pattern_text"),
        _WHEN,
        Column("default", "Proposed first; yields.", "value", "default"),
        Column("preset", "Holds: nothing else is possible.", "value", "preset"),
        _FACTS,
        _FROM,
        _UNTIL,
    ),
    _ASKED_IN_LANGUAGES,
)
_NEEDS = Sheet(
    "Needs",
    (
        PRODUCT,
        WITHIN,
        _STEP,
        _NAMED,
        Column("name", "What somebody may want, as people read it.", key="name"),
        Column("kind", "choice, boolean, integer or decimal.", key="kind", choices=_NEEDED_KINDS),
        _QUESTION,
        _HELP,
        _MINIMUM,
        _MAXIMUM,
        _BY,
        _UNIT,
        _WHEN,
        _FACTS,
        _FROM,
        _UNTIL,
    ),
    _ASKED_IN_LANGUAGES,
    added=True,
)
_OPTIONS = Sheet(
    "Options",
    (
        PRODUCT,
        WITHIN,
        Column("attribute", "Key of an attribute or a need of kind choice.", of="Attributes"),
        key("Letters, digits, space and . _ + / -. For ever."),
        _NAME,
        _HELP,
        _FACTS,
        _FROM,
        _UNTIL,
    ),
)
_SETS = Sheet(
    "Sets",
    (
        PRODUCT,
        WITHIN,
        _STEP,
        _NAMED,
        _NAME,
        _QUESTION,
        _HELP,
        Column("at least", "How many are chosen; empty: none.", "whole", "at_least"),
        Column("at most", "How many are chosen; empty: all.", "whole", "at_most"),
        _WHEN,
        Column("default", "Keys of members that are proposed, parted by commas.", "list", "default"),
        Column("preset", "Keys of members that hold, parted by commas.", "list", "preset"),
        _FROM,
        _UNTIL,
    ),
    _ASKED_IN_LANGUAGES,
    added=True,
)
_MEMBERS = Sheet(
    "Members",
    (
        PRODUCT,
        WITHIN,
        Column("set", "Key of a set.", of="Sets"),
        _NAMED,
        _NAME,
        _HELP,
        _FACTS,
        _FROM,
        _UNTIL,
    ),
    added=True,
)
_COMPONENTS = Sheet(
    "Components",
    (
        PRODUCT,
        WITHIN,
        _STEP,
        _NAMED,
        _NAME,
        Column("row name", "What one row is called; may be empty.", key="row_name"),
        Column(
            "question", "How the number of rows is asked in words; may be empty.", key="question", added=True
        ),
        _HELP,
        Column("minimum", "How many rows there are at least.", "whole", "minimum"),
        Column("maximum", "How many rows there are at most.", "whole", "maximum"),
        Column("rows", "each (configured by itself) or equal.", key="rows", choices=("each", "equal")),
        Column("made of", "Key of the product that a row is; may be empty.", key="product", of="Products"),
        _WHEN,
        Column("default", "Number of rows that is proposed.", "whole", "default"),
        Column("preset", "Number of rows that holds.", "whole", "preset"),
        _FROM,
        _UNTIL,
    ),
    _ASKED_IN_LANGUAGES,
    added=True,
)
_RULES = Sheet(
    "Rules",
    (
        PRODUCT,
        WITHIN,
        key("Unique among rules and tables of the product."),
        _SENTENCE,
        Column("rule", "A condition that every configuration meets. Or when and then.", "source", "rule"),
        Column("when", "Where this holds ...", "source", "when"),
        Column("then", "... so must this.", "source", "then"),
        _OWNER,
        _FROM,
        _UNTIL,
    ),
    _IN_LANGUAGES,
)
_TABLES = Sheet(
    "Tables",
    (
        PRODUCT,
        WITHIN,
        key("Unique among rules and tables of the product."),
        _SENTENCE,
        Column("columns", "Keys of attributes, parted by commas.", "list", "columns"),
        Column("sheet", "Name of a sheet with its rows, if they are not on Rows.", added=True),
        Column("when", "Where the table holds; empty: everywhere.", "source", "when"),
        _OWNER,
        _FROM,
        _UNTIL,
    ),
    _IN_LANGUAGES,
)
_ROWS = Sheet(
    "Rows",
    (
        PRODUCT,
        WITHIN,
        Column("table", "Key of a table of that product.", of="Tables"),
        *(
            Column(f"cell {n}", "A value, several parted by commas, 1..6 or * for any.", "list")
            for n in range(1, MOST_CELLS + 1)
        ),
    ),
)
_PRICES = Sheet(
    "Prices",
    (
        PRODUCT,
        WITHIN,
        Column("attribute", "All of these empty: the price of the product itself.", of="Attributes"),
        Column("option", "Of an attribute of kind choice.", of="Options"),
        Column("set", "With the member beside it.", of="Sets", added=True),
        Column("member", "Of a set.", of="Members", added=True),
        Column("component", "The price of one row of it.", of="Components", added=True),
    ),
    Family("", CURRENCY, "prices", "Amount for one in"),
)

PRODUCT_SHEETS: Final = (
    Sheet(
        "Products",
        (
            key("Lower-case letters, digits and _, a letter first. For ever."),
            Column("code", "The product's number in the CRM.", key="code"),
            _NAME,
            Column("family", "As people read it.", key="family"),
            Column("description", "A sentence or two.", key="description"),
            Column("maximum quantity", "Most units in a line; may be empty.", "whole", "maximum_quantity"),
            Column(
                "charge",
                "Of its price; empty: one_time.",
                key="charge",
                choices=("one_time", "monthly", "yearly"),
                added=True,
            ),
            Column("units", "Units of facts, a line each: power_w = W", "pairs", "units", added=True),
            _FROM,
            _UNTIL,
        ),
    ),
    Sheet(
        "Quantity tiers",
        (
            PRODUCT,
            Column("from", "From this quantity of a line on.", "whole", "from"),
            Column("percent", "Off, for all units of the line.", "number", "percent"),
        ),
    ),
    Sheet("Steps", (PRODUCT, WITHIN, key("Lower-case letters, digits and _."), _NAME, _HELP)),
    _NEEDS,
    _ATTRIBUTES,
    _OPTIONS,
    _SETS,
    _MEMBERS,
    _COMPONENTS,
    _RULES,
    _TABLES,
    _ROWS,
    _PRICES,
)
