"""What moves of quotes can be gone back to, on both databases; and lines' pasts on each release."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from alembic import command
from hypothesis import HealthCheck, given, settings
from sqlalchemy import insert, inspect, text

from app.amounts import Percent
from app.pricing import Discount
from app.quoting import LineState, Quote, state_of_quote
from app.store import Database, Vault, line_states, migrate, moves, tables
from app.store.engines import database_url, make_engine
from app.store.line_states import LatestChange
from app.store.migrating import _config
from app.store.quote_rows import quote_row
from tests.store.examples import AT, a_line, a_quote, quotes
from tests.store.keys import KEY
from tests.store.test_quotes import stored
from tests.thorough import tried


def gone(quote: Quote, release: str = "b" * 64, at: datetime = AT) -> Quote:
    lines = tuple(replace(line, choices={}, quantity=1) for line in quote.lines[:1])
    return replace(quote, release=release, moved_at=at, lines=lines, revision=quote.revision + 1)


@settings(max_examples=tried(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=quotes())
def test_a_move_leads_back_and_forth_whatever_the_lines_hold(database: Database, before: Quote) -> None:
    stored(database, before)
    after = gone(before)
    with database.transaction() as tx:
        moves.moved(tx, before, after)
        move = moves.to_undo(tx, after)
        assert move is not None
        assert (move.before, move.after) == (state_of_quote(before), state_of_quote(after))
        assert moves.to_redo(tx, after) is None
        moves.undone(tx, after, move)
        back = replace(before, revision=after.revision + 1)
        assert moves.to_undo(tx, back) is None
        again = moves.to_redo(tx, back)
        assert again == replace(move, revision=back.revision)
        moves.redone(tx, back, again)
        assert moves.to_undo(tx, replace(after, revision=back.revision + 1)) is not None


def test_decimals_and_discounts_come_back_as_they_were(database: Database) -> None:
    line = replace(
        a_line(1),
        choices={"length": Decimal("12.50"), "band": "n78", "outdoor": True, "sectors": 3},
        discount=Discount(Percent.of("12.5"), 'a "reason"'),
    )
    before = stored(database, a_quote(line))
    with database.transaction() as tx:
        moves.moved(tx, before, gone(before))
    with database.reading() as tx:
        move = moves.to_undo(tx, gone(before))
    assert move is not None
    assert move.before.lines[0].state == LineState(line.choices, line.quantity, line.discount)
    assert str(move.before.lines[0].state.choices["length"]) == "12.50"


def test_lines_have_a_past_of_their_own_on_each_release(database: Database) -> None:
    before = stored(database, a_quote(a_line(1), a_line(2)))
    after = gone(before)
    first, second = LineState({"band": "n1"}, 1), LineState({"band": "n2"}, 2)
    with database.transaction() as tx:
        line_states.left(tx, before, 1, state=first)
        moves.moved(tx, before, after)
        assert line_states.latest(tx, after) is None
        line_states.left(tx, after, 1, state=second)
        assert line_states.around(tx, after, 1).before == second
        assert line_states.around(tx, before, 1).before == first
        assert line_states.latest(tx, before) == LatestChange(1, before.revision + 1)
        line_states.forget(tx, before.id, 1)
        assert line_states.around(tx, before, 1).before is None
        assert line_states.around(tx, after, 1).before is None


def test_only_the_last_moves_are_kept_with_the_pasts_that_they_lead_to(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "MOST_MOVES", 2)
    seen = [stored(database, a_quote(a_line(1)))]
    with database.transaction() as tx:
        for n in range(4):
            line_states.left(tx, seen[-1], 1, state=LineState({}, n + 1))
            seen.append(gone(seen[-1], f"{n}" * 64, AT + timedelta(minutes=n)))
            moves.moved(tx, seen[-2], seen[-1])
        found = [line_states.around(tx, quote, 1).before for quote in seen]
    assert [state.quantity if state else None for state in found] == [None, None, 3, 4, None]


def test_pasts_from_before_this_shape_of_the_database_stay(empty_url: str) -> None:
    engine = make_engine(database_url(empty_url))
    config = _config()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "v0004")
    columns = [one["name"] for one in inspect(engine).get_columns("quotes")]
    database = Database(engine, vault=Vault((KEY,)))
    moved = replace(a_quote(a_line(1)), moved_at=AT)
    unmoved = a_quote(a_line(1), number="Q-00002")
    row = (
        "INSERT INTO line_states (quote_id, n, place, undone, choices, quantity)"
        " VALUES (:quote, 1, 0, :no, :choices, 7)"
    )
    with database.transaction() as tx:
        for quote in (moved, unmoved):
            stored_in = {"quote": quote.id, "no": False, "choices": '{"band":"n78"}'}
            tx.execute(insert(tables.quotes), {key: quote_row(quote)[key] for key in columns})
            tx.execute(text(row), stored_in)
    migrate(empty_url)
    with database.transaction() as tx:
        for quote in (moved, unmoved):
            assert line_states.around(tx, quote, 1).before == LineState({"band": "n78"}, 7)
            line_states.left(tx, quote, 1, state=LineState({}, 8))
            assert line_states.latest(tx, quote) == LatestChange(1, quote.revision + 1)
    database.close()
