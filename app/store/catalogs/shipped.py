"""Where the catalogs that come with the product are."""

import re
from pathlib import Path
from typing import ClassVar

from app.catalog.checks import did_you_mean
from app.errors import Missing

_KEY = re.compile(r"[a-z][a-z0-9_-]{0,62}")
PROVEN = "proven.txt"
_HERE = Path(__file__).resolve().parent
# A wheel carries the folder inside the package; a checkout has it at its root, where authors look for it.
_PLACES = (_HERE / "shipped", _HERE.parents[2] / "catalogs")


class CatalogUnknown(Missing):
    code: ClassVar[str] = "catalog_unknown"


def catalogs_folder() -> Path:
    """The folder with one folder a catalog. Raises CatalogUnknown where the installation has none."""
    found = next((place for place in _PLACES if place.is_dir()), None)
    if found is None:
        raise CatalogUnknown(
            "This installation carries no catalogs. Install it anew, or name a folder of your own."
        )
    return found


def shipped_catalog(key: str) -> Path:
    """The folder of one catalog. Raises CatalogUnknown."""
    folder = catalogs_folder()
    if _KEY.fullmatch(key) and (folder / key / "catalog.yaml").is_file():
        return folder / key
    known = sorted(path.parent.name for path in folder.glob("*/catalog.yaml"))
    raise CatalogUnknown(f"There is no such catalog; {did_you_mean(key[:63], known)}")


def proven_contents() -> frozenset[str]:
    """Hashes of the contents of shipped catalogs that the product's tests have proven, to the byte."""
    try:
        lines = (catalogs_folder() / PROVEN).read_text(encoding="ascii").splitlines()
    except (CatalogUnknown, OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset(line.split()[-1] for line in lines if line.strip())
