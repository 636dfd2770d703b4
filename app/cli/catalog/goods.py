"""``quotewright catalog import salesforce``."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import click

from app.actions.connected import connection_of
from app.actions.goods.left import REMEDIES, Left
from app.actions.goods.taken import Wish
from app.actions.import_goods import Imported, import_goods
from app.cli.catalog.progress import Progress
from app.cli.org_access import by_alias, org_access
from app.crm import Connection
from app.settings import read_settings
from app.wiring import goods_of, open_database

_SHOWN: Final = 20


@click.command(name="salesforce")
@click.argument("connection", required=False)
@by_alias
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder: new, empty, or of an earlier import.",
)
@click.option(
    "--currency",
    "currencies",
    multiple=True,
    metavar="CODE",
    help="Price the catalog in this one. Repeatable.",
)
@click.option(
    "--family", "families", multiple=True, metavar="NAME", help="Take articles of this family. Repeatable."
)
@click.option(
    "--book", "books", multiple=True, metavar="NAME", help="Take prices of this price book, too. Repeatable."
)
@click.option(
    "--left",
    "report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all that was left as CSV.",
)
def import_salesforce(
    connection: str | None,
    *,
    alias: str,
    out: Path,
    currencies: tuple[str, ...],
    families: tuple[str, ...],
    books: tuple[str, ...],
    report: Path | None,
) -> None:
    """Make a catalog of the products and price books of a Salesforce org.

    List prices are those of the CONNECTION's price book; without one, those of the standard price book of
    whichever org the access is for. Run again over the same folder, it brings up to date what it wrote, and
    leaves what you changed. What cannot be sold as it is in the org is listed.

    \b
    quotewright catalog import salesforce acme --out catalogs/acme
    quotewright catalog import salesforce --org production --out catalogs/acme --currency EUR
    """
    settings = read_settings()
    known = None if connection is None else connection_of(open_database(settings), connection)
    wish = _wish(known, currencies=currencies, families=families, books=books)
    crm = goods_of(org_access(alias), settings, connection=known)
    with Progress() as progress:
        done = import_goods(crm, out, wish, org=known.org if known else None, watch=progress.rows)
    if report is not None:
        try:
            _write(report, done.left)
        except OSError as error:
            raise click.FileError(str(report), hint=error.strerror) from None
    for line in _left_text(done.left, report):
        click.echo(line)
    click.echo(_told(done, out))


def _wish(
    known: Connection | None, *, currencies: tuple[str, ...], families: Iterable[str], books: Iterable[str]
) -> Wish:
    return Wish(
        list_book=known.price_book if known else "",
        currencies=currencies,
        families=frozenset(families),
        books=frozenset(books),
        only_currency=known.only_currency if known else "",
    )


def _left_text(left: Sequence[Left], report: Path | None) -> Iterable[str]:
    """By reason, some of each."""
    often = Counter({reason: sum(one.count for one in left if one.reason is reason) for reason in REMEDIES})
    for reason in (reason for reason in REMEDIES if often[reason]):
        yield f"{reason}: {often[reason]:,}. {REMEDIES[reason]}"
        named = [one for one in left if one.reason is reason]
        yield from (f"  {_line(one)}" for one in named[:_SHOWN])
        if len(named) > _SHOWN:
            where = f"all are in {report}" if report else "--left FILE writes all of them"
            yield f"  and {len(named) - _SHOWN:,} more; {where}"


def _line(left: Left) -> str:
    times = f"{left.count:,} of it" if left.count > 1 else ""
    return "  ".join(part for part in (left.code, left.name, left.words, times) if part)


def _write(report: Path, left: Iterable[Left]) -> None:
    with report.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("reason", "code", "name", "particulars", "rows", "what to do"))
        rows.writerows((one.reason, one.code, one.name, one.words, one.count, one.remedy) for one in left)


def _told(done: Imported, out: Path) -> str:
    calls = f"{done.calls.read} API calls"
    if not done.changed:
        return f"{out}: as it is in the org already, {done.articles:,} articles. Nothing is written. {calls}."
    return (
        f"{out}: {done.articles:,} articles in {', '.join(done.currencies)}, release {done.release.version} "
        f"({done.release.fingerprint[:12]}), {done.changed:,} files written. {calls}.\n"
        f"Fill in the seller in {out / 'catalog.yaml'}, then: quotewright catalog check {out}"
    )
