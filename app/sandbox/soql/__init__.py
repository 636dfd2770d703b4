"""SOQL over SQLite: text to tree (`parse`), tree to one SELECT with bound values (`statement`), rows to
records (`records`, `aggregated`); `run` does it, and asks for children by one SELECT a relationship.

Read and refused: TYPEOF, WITH, FOR UPDATE, USING SCOPE, UPDATE, ROLLUP and CUBE, toLabel, FORMAT,
convertCurrency, DISTANCE, currency codes. Not here: SOSL.
"""

from .columns import column_paths, described_columns
from .run import Answer, run_query

__all__ = ["Answer", "column_paths", "described_columns", "run_query"]
