"""The catalog of the author's guide, as the files that it shows."""

import re
from pathlib import Path

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "catalog.md").read_text(encoding="utf-8")


def write_guide(folder: Path) -> Path:
    """The folder of the catalog ``pumps``."""
    for name, text in re.findall(r"```yaml\n# catalogs/(\S+)\n(.*?)```", GUIDE, re.DOTALL):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "pumps"
