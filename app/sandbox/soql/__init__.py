"""SOQL over SQLite: text -> syntax tree (`parse`), tree -> one SELECT with bound values (`statement`), rows -> records (`run`).

Not here: SOSL, GROUP BY, geolocation, polymorphic TYPEOF.
"""

from .run import Answer, run_query

__all__ = ["Answer", "run_query"]
