"""What the web process did with the folder of catalogs at its start, in words."""

import json
from collections.abc import Iterator
from typing import Any


def catalog_words(log: str) -> Iterator[str]:
    """A sentence for each catalog of which something is to be said, from the process's log."""
    for line in log.splitlines():
        if line.startswith("{") and '"catalog of the folder"' in line:
            yield from _words(json.loads(line))


def _words(told: dict[str, Any]) -> Iterator[str]:
    name = f"Catalog {told['catalog']}: release {told['version']}"
    if told["published"]:
        yield f"{name} is published and in force; quotes stay on the release they were made with."
    elif not told["in_force"]:
        yield f"{name}, as its folder holds it, was published before and is not in force."
