"""What can be sold: products with attributes, options, rules, tables and prices, gathered in a release.

Holds values, the expression language, nesting and how it becomes flat, how prices are made (``pricing``), the
checks that need no solver, and the fingerprint. It does not hold how catalogs are written down
(``store/catalogs``), what was chosen (``configuration``) nor what it costs (``app.pricing``).
"""

from app.catalog.articles import Article, Shop, WorkCentre
from app.catalog.assembly import Assembly
from app.catalog.attribute import as_json, same
from app.catalog.checks import Finding, check_product, check_release
from app.catalog.clauses import Clause, Terms, clauses_for, regions_of
from app.catalog.effective import effective
from app.catalog.fingerprint import FORM, fingerprint, fingerprinted
from app.catalog.product import (
    Attribute,
    AttributeKey,
    Component,
    Option,
    OptionSet,
    Period,
    Prices,
    Product,
    ProductKey,
    QuantityTier,
    Row,
    Rule,
    Section,
    Step,
    Table,
    Value,
)
from app.catalog.questions import Question, questions
from app.catalog.release import CustomerTier, ProductUnknown, Release, Seller
from app.catalog.spoken import in_language
from app.catalog.telling import Told, told

__all__ = [
    "FORM",
    "Article",
    "Assembly",
    "Attribute",
    "AttributeKey",
    "Clause",
    "Component",
    "CustomerTier",
    "Finding",
    "Option",
    "OptionSet",
    "Period",
    "Prices",
    "Product",
    "ProductKey",
    "ProductUnknown",
    "QuantityTier",
    "Question",
    "Release",
    "Row",
    "Rule",
    "Section",
    "Seller",
    "Shop",
    "Step",
    "Table",
    "Terms",
    "Told",
    "Value",
    "WorkCentre",
    "as_json",
    "check_product",
    "check_release",
    "clauses_for",
    "effective",
    "fingerprint",
    "fingerprinted",
    "in_language",
    "questions",
    "regions_of",
    "same",
    "told",
]
