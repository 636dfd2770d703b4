"""Prove the shipped catalogs and write down what exactly was proven, so that no start has to do it again.

    python3 tools/proven.py

A test fails as long as a catalog differs from what is written down.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.actions.check_catalog import check_catalog  # noqa: E402 - found beside this folder
from app.actions.run_cases import run_cases  # noqa: E402
from app.store.catalogs import PROVEN, FolderFiles, catalogs_folder, content_hash, read_all  # noqa: E402


def main() -> int:
    folders = sorted(path.parent for path in catalogs_folder().glob("*/catalog.yaml"))
    lines = []
    for folder in folders:
        if not _is_sound(folder):
            print(f"{folder.name} is not sound: `quotewright catalog check {folder}` says why.")
            return 1
        lines.append(f"{folder.name} {content_hash(read_all(FolderFiles(folder)))}\n")
    (catalogs_folder() / PROVEN).write_text("".join(lines), encoding="ascii")
    return 0


def _is_sound(folder: Path) -> bool:
    day = datetime.now(UTC).date()
    checked = check_catalog(folder, day=day, watch=lambda *_: None)
    _, ran = run_cases(folder, day=day)
    found = {finding.severity for finding in checked.findings}
    return (
        checked.release is not None
        and not found & {"error", "warning"}
        and not any(one.failures for one in ran)
    )


if __name__ == "__main__":
    sys.exit(main())
