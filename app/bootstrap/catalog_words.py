"""What the web process did with the folder of catalogs at its start, in words."""

import json
from collections.abc import Iterator
from typing import Any


def catalog_words(log: str) -> Iterator[str]:
    """A sentence for each catalog of which something is to be said, from the process's log."""
    for line in log.splitlines():
        if line.startswith("{") and '"catalog of the folder"' in line:
            yield from _words(json.loads(line))


def _proofs(told: dict[str, Any]) -> str:
    """What stands for what was published just now."""
    if "proven_by" in told:
        return f"Not proven again: the {told['proven_by']} have proven exactly these files."
    left = f"; {told['not_proven']} products not wholly, for want of time" if told["not_proven"] else ""
    stranded = f", {told['stranded']} would lose something" if told["stranded"] else ""
    return (
        f"Proven now with {told['warnings']} warnings{left}; {told['cases']} golden cases hold; "
        f"{told['open_quotes']} open quotes tried{stranded}."
    )


def _words(told: dict[str, Any]) -> Iterator[str]:
    name = f"Catalog {told['catalog']}: release {told['version']}"
    if told["published"]:
        yield f"{name} is published and in force; quotes stay on the release they were made with."
        yield f"    {_proofs(told)}"
    elif not told["in_force"]:
        yield f"{name}, as its folder holds it, was published before and is not in force."
