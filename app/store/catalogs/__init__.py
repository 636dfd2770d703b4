"""Catalogs as files: YAML read with line numbers, validated, and built into a release.

All problems of a catalog are reported at once. Holds no rule of what a good catalog is beyond its written
form (``catalog/checks`` has those) and nothing of the database.
"""

from app.store.catalogs.files import Files, FolderFiles, KeptFiles
from app.store.catalogs.load import (
    CatalogFiles,
    catalog_of_files,
    load_release,
    read_catalog,
    release_of_files,
)
from app.store.catalogs.packed import PackUnreadable, content_hash, pack, read_all, unpack
from app.store.catalogs.problems import CatalogInvalid, Problem
from app.store.catalogs.shipped import (
    PROVEN,
    CatalogUnknown,
    catalogs_folder,
    proven_contents,
    shipped_catalog,
)
from app.store.catalogs.write import FolderTaken, write_catalog

__all__ = [
    "PROVEN",
    "CatalogFiles",
    "CatalogInvalid",
    "CatalogUnknown",
    "Files",
    "FolderFiles",
    "FolderTaken",
    "KeptFiles",
    "PackUnreadable",
    "Problem",
    "catalog_of_files",
    "catalogs_folder",
    "content_hash",
    "load_release",
    "pack",
    "proven_contents",
    "read_all",
    "read_catalog",
    "release_of_files",
    "shipped_catalog",
    "unpack",
    "write_catalog",
]
