"""``quotewright quote``: verdicts and replays with exit codes that scripts rely on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from app.actions import render_document, write_back_quote
from app.actions.candidate import Order
from app.actions.connected import add_connection
from app.cli.quote import quote
from app.crm import PriceEntry
from app.crm.fake import FakeCrm, FakeGateway
from app.quoting import QuoteMissing
from app.services import Services
from app.store import Database, HeldReleases, Vault, migrate
from app.store.catalogs import FolderFiles, shipped_catalog
from app.store.tables import quote_lines
from tests.actions.conftest import DEMO, FONTS, OPPORTUNITY, World, connection, opportunity
from tests.publishing import publish_unproven
from tests.store.keys import KEY

NOW = datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Stored:
    """A database with one quote that went to the CRM, and its document as a file."""

    database: Database
    document: Path
    number: str
    id: str

    def change(self) -> None:
        with self.database.transaction() as tx:
            tx.execute(update(quote_lines).values(net=Decimal("1.00")))


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stored]:
    url = f"sqlite:///{tmp_path / 'quotes.db'}"
    for name, value in {
        "DATABASE_URL": url,
        "QUOTEWRIGHT_SECRET_KEY": "s" * 40,
        "QUOTEWRIGHT_ENCRYPTION_KEYS": KEY,
        "QUOTEWRIGHT_PUBLIC_URL": "https://quotes.example.com",
    }.items():
        monkeypatch.setenv(name, value)
    migrate(url)
    database = Database.open(url, vault=Vault((KEY,)))
    publish_unproven(
        database, FolderFiles(shipped_catalog("telecom")), Order(by="ada", at=NOW - timedelta(hours=1))
    )
    entries = [PriceEntry("SC300", "EUR", "01uEUR", "01tSC300")]
    crm = FakeCrm(opportunities={OPPORTUNITY: opportunity(OPPORTUNITY)}, entries=entries)
    gateway = FakeGateway(crms={DEMO: crm})
    services = Services(database, HeldReleases(), gateway, FONTS, "https://quotes.example.com")
    add_connection(database, connection(), replace_known=False, at=NOW)
    world = World(services, crm, gateway)
    call = world.call(world.open(at=NOW), at=NOW)
    write_back = world.submitted(call, "sc300")
    write_back_quote(services, write_back.key, at=NOW)
    name, content = render_document(services, call, write_back.quote)
    document = tmp_path / name
    document.write_bytes(content)
    yield Stored(database, document, document.stem, write_back.quote)
    database.close()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(quote, [str(one) for one in arguments])


def test_a_document_and_a_quote_are_genuine(stored: Stored) -> None:
    for what in (stored.document, stored.number, stored.id):
        said = run("verify", what)
        assert (said.exit_code, said.output) == (0, "Genuine: this is offer Q-00001 as it was issued.\n")


def test_an_altered_quote_is_told_with_both_figures(stored: Stored) -> None:
    stored.change()
    said = run("verify", stored.number, "--connection", "demo")
    assert said.exit_code == 5
    assert "line 1, net: 1521.5 was offered, 1 found" in said.output
    told = json.loads(run("verify", stored.number, "--json").output)
    assert told["verdict"] == "altered"
    assert {"place": "totals, net", "offered": "1521.5", "found": "1"} in told["differences"]


def test_an_altered_file_and_an_unknown_one_have_their_own_exit_codes(stored: Stored) -> None:
    stored.document.write_bytes(stored.document.read_bytes() + b"%")
    altered = run("verify", stored.document)
    assert altered.exit_code == 5
    assert "the end of the file" in altered.output
    assert run("verify", "nothing.pdf").exit_code == 2


def test_a_replay_says_how_many_come_out_the_same_and_which_do_not(stored: Stored) -> None:
    said = run("replay")
    assert (said.exit_code, said.output) == (0, "1 of 1 quotes come out the same to the cent.\n")
    assert run("replay", "--connection", "another").output.startswith("0 of 0")
    stored.change()
    said = run("replay", "--since", "2000-01-01")
    assert said.exit_code == 5
    assert "line 1 was 1.00, is now 1521.50 EUR" in said.output
    told = json.loads(run("replay", "--json").output)
    assert (told["wanted"], told["same"], len(told["told"])) == (1, 0, 1)


def test_what_became_of_a_quote_is_told_with_who_and_when(stored: Stored) -> None:
    for what in (stored.number, stored.id):
        said = run("history", what)
        assert said.exit_code == 0
        first, *deeds = said.output.splitlines()
        assert first.startswith(f"{stored.number} (demo): written, valid until ")
        assert [one.split("UTC  ")[1] for one in deeds] == [
            "draft -> submitted, submit by Rita Rep",
            "submitted -> written, confirm by Rita Rep",
        ]
    absent = run("history", "Q-99999")
    assert isinstance(absent.exception, QuoteMissing)
