"""Many operations in one API call: `composite`, and below it `graph`, `batch`, `tree` and `sobjects`."""

from .batch import answer as batch
from .collections import change_all, create_all, delete_all, read_all, read_many, upsert_all
from .graph import answer as graph
from .sequence import answer as sequence
from .sequence import listed
from .tree import answer as tree

__all__ = [
    "batch",
    "change_all",
    "create_all",
    "delete_all",
    "graph",
    "listed",
    "read_all",
    "read_many",
    "sequence",
    "tree",
    "upsert_all",
]
