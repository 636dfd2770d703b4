"""The words that a price's formulas and conditions may use beside the attributes of a product."""

from typing import Final, Literal, TypeAlias

Word: TypeAlias = Literal["quantity", "list", "price", "amount", "cost", "months", "days"]

WORDS: Final[dict[Word, str]] = {
    "quantity": "how many units the line has",
    "list": "the list price of one unit so far, options included",
    "price": "the price of one unit so far",
    "amount": "the price of the whole line so far",
    "cost": "what one unit costs to make; no value where that is not known",
    "months": "how long the line's term is, in months; no value without a term",
    "days": "how long the line's term is, in days; no value without a term",
}
