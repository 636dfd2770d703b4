"""Quotes of earlier releases, priced anew years later: the same cents, on either database."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from app.actions import LineChange, add_line, change_line, start_quote
from app.actions.candidate import Order
from app.actions.connected import add_connection
from app.actions.reprice_quotes import Repricing, reprice_quotes
from app.actions.watching import OutOfTime
from app.actor import ConnectionName
from app.crm.fake import FakeCrm, FakeGateway
from app.quoting import Quote
from app.services import Services
from app.store import Database, HeldReleases, Vault, migrate
from app.store.catalogs import FolderFiles
from app.store.tables import quote_lines
from tests.actions.conftest import DEMO, FONTS, NOW, OPPORTUNITY, World, connection, opportunity
from tests.catalog.samples import CATALOG, PRODUCT, write_catalog
from tests.publishing import publish_unproven, unwatched
from tests.store.keys import KEY
from tests.store.servers import url

__all__ = ["url"]

YEAR = timedelta(days=365)

RATES = """\
rounding: {CHF: {mode: half_even, to: "0.05", of: line}}
rates:
  - {base: EUR, from: 2026-01-01, rates: {CHF: "0.9385", JPY: "171.40"}}
  - {base: EUR, from: 2032-01-01, rates: {CHF: "0.9100", JPY: "160.00"}}
