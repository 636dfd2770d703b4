"""Hatch calls this for a wheel: the front-end files are made, and `static` goes into the package."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface[Any]):
    """Puts static/ at app/static, where `app.static_folder()` looks first."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make static/vendor and name each file of static/ for the wheel."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from tools import assets  # found only now that the clone is on the path

        assets.build(root)
        for file in sorted((root / "static").rglob("*")):
            inside = file.relative_to(root / "static")
            if file.is_file() and is_shipped(inside):
                build_data["force_include"][str(file)] = f"app/static/{inside}"


def is_shipped(inside: Path) -> bool:
    """Whether a file of static/ goes into wheels: not npm's own files, and no stamps."""
    return not inside.name.startswith(".") and inside.name not in ("package.json", "package-lock.json")
