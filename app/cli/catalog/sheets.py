"""``quotewright catalog template`` and ``quotewright catalog import``."""

from pathlib import Path

import click

from app.actions.import_sheet import import_sheet, write_template
from app.cli.catalog.check import FOLDER
from app.cli.catalog.progress import Progress

_FILE = click.Path(dir_okay=False, path_type=Path)
_READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def template() -> None:
    """Write a template to be filled outside."""


@template.command(name="xlsx")
@click.argument("file", type=_FILE)
@click.option("--of", "folder", type=FOLDER, help="Fill it with the catalog in this folder.")
def template_xlsx(file: Path, *, folder: Path | None) -> None:
    """Write a workbook whose columns explain themselves."""
    with Progress() as progress:
        write_template(file, folder, progress.rows)
    click.echo(f"{file}: fill it, then run quotewright catalog import xlsx {file} --out FOLDER")


@click.group(name="import")
def bring_in() -> None:
    """Make catalog files of what was written elsewhere."""


@bring_in.command(name="xlsx")
@click.argument("file", type=_READABLE)
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the new catalog.",
)
def import_xlsx(file: Path, *, out: Path) -> None:
    """Read a filled template. Every cell that is refused is named, and nothing is written then."""
    with Progress() as progress:
        release = import_sheet(file, out, progress.rows)
    click.echo(
        f"{out}: {len(release.products)} products, release {release.version} ({release.fingerprint[:12]}). "
        f"Prove it with quotewright catalog check {out}"
    )
