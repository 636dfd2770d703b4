"""Two windows change one quote: what does not meet is merged, what meets is shown with both values."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions import (
    Call,
    LineChange,
    Selection,
    add_group,
    add_line,
    assign_group,
    change_line,
    copy_line,
    note_line,
    place_lines,
    remove_line,
    rename_group,
    show_changes,
    show_quote,
    stand_line,
    start_quote,
    submit_quote,
    tell_stale,
    undo_change,
    undo_on_quote,
)
from app.quoting import LineMissing, Quote
from app.store import QuoteChanged, changes
from tests.actions.conftest import NOW, World
from tests.thorough import tried


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture
def quote(world: World, call: Call) -> Quote:
    return a_quote(world, call)


def a_quote(world: World, call: Call) -> Quote:
    quote = start_quote(world.services, call)
    for product in ("sc300", "sc300", "care"):
        quote = add_line(world.services, call, quote.id, product=product, choices={}).quote
    return add_group(world.services, call, quote.id, "Core").after


Deed = Callable[[World, Call, str, int | None], object]


def changing(n: int, **change: object) -> Deed:
    made = LineChange(**change)  # type: ignore[arg-type]  # as the deeds below give them
    return lambda world, call, quote, at: change_line(
        world.services, call, quote, n, change=made, expected=at
    )


# What each touches: deeds that share nothing are disjoint.
DEEDS: dict[str, tuple[set[str], Deed]] = {
    "count 1": ({"1 quantity"}, changing(1, quantity=3)),
    "count 1 otherwise": ({"1 quantity"}, changing(1, quantity=4)),
    "count 2": ({"2 quantity"}, changing(2, quantity=5)),
    "discount 1": ({"1 discount"}, changing(1, discount={"percent": "5", "reason": "pilot"})),
    "choose 1": ({"1 environment"}, changing(1, choices={"environment": "street"})),
    "choose 1 otherwise": ({"1 environment"}, changing(1, choices={"environment": "office"})),
    "note 2": (
        {"2 note"},
        lambda world, call, quote, at: note_line(world.services, call, quote, 2, "soon", expected=at),
    ),
    "group 3": (
        {"3 group"},
        lambda world, call, quote, at: assign_group(
            world.services, call, quote, Selection(lines=[3]), name="Core", expected=at
        ),
    ),
    "another group": (
        {"groups"},
        lambda world, call, quote, at: add_group(world.services, call, quote, "Sites", expected=at),
    ),
    "stand 2": (
        {"2 standing"},
        lambda world, call, quote, at: stand_line(
            world.services, call, quote, 2, standing="optional", expected=at
        ),
    ),
    "move 1": (
        {"1 order"},
        lambda world, call, quote, at: place_lines(
            world.services, call, quote, [1], before=None, expected=at
        ),
    ),
    "remove 2": (
        {"2 quantity", "2 note", "2 standing"},
        lambda world, call, quote, at: remove_line(world.services, call, quote, 2, expected=at),
    ),
}


def offered(quote: Quote) -> Quote:
    lines = tuple(replace(line, place=0) for line in quote.lines)
    return replace(quote, revision=0, changed_at=NOW, id=quote.id, lines=lines)


@settings(
    max_examples=tried(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(first=st.sampled_from(sorted(DEEDS)), second=st.sampled_from(sorted(DEEDS)))
def test_disjoint_changes_merge_to_what_doing_both_comes_to_and_others_are_refused(
    world: World, first: str, second: str
) -> None:
    call = world.call()
    quote = a_quote(world, call)
    touched, theirs = DEEDS[first]
    mine_touches, mine = DEEDS[second]
    theirs(world, call, quote.id, quote.revision)
    seen = show_quote(world.services, call, quote.id)
    if touched & mine_touches and first != second:
        with pytest.raises((QuoteChanged, LineMissing)):
            mine(world, call, quote.id, quote.revision)
        assert show_quote(world.services, call, quote.id) == seen
        return
    if first == second:
        return
    mine(world, call, quote.id, quote.revision)
    merged = show_quote(world.services, call, quote.id)
    other = a_quote(world, call)
    for deed in (mine, theirs):
        deed(world, call, other.id, None)
    both = show_quote(world.services, call, other.id)
    assert [offered(merged).lines, merged.header, merged.total] == [
        offered(both).lines,
        both.header,
        both.total,
    ]


def test_the_second_is_told_who_changed_what(world: World, call: Call, quote: Quote) -> None:
    change_line(
        world.services, call, quote.id, 1, change=LineChange(choices={"environment": "street"}, quantity=3)
    )
    copy_line(world.services, call, quote.id, 3)
    remove_line(world.services, call, quote.id, 2)
    place_lines(world.services, call, quote.id, [4], before=1)
    note_line(world.services, call, quote.id, 1, "soon")
    rename_group(world.services, call, quote.id, "Core", new="Heart")
    told = show_changes(world.services, call, quote.id, since=quote.revision)
    assert {one.by for one in told} == {"you"}
    assert [one.text for one in told] == [
        "Line 1: quantity 1 → 3; line 1: Environment open → Street",
        "Line 4 (CARE service plan) added",
        "Line 2 (SC300 small cell) removed",
        "Line 4 moved",
        "Line 1: note none → soon",
        "Group Core removed; group Heart added",
    ]
    assert show_changes(world.services, call, quote.id, since=quote.revision, before=told[1].revision) == (
        told[0],
    )


def test_both_values_are_shown_where_both_changed_the_same(world: World, call: Call, quote: Quote) -> None:
    change_line(world.services, call, quote.id, 1, change=LineChange(choices={"environment": "street"}))
    change = LineChange(choices={"environment": "office"})
    with pytest.raises(QuoteChanged) as refused:
        change_line(world.services, call, quote.id, 1, change=change, expected=quote.revision)
    told = tell_stale(world.services, call, refused.value)
    (met,) = told.meetings
    assert (met.line, met.name, met.by) == (1, "Environment", "you")
    assert (met.theirs, met.mine) == ("Street", "Office or hotel")
    assert [one.text for one in told.changes] == ["Line 1: Environment open → Street"]
    now = show_quote(world.services, call, quote.id)
    view = change_line(world.services, call, quote.id, 1, change=change, expected=now.revision)
    assert view.line.choices["environment"] == "office"


def test_what_a_stale_window_undoes_is_what_it_saw(world: World, call: Call, quote: Quote) -> None:
    seen = change_line(world.services, call, quote.id, 1, change=LineChange(quantity=3)).quote
    change_line(world.services, call, quote.id, 1, change=LineChange(quantity=4))
    with pytest.raises(QuoteChanged):
        undo_change(world.services, call, quote.id, 1, expected=seen.revision)
    with pytest.raises(QuoteChanged):
        undo_on_quote(world.services, call, quote.id, expected=seen.revision)
    assert show_quote(world.services, call, quote.id).line(1).quantity == 4


def test_a_quote_is_saved_as_it_was_seen_or_not_at_all(world: World, call: Call) -> None:
    quote = world.quote(call, "sc300")
    note_line(world.services, call, quote.id, 1, "soon")
    with pytest.raises(QuoteChanged):
        submit_quote(world.services, call, quote.id, idempotency_key="once", expected=quote.revision)
    assert show_quote(world.services, call, quote.id).status == "draft"


def test_what_is_too_long_ago_is_no_longer_merged(
    world: World, call: Call, quote: Quote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST_CHANGES", 10)
    last = quote
    while last.revision % 50 or last.revision < 50:
        last = change_line(
            world.services, call, quote.id, 1, change=LineChange(quantity=last.revision + 1)
        ).quote
    with pytest.raises(QuoteChanged) as refused:
        change_line(world.services, call, quote.id, 2, change=LineChange(quantity=2), expected=quote.revision)
    assert tell_stale(world.services, call, refused.value).changes == ()
    recent = last.revision - 5
    change_line(world.services, call, quote.id, 2, change=LineChange(quantity=2), expected=recent)
    assert show_changes(world.services, call, quote.id, since=quote.revision) == ()
