"""Catalogs as files: YAML read with line numbers, validated, and built into a release.

All problems of a catalog are reported at once. Holds no rule of what a good catalog is beyond its written
form (``catalog/checks`` has those) and nothing of the database.
"""

from app.store.catalogs.files import Files, FolderFiles, KeptFiles
from app.store.catalogs.load import CatalogFiles, load_release, read_catalog, release_of_files
from app.store.catalogs.packed import PackUnreadable, content_hash, pack, read_all, unpack
from app.store.catalogs.problems import CatalogInvalid, Problem
from app.store.catalogs.shipped import CatalogUnknown, catalogs_folder, shipped_catalog
from app.store.catalogs.write import FolderTaken, write_catalog

__all__ = [
    "CatalogFiles",
    "CatalogInvalid",
    "CatalogUnknown",
    "Files",
    "FolderFiles",
    "FolderTaken",
    "KeptFiles",
    "PackUnreadable",
    "Problem",
    "catalogs_folder",
    "content_hash",
    "load_release",
    "pack",
    "read_all",
    "read_catalog",
    "release_of_files",
    "shipped_catalog",
    "unpack",
    "write_catalog",
]
