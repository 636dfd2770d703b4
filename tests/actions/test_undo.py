"""Undoing what was done to a line, and doing it again; all of it stored."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions import (
    Call,
    LineChange,
    LineView,
    add_line,
    change_line,
    complete_line,
    copy_line,
    explain_choice,
    redo_change,
    remove_line,
    show_line,
    show_quote,
    start_quote,
    submit_quote,
    undo_change,
    write_back_quote,
)
from app.actions.undo_change import NothingToRedo, NothingToUndo
from app.quoting import QuoteMissing, StatusForbids, state_of
from app.store import QuoteChanged, audit, line_states
from tests.actions.conftest import COLLEAGUE, NOW, World
from tests.actions.test_lines import impossible

PRODUCT = "sc300"


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture
def view(world: World, call: Call) -> LineView:
    quote = start_quote(world.services, call)
    return add_line(world.services, call, quote.id, product=PRODUCT, choices={})


def changes(view: LineView) -> list[LineChange]:
    first = view.product.attributes[0]
    values = view.configuration.domains[first.key].values
    return [
        LineChange(choices={first.key: values[0]}),
        LineChange(choices={first.key: values[1]}),
        LineChange(quantity=7),
        LineChange(discount={"percent": "10", "reason": "pilot"}),
        LineChange(choices={first.key: None}, quantity=2, discount=None),
    ]


def without_revision(view: LineView) -> LineView:
    """What comes back is the line; that the quote was changed again stays told."""
    quote = replace(view.quote, revision=0, changed_at=NOW)
    return replace(view, quote=quote, before=None, after=None)


def test_every_change_is_undone_one_by_one_and_made_again(world: World, call: Call, view: LineView) -> None:
    seen = [view]
    seen += [change_line(world.services, call, view.quote.id, 1, change=change) for change in changes(view)]
    seen.append(complete_line(world.services, call, view.quote.id, 1))
    for before in reversed(seen[:-1]):
        undone = undo_change(world.services, call, view.quote.id, 1)
        assert without_revision(undone) == without_revision(before)
        assert show_line(world.services, call, view.quote.id, 1) == undone
    with pytest.raises(NothingToUndo):
        undo_change(world.services, call, view.quote.id, 1)
    for after in seen[1:]:
        again = redo_change(world.services, call, view.quote.id, 1)
        assert without_revision(again) == without_revision(after)
        assert show_line(world.services, call, view.quote.id, 1) == again
    with pytest.raises(NothingToRedo):
        redo_change(world.services, call, view.quote.id, 1)


def test_a_view_says_what_undoing_and_doing_again_lead_to(world: World, call: Call, view: LineView) -> None:
    assert (view.before, view.after) == (None, None)
    first, second, *_ = changes(view)
    one = change_line(world.services, call, view.quote.id, 1, change=first)
    two = change_line(world.services, call, view.quote.id, 1, change=second)
    assert (two.before, two.after) == (state_of(one.line), None)
    undone = undo_change(world.services, call, view.quote.id, 1)
    assert (undone.before, undone.after) == (state_of(view.line), state_of(two.line))


def test_a_way_out_is_undone_as_one_change(world: World, call: Call, view: LineView) -> None:
    full = complete_line(world.services, call, view.quote.id, 1)
    attribute, value = impossible(full)
    refusal = explain_choice(world.services, call, view.quote.id, 1, attribute=attribute, value=value)
    assert refusal is not None
    change = LineChange(choices=refusal.repairs[0].repair.changes)
    change_line(world.services, call, view.quote.id, 1, change=change)
    undone = undo_change(world.services, call, view.quote.id, 1)
    assert undone.line == full.line


def test_a_change_after_undoing_drops_what_was_undone(world: World, call: Call, view: LineView) -> None:
    first, second, third, *_ = changes(view)
    for change in (first, second):
        change_line(world.services, call, view.quote.id, 1, change=change)
    undo_change(world.services, call, view.quote.id, 1)
    changed = change_line(world.services, call, view.quote.id, 1, change=third)
    assert changed.after is None
    with pytest.raises(NothingToRedo):
        redo_change(world.services, call, view.quote.id, 1)
    assert undo_change(world.services, call, view.quote.id, 1).before == state_of(view.line)


def test_what_changes_nothing_is_no_change(world: World, call: Call, view: LineView) -> None:
    first = changes(view)[0]
    change_line(world.services, call, view.quote.id, 1, change=first)
    same = change_line(world.services, call, view.quote.id, 1, change=first)
    assert same.before == state_of(view.line)
    undo_change(world.services, call, view.quote.id, 1)
    still = change_line(world.services, call, view.quote.id, 1, change=LineChange(quantity=1))
    assert still.after == state_of(same.line)


def test_lines_have_their_own_pasts_and_a_copy_begins_without_one(
    world: World, call: Call, view: LineView
) -> None:
    first, second, *_ = changes(view)
    change_line(world.services, call, view.quote.id, 1, change=first)
    copy = copy_line(world.services, call, view.quote.id, 1)
    assert (copy.before, copy.after) == (None, None)
    changed = change_line(world.services, call, view.quote.id, 2, change=second)
    undo_change(world.services, call, view.quote.id, 1)
    assert show_line(world.services, call, view.quote.id, 2).line == changed.line
    undo_change(world.services, call, view.quote.id, 2)
    with pytest.raises(NothingToUndo):
        undo_change(world.services, call, view.quote.id, 2)


def test_the_oldest_of_very_many_changes_are_dropped(
    world: World, call: Call, view: LineView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_states, "MOST_STATES", 3)
    for quantity in range(2, 8):
        change_line(world.services, call, view.quote.id, 1, change=LineChange(quantity=quantity))
    found = [undo_change(world.services, call, view.quote.id, 1).line.quantity for _ in range(3)]
    assert found == [6, 5, 4]
    with pytest.raises(NothingToUndo):
        undo_change(world.services, call, view.quote.id, 1)
    assert redo_change(world.services, call, view.quote.id, 1).line.quantity == 5


def test_undoing_is_meant_for_a_revision_and_leaves_an_entry(
    world: World, call: Call, view: LineView
) -> None:
    changed = change_line(world.services, call, view.quote.id, 1, change=LineChange(quantity=2))
    with pytest.raises(QuoteChanged):
        undo_change(world.services, call, view.quote.id, 1, expected=view.quote.revision)
    assert show_line(world.services, call, view.quote.id, 1) == changed
    undo_change(world.services, call, view.quote.id, 1, expected=changed.quote.revision)
    redo_change(world.services, call, view.quote.id, 1)
    with world.services.database.reading() as tx:
        verbs = [entry.verb for entry in audit.read(tx, view.quote.id)]
    assert verbs[-2:] == ["undo_change", "redo_change"]


def test_only_the_author_undoes_and_only_while_the_quote_is_a_draft(
    world: World, call: Call, view: LineView
) -> None:
    complete_line(world.services, call, view.quote.id, 1)
    colleague = world.call(world.open(COLLEAGUE))
    with pytest.raises(QuoteMissing):
        undo_change(world.services, colleague, view.quote.id, 1)
    submit_quote(world.services, call, view.quote.id, idempotency_key="once")
    with pytest.raises(StatusForbids):
        undo_change(world.services, call, view.quote.id, 1)


def test_what_can_be_undone_ends_with_the_line_and_with_the_quotes_arrival(
    world: World, call: Call, view: LineView
) -> None:
    complete_line(world.services, call, view.quote.id, 1)
    copy_line(world.services, call, view.quote.id, 1)
    change_line(world.services, call, view.quote.id, 2, change=LineChange(quantity=2))
    remove_line(world.services, call, view.quote.id, 2)
    quote = show_quote(world.services, call, view.quote.id)
    with world.services.database.reading() as tx:
        assert line_states.around(tx, quote, 1).before is not None
        assert line_states.latest(tx, quote) == line_states.LatestChange(1, 3)
    write_back = submit_quote(world.services, call, quote.id, idempotency_key="once")
    write_back_quote(world.services, write_back.key, at=NOW + timedelta(seconds=1))
    with world.services.database.reading() as tx:
        assert line_states.around(tx, quote, 1).before is None
