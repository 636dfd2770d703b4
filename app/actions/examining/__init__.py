"""Questions about ourselves, and how all questions about a connection are asked one after another.

What a CRM is asked is its folder's to say (``app.crm.examination``).
"""

from app.actions.examining.asking import Asking
from app.actions.examining.examined import Examined, examined_json, examined_text, line_of
from app.actions.examining.ours import OURS, Ours
from app.crm.examination import Area, Result

AREAS = tuple(area.value for area in Area)
RESULTS = tuple(result.value for result in Result)

__all__ = [
    "AREAS",
    "OURS",
    "RESULTS",
    "Asking",
    "Examined",
    "Ours",
    "examined_json",
    "examined_text",
    "line_of",
]
