"""Many operations in one API call: `composite`, `composite/graph` and `composite/sobjects`.

Not here: tree and batch.
"""

from .door import answer

__all__ = ["answer"]
