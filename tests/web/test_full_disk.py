"""A disk that is full, a database that only reads: said with a code, and nothing half written."""

import sqlite3

from sqlalchemy import event

from app.store import Database, audit_proof
from tests.store.limits import NO_ROOM, connections_with
from tests.web.conftest import Caller, Web

_PROBLEM = "application/problem+json"


def _rows(database: Database) -> dict[str, int]:
    with sqlite3.connect(str(database.url.database)) as connection:
        tables = ("quotes", "quote_lines", "quote_changes", "line_states", "audit_entries", "write_backs")
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - own names
            for table in tables
        }


def test_a_full_disk_is_said_and_nothing_is_half_written(web: Web, rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote)
    before = _rows(web.database)
    with connections_with(web.database, NO_ROOM):
        refused = [rep.call("POST", f"/quotes/{quote}/lines", {"product": "mast"}) for _ in range(30)]
        full = [answer for answer in refused if answer.status_code != 201]
        assert full, "the file has grown without end"
        for answer in full:
            assert (answer.status_code, answer.mimetype) == (503, _PROBLEM)
            assert answer.get_json()["code"] == "database_full"
            assert "room" in answer.get_json()["detail"]
            assert answer.headers["Retry-After"]
        written = len(refused) - len(full)
        after = _rows(web.database)
        assert after["quote_lines"] == before["quote_lines"] + written
        assert after["audit_entries"] == before["audit_entries"] + written
        assert rep.call("GET", f"/quotes/{quote}").status_code == 200
    rep.line(quote)
    assert len(rep.call("GET", f"/quotes/{quote}").get_json()["lines"]) == written + 2
    with web.database.reading() as tx:
        assert list(audit_proof.prove(tx))


def test_a_submit_on_a_full_disk_leaves_a_draft(web: Web, rep: Caller) -> None:
    quote, other = rep.quote(), rep.quote()
    rep.line(quote)
    assert rep.call("POST", f"/quotes/{quote}/lines/1/complete", {}).status_code == 200
    with connections_with(web.database, NO_ROOM):
        while rep.call("POST", f"/quotes/{other}/lines", {"product": "mast"}).status_code == 201:
            pass
        answer = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="once-2026")
        assert answer.status_code == 503
    assert rep.call("GET", f"/quotes/{quote}").get_json()["status"] == "draft"
    assert _rows(web.database)["write_backs"] == 0


def test_a_database_that_only_reads_is_said(web: Web, rep: Caller) -> None:
    quote = rep.quote()
    engine = web.database._engine
    file = f"file:{web.database.url.database}?mode=ro"

    def reading(*_given: object) -> sqlite3.Connection:
        return sqlite3.connect(file, uri=True, isolation_level=None, check_same_thread=False)

    engine.dispose()
    event.listen(engine, "do_connect", reading)
    try:
        answer = rep.call("POST", f"/quotes/{quote}/lines", {"product": "mast"})
        assert (answer.status_code, answer.get_json()["code"]) == (503, "database_read_only")
        assert rep.call("GET", f"/quotes/{quote}").status_code == 200
    finally:
        event.remove(engine, "do_connect", reading)
        engine.dispose()
    rep.line(quote)
