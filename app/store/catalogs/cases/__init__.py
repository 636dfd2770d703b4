"""Golden cases as files: ``tests/*.yaml`` in a catalog's folder, read with line numbers, and written."""

from app.store.catalogs.cases.read import WrittenCase, read_cases
from app.store.catalogs.cases.write import append_case

__all__ = ["WrittenCase", "append_case", "read_cases"]
