"""An expression of a price, as the author wrote it."""

from dataclasses import dataclass

from app.catalog.expressions.tree import Expression


@dataclass(frozen=True, slots=True)
class Formula:
    """``tree`` is not flat yet: a step may reach many products, and names are looked up in each of them.

    It speaks of a product's attributes and of the words of ``words.py``.
    """

    tree: Expression
    source: str
