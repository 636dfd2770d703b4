"""Steps over many lines, what each change changed, and places of lines: as stores, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.actor import Actor, UserId
from app.quoting import (
    Changed,
    Details,
    LineState,
    Quote,
    arrangement_of,
    moved,
    state_of,
    with_group,
    without_lines,
)
from app.store import Database, QuoteChanged, changes, line_states, quotes, states_of_many, steps
from app.store.line_states import MOST_STATES
from app.store.steps import MOST_STEPS
from tests.store.examples import AT, DEMO, ORG, USER, a_line, a_quote
from tests.store.test_quotes import loaded, stored, written_rows

ADA = Actor(DEMO, ORG, USER, "Ada")


def changed(database: Database, quote: Quote, after: Quote, *, said: str = "") -> Quote:
    with database.transaction() as tx:
        before = quotes.load(tx, quote.id, connection=DEMO)
        tx.acting[quote.id] = ADA
        if said:
            steps.done(tx, before, after, said=said)
        quotes.update(tx, after, expected=before.revision)
    return after


def test_a_step_is_undone_and_made_again_while_the_quote_is_as_it_left_it(database: Database) -> None:
    first = stored(database, a_quote(a_line(1), a_line(2), a_line(3)))
    second = changed(database, first, with_group(first, "Core", at=AT), said="added")
    third = changed(database, second, without_lines(second, {2}, at=AT), said="removed")
    with database.transaction() as tx:
        step = steps.latest(tx, third)
        assert step is not None
        assert (step.said, step.revision) == ("removed", third.revision)
        assert (step.before, step.after) == (arrangement_of(second), arrangement_of(third))
        assert [(one.n, one.state) for one in step.lines] == [(2, state_of(first.line(2)))]
        assert steps.latest(tx, second) is None
        back = replace(second, revision=third.revision + 1)
        steps.turned(tx, third, back, step, undone=True)
        again = steps.latest_undone(tx, back)
        assert again is not None
        assert again.said == "removed"
        earlier = steps.latest(tx, back)
        assert earlier is not None
        assert earlier.said == "added"
        steps.done(tx, back, replace(back, revision=back.revision + 1), said="new")
        assert steps.latest_undone(tx, back) is None


def test_only_the_last_steps_are_kept_and_none_of_another_release(database: Database) -> None:
    quote = stored(database, a_quote(a_line(1)))
    with database.transaction() as tx:
        for n in range(MOST_STEPS + 5):
            steps.done(tx, quote, replace(quote, revision=n + 2), said=f"step {n}")
        moved_on = replace(quote, release="b" * 64)
        assert steps.latest(tx, moved_on) is None
        left = 0
        while (step := steps.latest(tx, quote)) is not None:
            steps.turned(tx, quote, quote, step, undone=True)
            left += 1
        assert left == MOST_STEPS
        steps.forget(tx, quote.id)
        assert steps.latest_undone(tx, quote) is None


def test_states_of_many_lines_are_kept_and_turned_together(database: Database) -> None:
    quote = stored(database, a_quote(a_line(1), a_line(2), a_line(3)))
    before = {n: LineState({"band": f"n{n}"}, n) for n in (1, 2)}
    now = {n: LineState({}, 10 + n) for n in (1, 2, 3)}
    with database.transaction() as tx:
        line_states.left(tx, quote, 1, state=LineState({}, 99))
        states_of_many.left(tx, replace(quote, revision=5), before)
        known = states_of_many.of_revision(tx, quote, 6, undone=False)
        assert {n: kept.state for n, kept in known.items()} == before
        assert known[1].place == known[2].place + 1
        states_of_many.turned(tx, replace(quote, revision=6), known, now, undone=True)
        assert states_of_many.of_revision(tx, quote, 6, undone=False) == {}
        undone = states_of_many.of_revision(tx, quote, 7, undone=True)
        assert {n: kept.state for n, kept in undone.items()} == {1: now[1], 2: now[2]}
        states_of_many.turned(tx, replace(quote, revision=7), undone, before, undone=False)
        again = states_of_many.of_revision(tx, quote, 8, undone=False)
        assert {n: kept.place for n, kept in again.items()} == {n: kept.place for n, kept in known.items()}
        assert line_states.around(tx, quote, 1).before == before[1]
        states_of_many.left(tx, quote, {})


def test_only_the_last_states_of_each_line_are_kept(database: Database) -> None:
    quote = stored(database, a_quote(a_line(1)))
    with database.transaction() as tx:
        for n in range(MOST_STATES + 5):
            states_of_many.left(tx, quote, {1: LineState({}, n + 1)})
        now, left = LineState({}, 99), 0
        while (found := line_states.undo(tx, quote, 1, now=now)) is not None:
            now, left = found, left + 1
    assert (left, now.quantity) == (MOST_STATES, 6)


def test_what_a_change_changed_is_kept_with_whose_it_was(database: Database) -> None:
    first = stored(database, a_quote(a_line(1), a_line(2)))
    second = changed(database, first, first.with_line(replace(a_line(2), quantity=7), at=AT))
    noted = replace(second.line(1), details=Details(note="soon"))
    third = changed(database, second, second.with_line(noted, at=AT + timedelta(minutes=1)))
    with database.reading() as tx:
        known = changes.since(tx, third, 1)
        assert known is not None
        assert [(one.revision, one.since, one.name, one.user) for one in known] == [
            (2, 1, "Ada", UserId(USER)),
            (3, 2, "Ada", UserId(USER)),
        ]
        assert known[0].changed == (Changed((2,), "quantity", 3, 7),)
        assert known[1].changed == (Changed((1,), "note", "", "soon"),)
        assert changes.since(tx, third, 3) == ()
        assert changes.since(tx, third, 0) is None


def test_a_change_of_something_else_is_stored_onto_what_came_meanwhile(database: Database) -> None:
    first = stored(database, a_quote(a_line(1), a_line(2)))
    second = changed(database, first, first.with_line(replace(a_line(2), quantity=7), at=AT))
    with database.transaction() as tx:
        now = quotes.load(tx, first.id, connection=DEMO)
        merged = now.with_line(replace(now.line(1), quantity=8), at=AT)
        quotes.update(tx, merged, expected=first.revision)
    assert [line.quantity for line in loaded(database, first.id).lines] == [8, 7]
    with database.transaction() as tx:
        now = quotes.load(tx, first.id, connection=DEMO)
        mine = now.with_line(replace(now.line(2), quantity=9), at=AT)
        with pytest.raises(QuoteChanged) as refused:
            quotes.update(tx, mine, expected=first.revision)
    (met,) = refused.value.meetings
    assert (met.line, met.theirs.after, met.mine.after) == (2, 7, 9)
    assert second.revision == 2


def test_a_move_of_a_line_writes_its_place_alone(database: Database) -> None:
    first = stored(database, a_quote(*(a_line(n) for n in range(1, 101))))
    spread = first.arranged(moved(first.lines, {100}, before=2), at=AT)
    changed(database, first, spread)
    after = spread.arranged(moved(spread.lines, {50}, before=3), at=AT)
    with written_rows() as rows:
        changed(database, spread, after)
    assert rows == {"UPDATE quotes": 1, "UPDATE quote_lines": 1, "INSERT INTO": 1}
    assert [line.n for line in loaded(database, first.id).lines][:5] == [1, 100, 2, 50, 3]
