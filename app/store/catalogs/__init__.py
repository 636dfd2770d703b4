"""Catalogs as files: YAML read with line numbers, validated, and built into a release.

All problems of a catalog are reported at once. Holds no rule of what a good catalog is beyond its written
form (``catalog/checks`` has those) and nothing of the database.
"""

from app.store.catalogs.load import load_release
from app.store.catalogs.problems import CatalogInvalid, Problem
from app.store.catalogs.shipped import CatalogUnknown, catalogs_folder, shipped_catalog
from app.store.catalogs.write import FolderTaken, write_catalog

__all__ = [
    "CatalogInvalid",
    "CatalogUnknown",
    "FolderTaken",
    "Problem",
    "catalogs_folder",
    "load_release",
    "shipped_catalog",
    "write_catalog",
]
