"""What is wrong with a catalog, as far as it shows without a solver: names, types, domains, prices, tables.

Proofs (dead options, contradictions) belong to the configuration engine.
"""

from app.catalog.checks.articles import check_article, check_work_centre
from app.catalog.checks.expressions import check_condition, check_number
from app.catalog.checks.finding import Finding, Place
from app.catalog.checks.products import check_product, repeated
from app.catalog.checks.releases import check_header, check_release
from app.catalog.near import did_you_mean

__all__ = [
    "Finding",
    "Place",
    "check_article",
    "check_condition",
    "check_header",
    "check_number",
    "check_product",
    "check_release",
    "check_work_centre",
    "did_you_mean",
    "repeated",
]