"""
# What was published, year after year: each takes the text of the one before further.
CHANGES: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (),
    # Dearer, in both currencies.
    (("lamp", 'prices: {EUR: 10, USD: "11.50"}', 'prices: {EUR: "12.35", USD: "14.05"}'),),
    # Other tiers, of quantities and of customers.
    (
        ("lamp", "{from: 10, percent: 5}", '{from: 5, percent: "3.75"}\n  - {from: 10, percent: "7.5"}'),
        ("catalog", "name: Partners, percent: 7.5", "name: Partners, percent: 12.5"),
    ),
    # An option dearer and a rule stricter.
    (
        ("lamp", 'prices: {EUR: 4, USD: "4.50"}', 'prices: {EUR: "6.66", USD: "7.77"}'),
        ("lamp", "at most 20 W", "at most 40 W"),
    ),
    # Rates for another currency, and prices rounded otherwise.
    (("pricing", "schema: 1\n", f"schema: 1\n{RATES}"),),
    # Other rates, from New Year on and at once.
    (("pricing", '"0.9385"', '"0.9412"'), ("pricing", '"171.40"', '"169.05"')),
)


@dataclass(slots=True)
class Years:
    """A world in which a catalog was published every year, and quotes were made in between."""

    world: World
    folder: Path
    texts: dict[str, str]
    versions: int = 0

    def publish(self, *changes: tuple[str, str, str]) -> None:
        self.versions += 1
        for where, old, new in (*changes, ("catalog", 'version: "', 'version: "1')):
            assert old in self.texts[where]
            self.texts[where] = self.texts[where].replace(old, new)
        home = write_catalog(self.folder, catalog=self.texts["catalog"], lamp=self.texts["lamp"])
        (home / "pricing.yaml").write_text(self.texts["pricing"])
        files = FolderFiles(home)
        publish_unproven(self.world.services.database, files, Order(by="ada", at=self.at))

    @property
    def at(self) -> datetime:
        return NOW + (self.versions - 1) * YEAR

    def quote(self, currency: str = "EUR") -> Quote:
        """Lines at each tier, with options and every kind of discount."""
        opportunities = self.world.crm.opportunities
        opportunities[OPPORTUNITY] = replace(opportunities[OPPORTUNITY], currency=currency)
        call = self.world.call(at=self.at + timedelta(days=1))
        quote = start_quote(self.world.services, call)
        for quantity in (1, 3, 7, 12):
            choices = {"place": "outdoor", "bulb": "9W", "bulbs": 2}
            quote = add_line(
                self.world.services, call, quote.id, product="lamp", choices=choices, quantity=quantity
            ).quote
        for n, off in ((2, {"percent": "3.3333"}), (3, {"amount": "10"})):
            change = LineChange(discount={**off, "reason": "asked"})
            quote = change_line(self.world.services, call, quote.id, n, change=change).quote
        return quote

    def reprice(self, **options: object) -> Repricing:
        """In another process: nothing is remembered."""
        services = replace(self.world.services, catalogs=HeldReleases())
        return reprice_quotes(services, watch=unwatched, **options)  # type: ignore[arg-type]  # by name


@pytest.fixture
def years(url: str, tmp_path: Path) -> Iterator[Years]:
    migrate(url)
    database = Database.open(url, vault=Vault((KEY,)))
    partner = replace(opportunity(OPPORTUNITY), customer_tier="Partner")
    gateway = FakeGateway(crms={DEMO: FakeCrm(opportunities={OPPORTUNITY: partner})})
    services = Services(
        database=database,
        catalogs=HeldReleases(),
        gateway=gateway,
        fonts=FONTS,
        public_url="https://quotes.example.com",
    )
    lamps = replace(connection(), catalog="lamps")
    add_connection(database, lamps, replace_known=False, at=NOW - timedelta(days=1))
    world = World(services, gateway.crms[DEMO], gateway)
    yield Years(world, tmp_path, {"catalog": CATALOG, "lamp": PRODUCT, "pricing": "schema: 1\n"})
    database.close()


@pytest.fixture
def quotes(years: Years) -> list[Quote]:
    made = []
    for changes in CHANGES:
        years.publish(*changes)
        made.append(years.quote())
        if "rates:" in years.texts["pricing"]:
            made += [years.quote("CHF"), years.quote("JPY")]
    return made


def test_every_quote_of_every_release_comes_out_the_same(years: Years, quotes: list[Quote]) -> None:
    assert len({quote.release for quote in quotes}) == len(CHANGES)
    # What only the rates change leaves euros alone.
    assert len({quote.total for quote in quotes}) == len(quotes) - 2 == 8
    assert years.reprice() == Repricing(len(quotes), len(quotes), len(quotes), ())


def test_a_price_that_somebody_wrote_to_the_database_is_told(years: Years, quotes: list[Quote]) -> None:
    second = quotes[1]
    with years.world.services.database.transaction() as tx:
        # As it would be at a price of today.
        of_line = (quote_lines.c.quote_id == second.id, quote_lines.c.n == 1)
        tx.execute(update(quote_lines).where(*of_line).values(net=Decimal("15.00")))
    found = years.reprice()
    assert (found.wanted, found.done, found.same) == (10, 10, 9)
    (told,) = found.told
    assert (told.number, told.release) == (second.number, second.release)
    ((line),) = told.lines
    assert (line.n, str(line.before), line.after) == (1, "15.00", second.line(1).price.net)


def test_a_quote_without_its_release_is_told_and_the_others_go_on(years: Years, quotes: list[Quote]) -> None:
    lost = replace(quotes[0], id="f" * 32, number="Q-09999", release="0" * 64)  # type: ignore[arg-type]
    from app.store import quotes as stored

    with years.world.services.database.transaction() as tx:
        stored.insert(tx, lost)
    found = years.reprice()
    assert (found.done, found.same) == (11, 10)
    assert "not stored here" in found.told[0].failure


def test_some_are_wanted_by_connection_or_day_and_time_may_run_out(years: Years, quotes: list[Quote]) -> None:
    assert years.reprice(connection=ConnectionName("another")).wanted == 0
    assert years.reprice(connection=DEMO).same == 10
    assert years.reprice(since=NOW + 2 * YEAR).wanted == 8

    def after_two(_what: str, _stage: str, done: int, _total: int) -> None:
        if done == 2:
            raise OutOfTime

    cut = reprice_quotes(years.world.services, watch=after_two)
    assert (cut.wanted, cut.done, cut.same) == (10, 2, 2)
