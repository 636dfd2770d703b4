"""The audit is a chain of hashes: what was changed, removed or swapped is found, and where."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from app.actor import ConnectionName, OrgId, UserId
from app.store import AuditBroken, AuditEntry, Database, audit, audit_proof
from app.store.audit_proof import Chain
from app.store.engines import database_url

ENTRY = AuditEntry(
    at=datetime(2026, 11, 26, 12, 0, 0, 123456, UTC),
    connection=ConnectionName("acme"),
    org=OrgId("00Dx00000001hxyEAA"),
    user=UserId("005x0000001a2b3AAA"),
    verb="add_line",
    subject="quote-1",
    correlation_id="order-2026",
    facts={"line": 1, "name": "Zoë \x00\ud800", "deep": {"b": [1, None], "a": True}},
)


def _write(database: Database, *entries: AuditEntry) -> None:
    with database.transaction() as tx:
        for entry in entries:
            audit.write(tx, entry)


def _chains(database: Database, *kept: str) -> list[Chain]:
    with database.reading() as tx:
        return list(audit_proof.prove(tx, kept=kept))


def _numbered(count: int, connection: str = "acme") -> list[AuditEntry]:
    named = replace(ENTRY, connection=ConnectionName(connection))
    return [replace(named, facts={"n": n}) for n in range(count)]


def _by_force(database: Database, *statements: str) -> None:
    """As somebody who owns the database: without the triggers that refuse it."""
    engine = create_engine(database_url(database.url.render_as_string(hide_password=False)))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for deed in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS audit_entries_no_{deed}"))
        else:
            connection.execute(text("DROP TRIGGER IF EXISTS audit_entries_stay ON audit_entries"))
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_each_connection_has_a_chain_of_its_own_and_its_head_can_be_kept(database: Database) -> None:
    _write(database, ENTRY, *_numbered(2, "other"), replace(ENTRY, correlation_id="odd\x00one"))
    _write(database, *_numbered(2))
    acme, other = _chains(database)
    assert (acme.connection, acme.entries, other.connection, other.entries) == ("acme", 4, "other", 2)
    _write(database, *_numbered(1))
    assert _chains(database, acme.head, other.head)[0].head != acme.head


def test_an_entry_of_a_failed_transaction_is_in_no_chain(database: Database) -> None:
    _write(database, ENTRY)
    with pytest.raises(TypeError):
        _write(database, ENTRY, replace(ENTRY, facts={"amount": Decimal("1.10")}))
    _write(database, ENTRY)
    assert [chain.entries for chain in _chains(database)] == [2]


@pytest.mark.parametrize(
    ("tampering", "place", "words"),
    [
        ("UPDATE audit_entries SET verb = 'x' WHERE place = 3", 3, "was changed"),
        ("UPDATE audit_entries SET user_id = 'x' WHERE place = 1", 1, "was changed"),
        ("UPDATE audit_entries SET facts = '{\"n\":7}' WHERE place = 5", 5, "was changed"),
        ("UPDATE audit_entries SET hash = repeat('0', 64) WHERE place = 4", 4, "was changed"),
        ("DELETE FROM audit_entries WHERE place = 2", 2, "was removed"),
        ("DELETE FROM audit_entries WHERE place = 1", 1, "was removed"),
        ("UPDATE audit_entries SET previous = NULL WHERE place = 2", 2, "does not follow"),
    ],
)
def test_the_first_broken_place_is_found(database: Database, tampering: str, place: int, words: str) -> None:
    _write(database, *_numbered(5))
    if database.url.get_backend_name() == "sqlite":
        tampering = tampering.replace("repeat('0', 64)", "printf('%064d', 0)")
    _by_force(database, tampering)
    with pytest.raises(AuditBroken, match=words) as found:
        _chains(database)
    assert found.value.facts["place"] == place


def test_two_entries_that_changed_places_are_found(database: Database) -> None:
    _write(database, *_numbered(5))
    swap = "UPDATE audit_entries SET place = {} WHERE place = {}"
    _by_force(database, swap.format(99, 2), swap.format(2, 3), swap.format(3, 99))
    with pytest.raises(AuditBroken, match="does not follow") as found:
        _chains(database)
    assert found.value.facts["place"] == 2


def test_a_removed_end_is_found_by_a_head_that_was_kept(database: Database) -> None:
    _write(database, *_numbered(5))
    (kept,) = _chains(database)
    _by_force(database, "DELETE FROM audit_entries WHERE place > 3")
    assert [chain.entries for chain in _chains(database)] == [3]
    with pytest.raises(AuditBroken, match="at the end were removed"):
        _chains(database, kept.head)


def test_a_chain_that_was_written_anew_does_not_hold_the_kept_head(database: Database) -> None:
    _write(database, *_numbered(3))
    (kept,) = _chains(database)
    _by_force(database, "DELETE FROM audit_entries")
    _write(database, *reversed(_numbered(3)))
    assert [chain.entries for chain in _chains(database)] == [3]
    with pytest.raises(AuditBroken):
        _chains(database, kept.head)


_UNCHAINED = (
    "INSERT INTO audit_entries (at, connection, org, user_id, verb, subject, correlation_id, facts) VALUES "
    "('2026-11-26 12:00:00.000000', 'acme', '00D', '005', 'old', 'quote-1', 'c', '{}')"
)


def _adopt(database: Database) -> None:
    with database.transaction() as tx:
        audit_proof.adopt(tx)


def test_what_an_older_release_wrote_is_adopted_once_and_guarded_from_then_on(database: Database) -> None:
    _by_force(database, *[_UNCHAINED] * 3)
    with pytest.raises(AuditBroken, match="3 entries of the connection acme are in no chain"):
        _chains(database)
    _adopt(database)
    _adopt(database)
    _write(database, ENTRY)
    _by_force(database, _UNCHAINED)
    _adopt(database)
    (chain,) = _chains(database)
    assert (chain.entries, chain.adopted) == (3, 4)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_entries SET verb = 'x' WHERE id = 2",
        "DELETE FROM audit_entries WHERE id = 2",
        "UPDATE audit_entries SET id = 0 WHERE id = 2",
    ],
)
def test_an_adopted_entry_cannot_be_changed_either(database: Database, tampering: str) -> None:
    _by_force(database, *[_UNCHAINED] * 3)
    _adopt(database)
    _by_force(database, tampering)
    with pytest.raises(AuditBroken, match="from before its chain"):
        _chains(database)


def test_the_export_tells_all_of_each_entry(database: Database) -> None:
    _write(database, ENTRY, *_numbered(1, "other"))
    with database.reading() as tx:
        first, second = audit_proof.entries(tx)
        assert [entry["connection"] for entry in audit_proof.entries(tx, connection="other")] == ["other"]
    assert first["at"] == "2026-11-26T12:00:00.123456+00:00"
    assert (first["place"], first["previous"], first["facts"]) == (1, "0" * 64, ENTRY.facts)
    assert (second["verb"], second["subject"]) == ("add_line", "quote-1")


def test_writers_at_the_same_time_leave_whole_chains(database: Database) -> None:
    failures: list[BaseException] = []

    def written(connections: tuple[str, ...]) -> None:
        try:
            for _ in range(10):
                _write(database, *(replace(ENTRY, connection=ConnectionName(one)) for one in connections))
        except BaseException as failure:
            failures.append(failure)

    # In opposite orders: waiting for each other would end in a deadlock.
    orders = [("a", "b"), ("b", "a"), ("a",), ("b", "c", "a")]
    threads = [threading.Thread(target=written, args=(order,)) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert [(chain.connection, chain.entries) for chain in _chains(database)] == [
        ("a", 40),
        ("b", 30),
        ("c", 10),
    ]


def test_a_long_chain_is_proven_without_holding_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(database, *_numbered(1200))
    fetched: list[int] = []
    link_of: Callable[[Any], Any] = audit.link_of

    def counting(row: Any) -> Any:
        fetched.append(row["place"])
        return link_of(row)

    monkeypatch.setattr(audit_proof, "link_of", counting)
    _by_force(database, "UPDATE audit_entries SET verb = 'x' WHERE place = 3")
    with pytest.raises(AuditBroken):
        _chains(database)
    assert fetched == [1, 2, 3]


def test_amounts_and_moments_in_facts_have_to_be_told_as_text(database: Database) -> None:
    with pytest.raises(TypeError):
        _write(database, replace(ENTRY, facts={"amount": Decimal("1.10")}))
