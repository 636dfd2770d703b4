"""Transactions, migrations, slots, and what happens when the database is not there."""

import sqlite3
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.errors import Misconfigured
from app.store import (
    Database,
    DatabaseReadOnly,
    DatabaseUnavailable,
    Vault,
    WorkerRunning,
    check_migrated,
    claim_slot,
    flow_engine,
    migrate,
    quotes,
)
from app.store.engines import database_url, make_engine
from app.store.migrations.own_tables import is_ours
from app.store.tables import metadata
from tests.forks import together
from tests.store.examples import DEMO, a_quote
from tests.store.keys import KEY


def test_the_migrations_make_exactly_the_tables_of_the_code(empty_url: str) -> None:
    migrate(empty_url)
    migrate(empty_url)
    engine = make_engine(database_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE of_somebody_else (id INTEGER)"))
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_four_processes_may_migrate_at_once(empty_url: str) -> None:
    program = f"from app.store import migrate; migrate({empty_url!r})"
    assert [(one.stderr, one.returncode) for one in together(program, [()] * 4)] == [("", 0)] * 4


def test_a_database_before_its_migration_is_told_with_the_remedy(empty_url: str) -> None:
    database = Database.open(empty_url, vault=Vault((KEY,)))
    with pytest.raises(Misconfigured, match="quotewright migrate"):
        check_migrated(database)
    migrate(empty_url)
    check_migrated(database)
    database.close()


def test_one_that_is_between_two_releases_will_not_do(database: Database) -> None:
    with database.transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = 'v0011'"))
    with pytest.raises(Misconfigured, match="quotewright migrate"):
        check_migrated(database)


def test_a_database_of_the_release_after_this_one_will_do(database: Database) -> None:
    with database.transaction() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = 'v9999'"))
    check_migrated(database)


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_postgresql_that_only_reads_is_told(database: Database) -> None:
    with database.transaction() as tx:
        tx.execute(text(f"ALTER DATABASE {database.url.database} SET default_transaction_read_only = on"))
    database.close()
    with pytest.raises(DatabaseReadOnly), database.transaction() as tx:
        quotes.next_number(tx, connection=DEMO)


def test_a_failed_statement_does_not_show_what_users_wrote(database: Database) -> None:
    with pytest.raises(DBAPIError) as caught, database.transaction() as tx:
        tx.execute(text("INSERT INTO counters (last) VALUES (:number)").bindparams(number="a secret"))
    assert "a secret" not in str(caught.value)


def test_a_reading_transaction_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), database.reading() as tx:
        quotes.next_number(tx, connection=DEMO)
    with database.transaction() as tx:
        assert quotes.next_number(tx, connection=DEMO) == "Q-00001"


def test_a_reading_transaction_sees_one_moment(database: Database) -> None:
    quote = a_quote()
    with database.reading() as before:
        assert quotes.of_opportunity(before, connection=DEMO, opportunity=quote.opportunity) == ()
        with database.transaction() as tx:
            quotes.insert(tx, quote)
        assert quotes.of_opportunity(before, connection=DEMO, opportunity=quote.opportunity) == ()
    with database.reading() as after:
        assert len(quotes.of_opportunity(after, connection=DEMO, opportunity=quote.opportunity)) == 1


def test_a_failed_block_undoes_everything(database: Database) -> None:
    def count_and_fail() -> None:
        with database.transaction() as tx:
            quotes.next_number(tx, connection=DEMO)
            tx.execute(text("SELECT * FROM no_such_table"))

    with pytest.raises(DBAPIError):
        count_and_fail()
    with database.transaction() as tx:
        assert quotes.next_number(tx, connection=DEMO) == "Q-00001"


def test_a_database_that_answers_is_pinged(database: Database) -> None:
    database.ping()


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////proc/none.db"])
def test_a_database_that_does_not_answer_is_told(url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="try again"):
        Database.open(url, vault=Vault((KEY,))).ping()


@pytest.mark.parametrize("url", ["mysql://h/d", "sqlite://", "sqlite:///:memory:", "nonsense", ""])
def test_an_address_of_no_supported_database_is_refused_with_the_right_form(url: str) -> None:
    with pytest.raises(Misconfigured, match="sqlite:///FILE or postgresql://"):
        Database.open(url, vault=Vault((KEY,)))


def test_sqlite_is_set_up_to_lose_nothing(sqlite_file: Path) -> None:
    engine = make_engine(database_url(f"sqlite:///{sqlite_file}"))
    with engine.begin() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000}


def test_the_flow_engine_has_a_file_of_its_own_and_a_clock_with_fractions(sqlite_file: Path) -> None:
    engine = flow_engine(database_url(f"sqlite:///{sqlite_file}"))
    with engine.begin() as connection:
        seconds = connection.execute(text("SELECT strftime('%s', 'now')")).scalar_one()
        again = connection.execute(text("SELECT unixepoch('subsec')")).scalar_one()
    engine.dispose()
    assert Path(str(engine.url.database)) == sqlite_file.with_name("quotes-flows.db")
    assert abs(seconds - time.time()) < 1
    assert isinstance(seconds, float)
    assert again >= seconds


def test_every_other_use_of_the_mended_clock_is_as_before(sqlite_file: Path) -> None:
    engine = flow_engine(database_url(f"sqlite:///{sqlite_file}"))
    question = "SELECT strftime('%Y-%m', '2026-03-04 05:06:07')"
    with engine.begin() as connection, sqlite3.connect(":memory:") as plain:
        assert connection.execute(text(question)).scalar_one() == plain.execute(question).fetchone()[0]
    plain.close()
    engine.dispose()


def test_each_worker_holds_a_slot_of_its_own_or_is_refused(database: Database) -> None:
    first = claim_slot(database)
    if database.url.get_backend_name() == "sqlite":
        with pytest.raises(WorkerRunning, match="already running"):
            claim_slot(database)
    else:
        second = claim_slot(database)
        assert (first.name, second.name) == ("slot-1", "slot-2")
        assert not second.take_dead("slot-1")
        first.release()
        assert second.take_dead("slot-1")
        second.give_back("slot-1")
        second.release()
        first = claim_slot(database)
    first.check()
    assert first.name == "slot-1"
    first.release()
    claim_slot(database).release()


# On SQLite the kernel keeps the lock of a file, and there is no session to cut.
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_slot_whose_session_was_cut_is_noticed(database: Database) -> None:
    slot = claim_slot(database)
    with database.transaction() as tx:
        of_slots = "FROM pg_locks WHERE locktype = 'advisory' AND classid = 71620"
        tx.execute(text(f"SELECT pg_terminate_backend(pid) {of_slots}"))
    for _ in range(2):
        with pytest.raises(DatabaseUnavailable):
            slot.check()
    slot.release()
