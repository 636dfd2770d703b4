"""A glance: one row, read past the query builder, over connections that are kept."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from app.store import Database, DatabaseUnavailable, Vault
from app.store.glances import OwnGlances
from tests.store.keys import KEY


def test_a_glance_gives_the_first_row_or_none(database: Database) -> None:
    assert database.glance("SELECT :one, 2", {"one": "1"}) == ("1", 2)
    assert database.glance("SELECT 1 WHERE 1 = 2", {}) is None


def test_threads_may_look_at_the_same_time(database: Database) -> None:
    together = Barrier(4)

    def look(n: int) -> list[object]:
        together.wait(timeout=30)
        return [database.glance("SELECT :n", {"n": str(n)}) for _ in range(50)]

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(look, range(4))) == [[(str(n),)] * 50 for n in range(4)]


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////proc/none.db"])
def test_a_database_that_does_not_answer_is_told(url: str) -> None:
    database = Database.open(url, vault=Vault((KEY,)))
    with pytest.raises(DatabaseUnavailable, match="try again"):
        database.glance("SELECT 1", {})
    database.close()


def test_a_wrong_statement_stays_the_driver_s_own_error_and_the_next_glance_works(database: Database) -> None:
    with pytest.raises(Exception, match="no_such_table"):
        database.glance("SELECT * FROM no_such_table", {})
    assert database.glance("SELECT 1", {}) == (1,)


def test_connections_are_used_again_and_closed_at_the_end(sqlite_file: Path) -> None:
    glances = OwnGlances(sqlite_file)
    for _ in range(3):
        assert glances.first_row("SELECT 1", {}) == (1,)
    kept = list(glances._idle)
    glances.close()
    assert len(kept) == 1
    with pytest.raises(Exception, match="closed"):
        kept[0].execute("SELECT 1")
