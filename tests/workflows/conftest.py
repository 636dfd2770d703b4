from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import Database, Vault
from tests.store.keys import KEY
from tests.store.servers import database, postgres_database, sqlite_file, url
from tests.workflows.yard import Yard, opened_yard

__all__ = ["database", "sqlite_file", "url"]


@pytest.fixture
def yard(url: str, database: Database, tmp_path: Path) -> Iterator[Yard]:
    """On each kind of database."""
    with opened_yard(url, database, tmp_path) as opened:
        yield opened


@pytest.fixture
def sqlite_yard(sqlite_file: Path, tmp_path: Path) -> Iterator[Yard]:
    address = f"sqlite:///{sqlite_file}"
    opened_database = Database.open(address, vault=Vault((KEY,)))
    with opened_yard(address, opened_database, tmp_path) as opened:
        yield opened
    opened_database.close()


@pytest.fixture
def postgres_yard(tmp_path: Path) -> Iterator[Yard]:
    for address in postgres_database():
        opened_database = Database.open(address, vault=Vault((KEY,)))
        with opened_yard(address, opened_database, tmp_path) as opened:
            yield opened
        opened_database.close()
