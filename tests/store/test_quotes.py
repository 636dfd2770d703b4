import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, event

from app.actor import ConnectionName
from app.amounts import Money
from app.quoting import Quote, QuoteId, QuoteMissing
from app.store import Database, QuoteChanged, Vault, quotes
from tests.forks import together
from tests.store import examples
from tests.store.examples import AT, DEMO, OPPORTUNITY, a_line, a_quote
from tests.store.keys import KEY
from tests.thorough import tried


def stored(database: Database, quote: Quote) -> Quote:
    with database.transaction() as tx:
        quotes.insert(tx, quote)
    return quote


def loaded(database: Database, quote_id: QuoteId) -> Quote:
    """As another process would, which remembers nothing."""
    other = Database.open(database.url.render_as_string(hide_password=False), vault=Vault((KEY,)))
    with other.reading() as tx:
        found = quotes.load(tx, quote_id, connection=DEMO)
    other.close()
    return found


# The database is shared by the examples on purpose: each brings its own id.
@settings(max_examples=tried(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quote=examples.quotes())
def test_a_quote_comes_back_as_it_was_stored(database: Database, quote: Quote) -> None:
    assert loaded(database, stored(database, quote).id) == quote


@settings(max_examples=tried(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=examples.quotes(), after=examples.quotes())
def test_an_updated_quote_comes_back_as_it_was_updated(
    database: Database, before: Quote, after: Quote
) -> None:
    stored(database, before)
    changed = replace(after, id=before.id, revision=before.revision + 1)
    with database.transaction() as tx:
        quotes.load(tx, before.id, connection=DEMO)
        quotes.update(tx, changed, expected=before.revision)
    assert loaded(database, before.id) == changed


def test_an_update_without_a_load_stores_all_lines(database: Database) -> None:
    quote = stored(database, a_quote(a_line(1), a_line(2)))
    changed = quote.without_line(1, at=AT).with_line(a_line(3), at=AT)
    with database.transaction() as tx:
        quotes.update(tx, changed, expected=1)
    assert loaded(database, quote.id) == changed


@pytest.mark.parametrize(
    "amount", ["999999999999999999999999.9999999999", "0.0000000001", "123456789012345678.91", "-0.10"]
)
def test_large_and_fine_amounts_are_exact(database: Database, amount: str) -> None:
    quote = stored(database, a_quote(a_line(1, net=amount)))
    assert loaded(database, quote.id).lines[0].price.net == Money.of(amount, "EUR") * 3


def test_a_stale_update_is_refused_and_changes_nothing(database: Database) -> None:
    quote = stored(database, a_quote(a_line(1)))
    first = quote.with_line(a_line(2), at=AT)
    with database.transaction() as tx:
        quotes.update(tx, first, expected=1)
    with pytest.raises(QuoteChanged, match="Reload"), database.transaction() as tx:
        quotes.update(tx, quote.without_line(1, at=AT), expected=1)
    assert loaded(database, quote.id) == first


def test_a_refused_change_leaves_nothing_behind(database: Database) -> None:
    quote = stored(database, a_quote(a_line(1)))

    def update_twice() -> None:
        with database.transaction() as tx:
            for _ in range(2):
                quotes.update(tx, quote.with_line(a_line(2), at=AT), expected=1)

    with pytest.raises(QuoteChanged):
        update_twice()
    assert loaded(database, quote.id) == quote


def test_a_quote_of_another_connection_does_not_exist(database: Database) -> None:
    quote = stored(database, a_quote())
    other = ConnectionName("other")
    with pytest.raises(QuoteMissing), database.reading() as tx:
        quotes.load(tx, quote.id, connection=other)
    with pytest.raises(QuoteChanged), database.transaction() as tx:
        quotes.update(tx, replace(quote, connection=other, revision=2), expected=1)


def test_only_changed_lines_are_written(database: Database) -> None:
    quote = stored(database, a_quote(*(a_line(n) for n in range(1, 301))))
    changed = (
        quote.with_line(a_line(7, net="99.00"), at=AT).without_line(9, at=AT).with_line(a_line(301), at=AT)
    )
    with written_rows() as rows, database.transaction() as tx:
        quotes.load(tx, quote.id, connection=DEMO)
        quotes.update(tx, changed, expected=1)
    assert rows == {"UPDATE quotes": 1, "DELETE FROM": 1, "INSERT INTO": 3}
    assert loaded(database, quote.id).lines == changed.lines


def test_a_change_by_another_process_is_seen_at_once(database: Database, url: str) -> None:
    quote = stored(database, a_quote(a_line(1)))
    other = Database.open(url, vault=Vault((KEY,)))
    current = quote
    for writer, reader in [(database, other), (other, database)] * 2:
        with writer.transaction() as tx:
            found = quotes.load(tx, quote.id, connection=DEMO)
            assert found == current
            current = found.with_line(a_line(found.next_line), at=AT)
            quotes.update(tx, current, expected=found.revision)
        with reader.reading() as tx:
            assert quotes.load(tx, quote.id, connection=DEMO) == current
    other.close()


def test_what_was_rolled_back_is_not_remembered(database: Database) -> None:
    quote = stored(database, a_quote(a_line(1)))

    def change_and_fail() -> None:
        with database.transaction() as tx:
            found = quotes.load(tx, quote.id, connection=DEMO)
            quotes.update(tx, found.with_line(a_line(2), at=AT), expected=1)
            raise QuoteMissing("stop")

    with pytest.raises(QuoteMissing):
        change_and_fail()
    # The same revision, with another content: as it is when somebody else is quicker.
    other = quote.without_line(1, at=AT + timedelta(seconds=1))
    with database.transaction() as tx:
        quotes.update(tx, other, expected=1)
    with database.reading() as tx:
        assert quotes.load(tx, quote.id, connection=DEMO) == other


def test_a_quote_read_again_costs_no_reading_of_its_lines(database: Database) -> None:
    quote = stored(database, a_quote(*(a_line(n) for n in range(1, 50))))
    statements: list[str] = []
    listener = lambda _c, _cursor, statement, *_: statements.append(statement)  # noqa: E731 - removed below
    with database.reading() as tx:
        first = quotes.load(tx, quote.id, connection=DEMO)
    event.listen(Engine, "before_cursor_execute", listener)
    with database.reading() as tx:
        assert quotes.load(tx, quote.id, connection=DEMO) is first
    event.remove(Engine, "before_cursor_execute", listener)
    assert not [statement for statement in statements if "quote_lines" in statement]


def test_a_change_without_the_next_revision_is_a_defect(database: Database) -> None:
    quote = stored(database, a_quote())
    with pytest.raises(ValueError, match="next revision"), database.transaction() as tx:
        quotes.update(tx, quote, expected=1)


def test_numbers_count_up_in_each_connection(database: Database) -> None:
    with database.transaction() as tx:
        given_out = [quotes.next_number(tx, connection=DEMO) for _ in range(3)]
        other = quotes.next_number(tx, connection=ConnectionName("other"))
    assert given_out == ["Q-00001", "Q-00002", "Q-00003"]
    assert other == "Q-00001"


def test_the_list_of_an_opportunity_is_newest_first_with_totals(database: Database) -> None:
    old = stored(database, a_quote(a_line(1, net="999999999999999999.99"), number="Q-1"))
    new = stored(database, replace(a_quote(number="Q-2"), created_at=AT + timedelta(days=1)))
    stored(database, replace(a_quote(number="Q-3"), opportunity="006000000000002AAA"))
    with database.reading() as tx:
        found = quotes.of_opportunity(tx, connection=DEMO, opportunity=OPPORTUNITY)
    assert [one.id for one in found] == [new.id, old.id]
    assert [one.line_count for one in found] == [0, 1]
    assert found[1].total == Money(Decimal("2999999999999999999.97"), "EUR")
    assert (found[1].owner, found[1].status) == (old.owner, old.status)


def test_four_processes_lose_no_update_and_meet_no_lock_error(database: Database, url: str) -> None:
    quote = stored(database, a_quote())
    program = f"from tests.store.writer import write; write({url!r}, {quote.id!r}, 25)"
    assert [(one.stderr, one.returncode) for one in together(program, [()] * 4)] == [("", 0)] * 4
    after = loaded(database, quote.id)
    assert (after.revision, len(after.lines)) == (101, 100)


def test_text_that_no_database_can_hold_is_left_out(database: Database) -> None:
    quote = stored(database, replace(a_quote(), owner_name="A\0d\ud800a", number=secrets.token_hex(4)))
    assert loaded(database, quote.id).owner_name == "Ada"


@contextmanager
def written_rows() -> Iterator[dict[str, int]]:
    """Rows sent by the first two words of each writing statement."""
    rows: dict[str, int] = {}

    def count(_c: object, _cursor: object, statement: str, given: Any, _context: object, many: bool) -> None:
        verb = " ".join(statement.split()[:2])
        if verb.split()[0] in ("INSERT", "UPDATE", "DELETE"):
            rows[verb] = rows.get(verb, 0) + (len(given) if many else 1)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield rows
    finally:
        event.remove(Engine, "before_cursor_execute", count)
