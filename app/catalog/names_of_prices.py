"""What names mean in the formulas of prices: attributes of a product, and words such as ``quantity``.

In a flat tree words stand as ``price:quantity`` and the like, which no attribute can be called.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from app.catalog.attribute import Attribute, AttributeKey
from app.catalog.expressions import Expression, ExpressionInvalid, Scope, converted, expand
from app.catalog.expressions.names import walk
from app.catalog.expressions.tree import Fact, Name, Present, Within
from app.catalog.nesting.scopes import scope_of
from app.catalog.pricing.formula import Formula
from app.catalog.pricing.words import WORDS, Word
from app.catalog.product import Product

_MARK: Final = "price:"
_ATTRIBUTES: Final = tuple(
    Attribute(
        AttributeKey(_MARK + word),
        word,
        "decimal",
        minimum=Decimal(0),
        maximum=Decimal(10) ** 18,
        step=Decimal("0.01"),
    )
    for word in WORDS
)
WORD_OF: Final[dict[str, Word]] = {_MARK + word: word for word in WORDS}
"""Words by the keys under which a flat tree has them."""

_SCOPE: Final = Scope(attributes={word: _MARK + word for word in WORDS})


def flat_key(word: Word) -> str:
    """Under which the word's value is found by whoever evaluates a flat tree."""
    return _MARK + word


def flat_formula(formula: Formula, product: Product) -> tuple[Expression, tuple[ExpressionInvalid, ...]]:
    """The formula over attributes of the product, in their units, and words; and what is wrong with names and
    units in it.
    """
    own = scope_of(product)
    problems = tuple(_doubled(formula, own, product))
    tree, unfound = expand(formula.tree, (_SCOPE, own), source=formula.source)
    if problems or unfound:
        return tree, (*problems, *unfound)
    return converted(tree, speaking(product), source=formula.source)


def speaking(product: Product) -> Product:
    """The product with the words among its attributes, for the checks of names and types."""
    return replace(product, attributes=(*product.attributes, *_ATTRIBUTES))


def _doubled(formula: Formula, own: Scope, product: Product) -> Iterator[ExpressionInvalid]:
    for node in walk(formula.tree):
        if not isinstance(node, Name | Fact | Present | Within):
            continue
        word = node.attribute.split(".")[0]
        if word in WORDS and word in own:
            message = (
                f'"{word}" is a word of prices and an attribute of {product.key}; rename the attribute, '
                "so that a reader knows which is meant"
            )
            yield ExpressionInvalid(message, formula.source, node.at)
