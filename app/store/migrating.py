"""Bringing a database to the current shape. Safe to run from several processes at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from app.errors import Misconfigured
from app.store.audit_proof import adopt
from app.store.database import Database
from app.store.engines import database_url, make_engine, sqlite_file
from app.store.failures import known_failures
from app.store.vault import Vault

# Any number that no other program uses on the same database.
_ADVISORY_LOCK = 71_620_411


def migrate(url: str) -> None:
    """From empty, or from any earlier release. Raises Misconfigured, DatabaseUnavailable."""
    engine = make_engine(database_url(url))
    try:
        with known_failures(), _alone(engine):
            with engine.connect() as connection:
                _upgrade(connection)
            _adopt(engine)
    finally:
        engine.dispose()


def check_migrated(database: Database) -> None:
    """Raises Misconfigured unless the database has the shape that this release needs; DatabaseUnavailable.

    A newer shape will do: migrations only add, so that a release and the one after it run side by side.
    """
    with database.reading() as tx:
        found = MigrationContext.configure(tx.connection).get_current_revision() or ""
    if found == _scripts().get_current_head() or is_of_later_release(found):
        return
    raise Misconfigured(
        "The database does not fit this release yet. Run `quotewright migrate` once, then start again."
    )


def is_of_later_release(revision: str) -> bool:
    """Whether a database has a shape that this release does not know. Those of all earlier ones it knows."""
    return bool(revision) and revision not in {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _adopt(engine: Engine) -> None:
    with Database(engine, vault=Vault.locked()).transaction() as tx:
        adopt(tx)


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    file = sqlite_file(engine.url)
    if file is None:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _ADVISORY_LOCK})
            # The lock ends with the connection: closed for good, not given back to the pool.
            yield
            connection.invalidate()
        return
    # SQLite's own locks cannot span the several transactions of an upgrade, nor the change to WAL.
    with file.with_name(f"{file.name}.migrating").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
