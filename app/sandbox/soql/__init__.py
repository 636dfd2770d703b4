"""SOQL over SQLite: text to tree (`parse`), tree to one SELECT with bound values (`statement`), rows to
records (`run`).

Not here: SOSL, GROUP BY, toLabel and other functions, INCLUDES, USING SCOPE, TYPEOF, geolocation.
"""

from .run import Answer, run_query

__all__ = ["Answer", "run_query"]
