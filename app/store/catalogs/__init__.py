"""Catalogs as files: YAML read with line numbers, validated, and built into a release.

All problems of a catalog are reported at once. Holds no rule of what a good catalog is beyond its written
form (``catalog/checks`` has those) and nothing of the database.
"""

from app.store.catalogs.load import CatalogFiles, load_release, read_catalog
from app.store.catalogs.problems import CatalogInvalid, Problem
from app.store.catalogs.shipped import CatalogUnknown, catalogs_folder, shipped_catalog

__all__ = [
    "CatalogFiles",
    "CatalogInvalid",
    "CatalogUnknown",
    "Problem",
    "catalogs_folder",
    "load_release",
    "read_catalog",
    "shipped_catalog",
]
