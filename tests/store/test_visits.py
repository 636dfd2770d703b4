"""Launches, openings, idempotency keys, the audit, and the workers' signs of life."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.actor import ConnectionName
from app.store import (
    AuditEntry,
    Database,
    IdempotencyConflict,
    OpeningMissing,
    OpeningRow,
    audit,
    idempotency,
    launches,
    openings,
    worker_beats,
)
from tests.store.examples import AT, DEMO, OPPORTUNITY, ORG, USER


def test_a_moment_in_another_zone_comes_back_as_the_same_moment(database: Database) -> None:
    here = AT.astimezone(timezone(timedelta(hours=-7)))
    with database.transaction() as tx:
        found = launches.remember(tx, connection=DEMO, fingerprint=b"\0" * 32, at=here)
    assert found == here
    assert found.utcoffset() == timedelta(0)
    seen = launches.first_seen(database, connection=DEMO, fingerprint=b"\0" * 32)
    assert seen == here
    assert seen.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - the mistake that is refused
    with pytest.raises(Exception, match="without a time zone"), database.transaction() as tx:
        launches.remember(tx, connection=DEMO, fingerprint=b"\0" * 32, at=naive)


def test_a_launch_that_was_not_seen_is_told_from_one_that_was(database: Database) -> None:
    def seen(connection: str, fingerprint: bytes) -> datetime | None:
        return launches.first_seen(database, connection=ConnectionName(connection), fingerprint=fingerprint)

    assert seen(DEMO, b"\0" * 32) is None
    with database.transaction() as tx:
        launches.remember(tx, connection=DEMO, fingerprint=b"\0" * 32, at=AT)
    assert seen(DEMO, b"\0" * 32) == AT
    assert seen(DEMO, b"\1" * 32) is None
    assert seen("other", b"\0" * 32) is None


def test_a_glance_cannot_write(database: Database) -> None:
    with database.transaction() as tx:
        launches.remember(tx, connection=DEMO, fingerprint=b"\0" * 32, at=AT)
    # SQLite refuses it, PostgreSQL has no row to give and undoes it.
    with pytest.raises(Exception, match=r"readonly|produce records"):
        database.glance("DELETE FROM launches", {})
    assert launches.first_seen(database, connection=DEMO, fingerprint=b"\0" * 32) == AT


def test_a_repeated_launch_is_known_by_its_first_time(database: Database) -> None:
    later = AT + timedelta(minutes=9)
    with database.transaction() as tx:
        assert launches.remember(tx, connection=DEMO, fingerprint=b"\0" * 32, at=AT) == AT
        assert launches.remember(tx, connection=DEMO, fingerprint=b"\0" * 32, at=later) == AT
        assert launches.remember(tx, connection=DEMO, fingerprint=b"\1" * 32, at=later) == later
        other = ConnectionName("other")
        assert launches.remember(tx, connection=other, fingerprint=b"\0" * 32, at=later) == later
        assert launches.forget_before(tx, later) == 1


def test_what_was_read_last_replaces_what_was_read_before(database: Database) -> None:
    first = OpeningRow(DEMO, USER, OPPORTUNITY, {"name": "A\0<script>"}, ({"code": "ST-1"},), AT)
    second = replace(first, facts={"name": "B", "close_date": None}, read_at=AT + timedelta(days=1))
    with database.transaction() as tx:
        openings.save(tx, first)
        assert openings.load(tx, connection=DEMO, user=USER, opportunity=OPPORTUNITY) == first
        openings.save(tx, second)
        assert openings.load(tx, connection=DEMO, user=USER, opportunity=OPPORTUNITY) == second
        with pytest.raises(OpeningMissing):
            openings.load(tx, connection=DEMO, user=USER, opportunity="006000000000009AAA")


def test_a_repeated_key_gives_the_first_answer_and_another_request_is_refused(database: Database) -> None:
    def find(key: str, request: str) -> str | None:
        with database.reading() as tx:
            return idempotency.find(tx, connection=DEMO, user=USER, key=key, request_hash=request)

    assert find("k", "submit/1") is None
    with database.transaction() as tx:
        idempotency.remember(
            tx, connection=DEMO, user=USER, key="k", request_hash="submit/1", answer="a", at=AT
        )
    assert find("k", "submit/1") == "a"
    assert find("K", "submit/1") is None
    with pytest.raises(IdempotencyConflict, match="new key"):
        find("k", "submit/2")


def test_idempotency_keys_of_any_text_are_told_apart(database: Database) -> None:
    keys = ["", "\0", "\ud800", "é", "x" * 100_000]
    with database.transaction() as tx:
        for key in keys:
            idempotency.remember(
                tx, connection=DEMO, user=USER, key=key, request_hash="r", answer=str(len(key)), at=AT
            )
        assert idempotency.forget_before(tx, AT) == 0
        assert idempotency.forget_before(tx, AT + timedelta(days=1)) == len(keys)


ENTRY = AuditEntry(AT, DEMO, ORG, USER, "add_line", "quote-1", "ref-1", {"line": 1, "product": "station"})


def test_audit_entries_are_read_by_subject_in_their_order(database: Database) -> None:
    second = replace(ENTRY, verb="remove_line", facts={})
    with database.transaction() as tx:
        audit.write(tx, ENTRY)
        audit.write(tx, replace(ENTRY, subject="quote-2"))
        audit.write(tx, second)
    with database.reading() as tx:
        assert audit.read(tx, "quote-1") == (ENTRY, second)


@pytest.mark.parametrize("deed", ["UPDATE audit_entries SET verb = 'x'", "DELETE FROM audit_entries"])
def test_the_database_itself_refuses_to_change_the_audit(database: Database, deed: str) -> None:
    with database.transaction() as tx:
        audit.write(tx, ENTRY)
    with pytest.raises(DBAPIError, match="never changed"), database.transaction() as tx:
        tx.execute(text(deed))
    with database.reading() as tx:
        assert audit.read(tx, "quote-1") == (ENTRY,)


def test_the_last_sign_of_life_counts_and_a_forgotten_worker_gives_none(database: Database) -> None:
    with database.transaction() as tx:
        assert worker_beats.last(tx) is None
        worker_beats.beat(tx, "slot-2", at=AT)
        worker_beats.beat(tx, "slot-1", at=AT)
        worker_beats.beat(tx, "slot-1", at=AT + timedelta(seconds=2))
        assert worker_beats.last(tx) == AT + timedelta(seconds=2)
        assert worker_beats.seen(tx) == ("slot-1", "slot-2")
        worker_beats.forget(tx, "slot-1")
        assert worker_beats.last(tx) == AT
