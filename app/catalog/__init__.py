"""What can be sold: products with attributes, options, rules, tables and prices, gathered in a release.

Holds values, the expression language, the checks that need no solver, and the fingerprint. It does not
hold how catalogs are written down (``store/catalogs``), what was chosen (``configuration``) nor what it
costs (``pricing``).
"""

from app.catalog.checks import Finding, check_product, check_release
from app.catalog.fingerprint import fingerprint, fingerprinted
from app.catalog.product import (
    Attribute,
    AttributeKey,
    Option,
    Prices,
    Product,
    ProductKey,
    QuantityTier,
    Rule,
    Step,
    Table,
    Value,
)
from app.catalog.release import CustomerTier, ProductUnknown, Release, Seller

__all__ = [
    "Attribute",
    "AttributeKey",
    "CustomerTier",
    "Finding",
    "Option",
    "Prices",
    "Product",
    "ProductKey",
    "ProductUnknown",
    "QuantityTier",
    "Release",
    "Rule",
    "Seller",
    "Step",
    "Table",
    "Value",
    "check_product",
    "check_release",
    "fingerprint",
    "fingerprinted",
]
