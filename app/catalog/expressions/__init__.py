"""The small language of rules, conditions and formulas: reading, writing, resolving and exact evaluation.

``parse`` reads; ``expand`` turns what is said of components and sets into a flat tree over attributes of the
product; ``evaluate`` and the solver read flat trees. It knows no catalog: names and types are checked against
a product in ``app.catalog.checks``. It never runs code of its source; a source is bounded in length and
depth, and every refusal points at a character.
"""

from app.catalog.expressions.convert import UnitSource, converted
from app.catalog.expressions.evaluate import FactSource, evaluate, holds
from app.catalog.expressions.expand import expand
from app.catalog.expressions.invalid import ExpressionInvalid
from app.catalog.expressions.names import children, facts, names, with_children
from app.catalog.expressions.parse import MAX_DEPTH, MAX_LENGTH, parse
from app.catalog.expressions.scope import Component, Row, Scope
from app.catalog.expressions.tree import Expression
from app.catalog.expressions.write import write

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "Component",
    "Expression",
    "ExpressionInvalid",
    "FactSource",
    "Row",
    "Scope",
    "UnitSource",
    "children",
    "converted",
    "evaluate",
    "expand",
    "facts",
    "holds",
    "names",
    "parse",
    "with_children",
    "write",
]
