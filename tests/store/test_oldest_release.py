"""A database of the first release, with what it held, becomes one of this release in one go.

``oldest/v0001.sql`` is a dump of it. On PostgreSQL its rows stand in the tables of the first migration.
"""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import app.store.migrating
from app.actor import ConnectionName, UserId
from app.amounts import Money
from app.quoting import QuoteId, Status, WriteBackKey, WriteBackState
from app.store import (
    Database,
    Vault,
    audit,
    audit_proof,
    check_migrated,
    documents,
    migrate,
    outbox,
    quotes,
    write_backs,
)
from app.store.engines import database_url
from tests.forks import together

ACME = ConnectionName("acme")
_DUMP = Path(__file__).with_name("oldest") / "v0001.sql"


@pytest.fixture
def oldest(empty_url: str, tmp_path: Path) -> str:
    """The address of a database of the first release."""
    file = tmp_path / ("quotes.db" if empty_url.startswith("sqlite") else "source.db")
    with sqlite3.connect(file) as source:
        source.executescript(_DUMP.read_text())
    source.close()
    if not empty_url.startswith("sqlite"):
        _copied(file, empty_url)
    return empty_url


def _copied(file: Path, url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(app.store.migrating.__file__).with_name("migrations")))
    source, target = sa.create_engine(f"sqlite:///{file}"), sa.create_engine(database_url(url))
    with source.connect() as old, target.connect() as new:
        config.attributes["connection"] = new
        command.upgrade(config, "v0001")
        tables = sa.MetaData()
        tables.reflect(old, only=lambda name, _: name != "alembic_version")
        for table in tables.sorted_tables:
            rows = [dict(row) for row in old.execute(sa.select(table)).mappings()]
            if table.name == "audit_entries":
                rows = [{name: value for name, value in row.items() if name != "id"} for row in rows]
            new.execute(sa.insert(table), rows) if rows else None
        new.commit()
    source.dispose()
    target.dispose()


def test_everything_that_the_first_release_held_is_there_and_right(oldest: str) -> None:
    migrate(oldest)
    database = Database.open(oldest, vault=Vault.locked())
    check_migrated(database)
    with database.reading() as tx:
        draft, sent, written = (quotes.load(tx, QuoteId(letter * 32), connection=ACME) for letter in "abc")
        waiting = write_backs.load(tx, WriteBackKey("b" * 32 + "-r2"))
        done = write_backs.load(tx, WriteBackKey("c" * 32 + "-r5"))
        document = documents.load(tx, done.key)
        told = audit.read(tx, "a" * 32)
        chains = list(audit_proof.prove(tx))
    assert [quote.status for quote in (draft, sent, written)] == [
        Status.DRAFT,
        Status.SUBMITTED,
        Status.WRITTEN,
    ]
    first, second = draft.lines
    assert (first.price.net, second.price.net) == (Money.of("2900.01", "EUR"), Money.of("3.33", "EUR"))
    assert first.price.steps[-1].after == first.price.net
    assert (first.name, first.choices["sectors"], draft.total) == (
        "Station ⌁",
        3,
        Money.of("2903.34", "EUR"),
    )
    assert sent.total == Money.of("90000000000000000000.01", "EUR")
    assert (draft.edition, draft.family, draft.created_at.microsecond) == (1, draft.id, 123456)
    assert (waiting.state, waiting.failure and waiting.failure.waits_for) == (WriteBackState.QUEUED, "user")
    assert done.receipt is not None
    assert (done.receipt.total, document) == (written.total, b"%PDF-1.7 old")
    assert [entry.verb for entry in told] == ["start_quote", "add_line"]
    assert [(chain.connection, chain.entries, chain.adopted) for chain in chains] == [
        ("", 1, 1),
        ("acme", 1, 4),
    ]
    database.close()


def test_work_goes_on_with_what_the_first_release_left(oldest: str) -> None:
    migrate(oldest)
    database = Database.open(oldest, vault=Vault.locked())
    at = app.store.columns.moment_of("2025-06-03 09:00:00")
    with database.transaction() as tx:
        assert quotes.next_number(tx, connection=ACME) == "Q-00004"
        woken = outbox.wake_for_user(tx, connection=ACME, user=UserId("005x0000001a2b3AAA"), at=at)
        assert woken == 1
        (start,) = outbox.due(tx, at=at)
        assert write_backs.trail(tx, start.key) == (start.key, 2)
    database.close()


def test_two_processes_upgrade_it_at_once(oldest: str) -> None:
    program = f"from app.store import migrate; migrate({oldest!r})"
    assert [(one.stderr, one.returncode) for one in together(program, [()] * 2)] == [("", 0)] * 2
    database = Database.open(oldest, vault=Vault.locked())
    with database.reading() as tx:
        assert [chain.adopted for chain in audit_proof.prove(tx)] == [1, 4]
        assert quotes.load(tx, QuoteId("a" * 32), connection=ACME).total == Money.of("2903.34", "EUR")
    database.close()


def test_every_migration_goes_forward_alone() -> None:
    """What an installation goes back to is its backup: a way down would lose what was written since."""
    versions = sorted((Path(app.store.migrating.__file__).parent / "migrations" / "versions").glob("v*.py"))
    assert versions
    assert not [file.name for file in versions if "def downgrade" in file.read_text()]
