"""``quotewright catalog check``."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from app.actions.check_catalog import Checked, check_catalog
from app.cli.catalog.progress import Progress
from app.cli.catalog.sarif import as_sarif
from app.cli.catalog.shown import as_json, as_text

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_CLEAN, _FINDINGS, _UNREADABLE = 0, 1, 2


@click.command()
@click.argument("folders", nargs=-1, required=True, type=FOLDER)
@click.option("--product", help="Key of the only product to be proven.")
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--json", "as_data", is_flag=True, help="Print the findings as JSON.")
@click.option("--sarif", type=click.Path(dir_okay=False, path_type=Path), help="Write SARIF 2.1.0 to a file.")
def check(
    folders: tuple[Path, ...], *, product: str | None, strict: bool, as_data: bool, sarif: Path | None
) -> None:
    """Prove catalogs sound, or name every problem with file, line and what to do.

    Ends with 0 where nothing is wrong, 1 where something is (warnings only with --strict), and 2 where the
    files do not make a catalog, so that nothing could be proven.
    """
    with Progress() as progress:
        checked = [
            check_catalog(folder, day=today(), only=product, watch=progress.watch) for folder in folders
        ]
    if sarif is not None:
        sarif.write_text(json.dumps(as_sarif(checked), indent=2) + "\n", encoding="utf-8")
    if as_data:
        click.echo(json.dumps({"catalogs": [as_json(one) for one in checked]}, indent=2))
    else:
        for one in checked:
            click.echo(as_text(one), err=one.release is None)
    sys.exit(_exit_code(checked, failing=("error", "warning") if strict else ("error",)))


def today() -> date:
    return datetime.now(UTC).date()


def _exit_code(checked: Sequence[Checked], *, failing: tuple[str, ...]) -> int:
    if any(one.release is None for one in checked):
        return _UNREADABLE
    found = any(finding.severity in failing for one in checked for finding in one.findings)
    return _FINDINGS if found else _CLEAN
