"""What the CRM holds of a quote beside what we believe: how the two differ, and what may be mended.

It does not hold how a CRM is asked (``crm``) nor when (``actions``).
"""

from app.quoting.drift.believed import Believed, Place
from app.quoting.drift.compare import chosen, compared
from app.quoting.drift.finding import Finding, Kind
from app.quoting.drift.held import HeldLine, HeldQuote
from app.quoting.drift.merge import Merged, merged
from app.quoting.drift.told import TOLD, crm_word, told_of

__all__ = [
    "TOLD",
    "Believed",
    "Finding",
    "HeldLine",
    "HeldQuote",
    "Kind",
    "Merged",
    "Place",
    "chosen",
    "compared",
    "crm_word",
    "merged",
    "told_of",
]
