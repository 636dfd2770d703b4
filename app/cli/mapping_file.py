"""A field mapping as a command is given it."""

from pathlib import Path
from typing import Final

import click

from app.crm.mapping import LONGEST
from app.errors import Refused

MAPPING_FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)
mapping_option = click.option(
    "--mapping",
    type=MAPPING_FILE,
    help="Field mapping (docs/mapping.md) whose objects and fields it brings; else the connection's own.",
)


def read_mapping_file(file: Path | None) -> str:
    """Empty without a file. Raises Refused for what is no text, or none at all."""
    if file is None:
        return ""
    with file.open("rb") as content:
        read = content.read(4 * LONGEST + 1)
    try:
        text = read.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{file.name} is not UTF-8 text.") from None
    if not text.strip():
        raise Refused(f"{file.name} is empty. `quotewright connection mapping template` prints a mapping.")
    return text
