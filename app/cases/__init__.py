"""Golden cases: choices, and what must come of them. A catalog promises by example and is held to it.

Holds cases as values, how one is run against a release, and how one is recorded from what comes of choices
now. It does not hold how cases are written down (``store/catalogs/cases``).
"""

from app.cases.case import (
    Case,
    Expected,
    LineExpected,
    PriceExpected,
    QuoteCase,
    QuoteExpected,
    QuoteLine,
    Term,
    TermsExpected,
)
from app.cases.mismatch import Mismatch
from app.cases.quotes import run_quote
from app.cases.record import record_case
from app.cases.run import run_case

__all__ = [
    "Case",
    "Expected",
    "LineExpected",
    "Mismatch",
    "PriceExpected",
    "QuoteCase",
    "QuoteExpected",
    "QuoteLine",
    "Term",
    "TermsExpected",
    "record_case",
    "run_case",
    "run_quote",
]
