"""The words that conditions of a policy may use, beside the attributes of a line's product.

A condition is asked of a subject: one line, the lines of a product, family or group together, or the quote.
Numbers mean the same for each: amounts are summed, percentages are those of the sums. Sums over several lines
are of those that are offered, not of optional or alternative ones.
"""

from collections.abc import Mapping
from typing import Final

from app.catalog.approvals.rule import Over

NUMBERS: Final[Mapping[str, str]] = {
    "quantity": "how many units",
    "list": "what it costs by list, with options",
    "net": "what the customer pays",
    "given": "how much was taken off by hand, on the line and by its part of the quote's discount",
    "discount": "the same in percent of what it would cost without, before rounding",
    "off_list": "how far the net price is below list, in percent of list; no value where list is 0",
    "cost": "what it costs to make; no value where that is not known",
    "profit": "net less cost",
    "margin": "the profit in percent of net; what is given away counts as -100",
    "one_time": "what of net is paid once",
    "recurring": "what of net is paid every month or year, over the whole term",
    "monthly": "what is paid each month, on average",
    "yearly": "what is paid each year, on average",
    "months": "how long the term is, the longest of several; no value without a term",
    "valid_days": "for how many days the quote is valid",
}

TEXTS: Final[Mapping[str, str]] = {
    "region": "the region of the quote",
    "tier": "the customer's tier",
    "account": "the customer's id in the CRM",
    "currency": "the currency of the quote",
    "product": "the key of the product",
    "family": "the family of the product",
    "group": "the name of the line's group",
    "standing": "offered, optional or alternative",
    "charge": "once, month or year",
}

OF_LINES: Final[Mapping[str, str]] = {"price": "what one unit costs the customer"}

AMOUNTS: Final = frozenset(
    {"list", "net", "given", "cost", "profit", "one_time", "recurring", "monthly", "yearly", "price"}
)
"""Of money, in the currency of the policy."""

PERCENTAGES: Final = frozenset({"discount", "off_list", "margin"})

COSTS: Final = frozenset({"cost", "profit", "margin"})
"""What only those may see who may see costs."""

_TERMS: Final = ("region", "tier", "account", "currency")
_SAID: Final[Mapping[Over, tuple[str, ...]]] = {
    "line": ("price", "product", "family", "group", "standing", "charge"),
    "product": ("product", "family"),
    "family": ("family",),
    "group": ("group",),
    "quote": (),
}


def words_of(over: Over) -> tuple[str, ...]:
    """Those that a condition may use which is asked of such subjects."""
    return (*NUMBERS, *_SAID[over], *_TERMS)
