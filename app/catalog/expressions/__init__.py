"""The small language of rules, conditions and formulas: reading, writing and exact evaluation.

It knows no catalog: names are checked against a product in ``app.catalog.checks``. It never runs code of
its source; a source is bounded in length and depth, and every refusal points at a character.
"""

from app.catalog.expressions.evaluate import FactSource, evaluate, holds
from app.catalog.expressions.invalid import ExpressionInvalid
from app.catalog.expressions.names import facts, names
from app.catalog.expressions.parse import MAX_DEPTH, MAX_LENGTH, parse
from app.catalog.expressions.tree import Expression
from app.catalog.expressions.write import write

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "Expression",
    "ExpressionInvalid",
    "FactSource",
    "evaluate",
    "facts",
    "holds",
    "names",
    "parse",
    "write",
]
