"""Commands for catalog owners."""

from pathlib import Path

import click

from app.cli.imports import imports
from app.cli.releases import publish, releases, revert
from app.store.catalogs import load_release


@click.group()
def catalog() -> None:
    """Check, publish and list product catalogs."""


catalog.add_command(publish)
catalog.add_command(releases)
catalog.add_command(revert)


catalog.add_command(imports)


@catalog.command()
@click.argument(
    "folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def check(folders: tuple[Path, ...]) -> None:
    """Read each catalog folder and name every problem with file, line and what to write instead."""
    for folder in folders:
        release = load_release(folder)
        attributes = sum(len(product.attributes) for product in release.products.values())
        click.echo(
            f"{folder}: sound. {len(release.products)} products, {attributes} attributes, "
            f"release {release.version} ({release.fingerprint[:12]})"
        )
