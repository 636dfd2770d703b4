"""The shipped catalogs are proven here, so that no start of the demo has to do it again."""

from datetime import date
from pathlib import Path

import pytest

from app.actions.check_catalog import check_catalog
from app.actions.run_cases import run_cases
from app.store.catalogs import FolderFiles, catalogs_folder, content_hash, proven_contents, read_all

DAY = date(2026, 11, 26)
FOLDERS = sorted(path.parent for path in catalogs_folder().glob("*/catalog.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_written_down_as_proven_is_sound(folder: Path) -> None:
    checked = check_catalog(folder, day=DAY, watch=lambda *_: None)
    assert checked.release is not None
    assert {finding.severity for finding in checked.findings} <= {"note"}
    _, ran = run_cases(folder, day=DAY)
    assert [one.case.key for one in ran if one.failures] == []


def test_exactly_the_shipped_catalogs_are_written_down() -> None:
    found = {content_hash(read_all(FolderFiles(folder))) for folder in FOLDERS}
    assert found == proven_contents(), "A catalog was changed: run python3 tools/proven.py"
