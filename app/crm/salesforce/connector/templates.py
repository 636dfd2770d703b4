"""The templates that ship with the product, and how values get into them.

``{{name}}`` in a text and ``__app__`` in a path are replaced. Every text with a value in it is XML, and the
values are escaped for that.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from app.errors import Misconfigured

IN_PATH: Final = "__app__"
_FIELD: Final = re.compile(r"\{\{([a-z_]+)\}\}")
_QUOTES: Final = {'"': "&quot;", "'": "&apos;"}
_HERE: Final = Path(__file__).resolve().parent
# A wheel carries the folder inside the package; a checkout has it at its root, where admins look for it.
_PLACES: Final = (_HERE / "shipped", _HERE.parents[3] / "manifests")


def templates() -> dict[str, str]:
    """Texts by their path. Raises Misconfigured where the installation has none."""
    folder = next((place / "salesforce" for place in _PLACES if place.is_dir()), None)
    if folder is None:
        raise Misconfigured("This installation carries no connector. Install it anew.")
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


def filled(text: str, values: Mapping[str, str]) -> bytes:
    return _FIELD.sub(lambda found: escape(values[found[1]], _QUOTES), text).encode()
