"""Nested things, as an author writes them, and how they become flat.

Holds sets of options and components with rows and their flattening into the attributes, rules and tables of a
product, within limits. It does not hold how catalogs are written down (``store/catalogs``).
"""

from app.catalog.nesting.flatten import Flat, flattened
from app.catalog.nesting.limits import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ROWS
from app.catalog.nesting.scopes import scope_of
from app.catalog.nesting.sound import is_own
from app.catalog.nesting.written import (
    Body,
    Part,
    WrittenComponent,
    WrittenProduct,
    WrittenSet,
    WrittenStep,
)

__all__ = [
    "MAX_ATTRIBUTES",
    "MAX_DEPTH",
    "MAX_ROWS",
    "Body",
    "Flat",
    "Part",
    "WrittenComponent",
    "WrittenProduct",
    "WrittenSet",
    "WrittenStep",
    "flattened",
    "is_own",
    "scope_of",
]
