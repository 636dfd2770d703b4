"""On a quote as a whole the last thing is undone, whichever line it was on; a move with all its lines."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions import (
    Call,
    LineChange,
    add_line,
    change_line,
    complete_line,
    copy_line,
    move_quote,
    redo_on_quote,
    remove_line,
    show_history,
    show_line,
    show_quote,
    start_quote,
    submit_quote,
    undo_change,
    undo_on_quote,
    write_back_quote,
)
from app.actions.candidate import Order
from app.actions.quote_history import LineStep, ManyStep, MoveStep
from app.actions.undo_change import NothingToRedo, NothingToUndo
from app.actions.undo_on_quote import ReleaseUnreadable
from app.catalog import Release
from app.quoting import Quote, QuoteMissing, StatusForbids, state_of
from app.store import HeldReleases, QuoteChanged, audit, line_states, moves
from app.store.catalogs import FolderFiles, shipped_catalog
from tests.actions.conftest import COLLEAGUE, NOW, World
from tests.fixtures_catalog import DEARER, NO_STRAND, next_telecom
from tests.publishing import publish_unproven

STREET = {"environment": "street", "mounting": "strand"}


@pytest.fixture
def world(world: World) -> World:
    files = FolderFiles(shipped_catalog("telecom"))
    publish_unproven(world.services.database, files, Order(by="ada", at=NOW))
    return world


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture
def later(call: Call) -> Call:
    return replace(call, at=NOW + timedelta(minutes=1))


@pytest.fixture
def quote(world: World, call: Call) -> Quote:
    """Three lines: one that a newer catalog takes a choice from, one that goes, one that stays."""
    quote = start_quote(world.services, call)
    add_line(world.services, call, quote.id, product="sc300", choices=STREET)
    for product in ("care", "ml200"):
        line = add_line(world.services, call, quote.id, product=product, choices={}).line
        quote = complete_line(world.services, call, quote.id, line.n).quote
    change = LineChange(quantity=7, discount={"percent": "10", "reason": "pilot"})
    return change_line(world.services, call, quote.id, 1, change=change).quote


def newer(world: World, folder: Path, version: str = "2099.1") -> Release:
    files = FolderFiles(next_telecom(folder, version, DEARER, *NO_STRAND, without=("care",)))
    return publish_unproven(world.services.database, files, Order(by="ada", at=NOW)).release


def offered(quote: Quote) -> Quote:
    """What a customer would see, and what it is made with."""
    return replace(quote, revision=0, changed_at=NOW, next_line=0)


def counted(world: World, call: Call, quote: Quote, n: int, quantity: int) -> Quote:
    return change_line(world.services, call, quote.id, n, change=LineChange(quantity=quantity)).quote


def test_what_was_done_on_any_line_is_undone_from_the_last_to_the_first_and_made_again(
    world: World, call: Call, quote: Quote
) -> None:
    seen = [quote]
    for n, quantity in ((1, 2), (3, 4), (1, 9), (2, 2)):
        seen.append(counted(world, call, quote, n, quantity))
    for before in reversed(seen[:-1]):
        assert offered(undo_on_quote(world.services, call, quote.id).quote) == offered(before)
    for after in seen[1:]:
        assert offered(redo_on_quote(world.services, call, quote.id).quote) == offered(after)
    with pytest.raises(NothingToRedo):
        redo_on_quote(world.services, call, quote.id)


def test_everything_can_be_undone_down_to_the_empty_quote_and_made_again(
    world: World, call: Call, quote: Quote
) -> None:
    seen = [quote]
    while seen[-1].lines:
        seen.append(undo_on_quote(world.services, call, quote.id).quote)
    assert [len(one.lines) for one in seen] == [3, 3, 3, 2, 2, 1, 0]
    with pytest.raises(NothingToUndo):
        undo_on_quote(world.services, call, quote.id)
    for before in reversed(seen[:-1]):
        assert offered(redo_on_quote(world.services, call, quote.id).quote) == offered(before)


def test_the_page_is_told_what_undoing_and_doing_again_lead_to(
    world: World, call: Call, quote: Quote
) -> None:
    now = counted(world, call, quote, 3, 5)
    history = show_history(world.services, call, now)
    assert isinstance(history.undo, LineStep)
    assert (history.undo.n, history.undo.before.quantity, history.undo.after.quantity) == (3, 1, 5)
    assert history.redo is None
    done = undo_on_quote(world.services, call, quote.id)
    assert done.step == history.undo
    history = show_history(world.services, call, done.quote)
    assert history.redo == done.step
    assert isinstance(history.undo, LineStep)
    assert history.undo.n == 1
    assert show_history(world.services, world.call(world.open(COLLEAGUE)), now).undo is None


def test_what_was_undone_on_the_lines_own_page_is_made_again_here(
    world: World, call: Call, quote: Quote
) -> None:
    changed = counted(world, call, quote, 3, 5)
    undo_change(world.services, call, quote.id, 3)
    assert offered(redo_on_quote(world.services, call, quote.id).quote) == offered(changed)


def test_a_move_is_undone_with_lines_choices_and_prices_and_made_again(
    world: World, call: Call, later: Call, quote: Quote, tmp_path: Path
) -> None:
    newer(world, tmp_path)
    moved = move_quote(world.services, later, quote.id).after
    assert [line.product for line in moved.lines] == ["sc300", "ml200"]
    assert "mounting" not in moved.line(1).choices
    history = show_history(world.services, later, moved)
    assert history.undo == MoveStep("2099.1")
    undone = undo_on_quote(world.services, later, quote.id).quote
    assert offered(undone) == offered(quote)
    assert undone.revision == moved.revision + 1
    assert show_quote(world.services, later, quote.id) == undone
    assert show_history(world.services, later, undone).redo == MoveStep("2099.1")
    assert offered(redo_on_quote(world.services, later, quote.id).quote) == offered(moved)
    with world.services.database.reading() as tx:
        verbs = [entry.verb for entry in audit.read(tx, quote.id)]
    assert verbs[-3:] == ["move_quote", "undo_move", "redo_move"]


def test_undoing_goes_through_a_move_to_what_was_done_before_it_and_back(
    world: World, call: Call, later: Call, quote: Quote, tmp_path: Path
) -> None:
    newer(world, tmp_path)
    seen = [quote, counted(world, call, quote, 3, 5)]
    seen.append(move_quote(world.services, later, quote.id).after)
    seen.append(counted(world, later, quote, 1, 3))
    for before in reversed(seen[:-1]):
        assert offered(undo_on_quote(world.services, later, quote.id).quote) == offered(before)
    for after in seen[1:]:
        assert offered(redo_on_quote(world.services, later, quote.id).quote) == offered(after)


def test_a_line_knows_only_its_changes_on_the_release_that_the_quote_is_on(
    world: World, call: Call, later: Call, quote: Quote, tmp_path: Path
) -> None:
    newer(world, tmp_path)
    move_quote(world.services, later, quote.id)
    assert show_line(world.services, later, quote.id, 1).before is None
    with pytest.raises(NothingToUndo):
        undo_change(world.services, later, quote.id, 1)
    undo_on_quote(world.services, later, quote.id)
    assert show_line(world.services, later, quote.id, 1).before is not None


def test_lines_that_came_or_went_since_are_undone_before_the_move(
    world: World, call: Call, later: Call, quote: Quote, tmp_path: Path
) -> None:
    newer(world, tmp_path)
    moved = move_quote(world.services, later, quote.id).after
    copy = copy_line(world.services, later, quote.id, 3)
    remove_line(world.services, later, quote.id, 3)
    assert copy.line.n == 4
    for said in ("Line 3 removed", "Line 4 copied from line 3"):
        assert undo_on_quote(world.services, later, quote.id).step == ManyStep(said)
    assert offered(show_quote(world.services, later, quote.id)) == offered(moved)
    assert undo_on_quote(world.services, later, quote.id).step == MoveStep("2099.1")
    assert offered(show_quote(world.services, later, quote.id)) == offered(quote)


def test_a_change_after_undoing_a_move_keeps_it_from_being_made_again(
    world: World, call: Call, later: Call, quote: Quote, tmp_path: Path
) -> None:
    newer(world, tmp_path)
    move_quote(world.services, later, quote.id)
    undo_on_quote(world.services, later, quote.id)
    counted(world, later, quote, 3, 6)
    with pytest.raises(NothingToRedo):
        redo_on_quote(world.services, later, quote.id)
    undone = undo_on_quote(world.services, later, quote.id).quote
    # The change first: it was undone last.
    assert offered(undone) == offered(quote)
    assert isinstance(show_history(world.services, later, undone).redo, LineStep)


def test_a_move_from_a_release_that_cannot_be_read_stays(
    world: World, call: Call, later: Call, quote: Quote, tmp_path: Path
) -> None:
    newer(world, tmp_path)
    moved = move_quote(world.services, later, quote.id).after
    with world.services.database.transaction() as tx:
        kept = moves.to_undo(tx, moved)
        assert kept is not None
        moves.forget(tx, quote.id)
        moves.moved(tx, replace(quote, release="f" * 64), moved)
    services = replace(world.services, catalogs=HeldReleases())
    assert show_history(services, later, moved).undo is None
    with pytest.raises(ReleaseUnreadable):
        undo_on_quote(services, later, quote.id)
    assert show_quote(services, later, quote.id) == moved


def test_only_some_moves_are_kept_and_what_led_to_older_ones_goes(
    world: World, call: Call, later: Call, quote: Quote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moves, "MOST_MOVES", 2)
    for n in range(4):
        newer(world, tmp_path, f"2099.{n}")
        at = later.at + timedelta(minutes=n)
        move_quote(world.services, replace(later, at=at), quote.id)
    for _ in range(2):
        undo_on_quote(world.services, later, quote.id)
    with pytest.raises(NothingToUndo):
        undo_on_quote(world.services, later, quote.id)
    with world.services.database.reading() as tx:
        assert line_states.around(tx, quote, 1).before is None


def test_undoing_is_meant_for_a_revision_its_author_and_a_draft(
    world: World, call: Call, later: Call, quote: Quote, tmp_path: Path
) -> None:
    newer(world, tmp_path)
    moved = move_quote(world.services, later, quote.id).after
    with pytest.raises(QuoteChanged):
        undo_on_quote(world.services, later, quote.id, expected=quote.revision)
    with pytest.raises(QuoteMissing):
        undo_on_quote(world.services, world.call(world.open(COLLEAGUE)), quote.id)
    undo_on_quote(world.services, later, quote.id, expected=moved.revision)
    redo_on_quote(world.services, later, quote.id)
    complete_line(world.services, later, quote.id, 1)
    key = submit_quote(world.services, later, quote.id, idempotency_key="once").key
    with pytest.raises(StatusForbids):
        undo_on_quote(world.services, later, quote.id)
    write_back_quote(world.services, key, at=later.at)
    with world.services.database.reading() as tx:
        assert moves.to_undo(tx, show_quote(world.services, later, quote.id)) is None


def test_the_same_state_is_what_a_line_says_of_itself(world: World, call: Call, quote: Quote) -> None:
    view = show_line(world.services, call, quote.id, 1)
    changed = counted(world, call, quote, 1, 8)
    step = show_history(world.services, call, changed).undo
    assert isinstance(step, LineStep)
    assert (step.before, step.after) == (state_of(view.line), state_of(changed.line(1)))
    assert step.product == view.product
