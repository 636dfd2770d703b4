"""Commands for catalog owners: what is published, from when on it counts, and going back."""

from datetime import date
from typing import Final

import click

from app.actions.list_releases import ListedRelease, list_releases
from app.actions.revert_release import revert_release
from app.cli.catalog.orders import from_option, note_option, now, open_database, order_of, since

_WIDTHS: Final = (14, 20, 14, 18, 10)


@click.command()
@click.argument("catalog", default="")
def releases(catalog: str) -> None:
    """List what was published and from when on it counts; of one catalog if it is named."""
    click.echo(_row(("catalog", "version", "fingerprint", "counts from, UTC", ""), "by  note"))
    for one in list_releases(open_database(), at=now(), catalog=catalog):
        click.echo(_line(one))


@click.command()
@click.argument("catalog")
@click.argument("version")
@from_option
@note_option
def revert(catalog: str, version: str, *, start: date | None, note: str) -> None:
    """Let an earlier release count again. Nothing is taken away; open quotes stay on their own."""
    order = order_of(start, note)
    row = revert_release(open_database(), catalog, version, order)
    click.echo(f"Release {row.version} of {catalog} ({row.fingerprint[:12]}) counts {since(order)}.")


def _line(one: ListedRelease) -> str:
    entry = one.entry
    moment = f"{entry.effective_from:%Y-%m-%d %H:%M}"
    cells = (entry.catalog, entry.version, entry.release[:12], moment, one.standing)
    return _row(cells, f"{entry.entered_by}  {entry.note}")


def _row(cells: tuple[str, ...], rest: str) -> str:
    start = "".join(f"{cell:<{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))
    return f"{start}{rest}".rstrip()
