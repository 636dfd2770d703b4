"""Whatever was done to a draft as a whole is undone from the last to the first, through currencies too."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from secrets import token_hex

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.actions import (
    Call,
    LineChange,
    TermsChange,
    add_line,
    apply_favourite,
    change_currency,
    change_line,
    change_terms,
    complete_line,
    copy_line,
    note_quote,
    redo_on_quote,
    remove_line,
    save_favourite,
    set_validity,
    show_history,
    show_quote,
    start_quote,
    submit_quote,
    undo_on_quote,
)
from app.actions.quote_history import ManyStep
from app.actions.undo_change import NothingToRedo
from app.errors import Refused
from app.pricing import Step
from app.quoting import Quote, StatusForbids
from app.store.moves import MOST_MOVES
from tests.actions.conftest import NOW, World
from tests.actions.test_undo_on_quote import offered
from tests.prices import price_with
from tests.thorough import tried

DEEDS = ("add", "copy", "remove", "favourite", "validity", "note", "discount", "terms", "USD", "EUR")
DAY = NOW.date() + timedelta(days=100)


def offer_of(quote: Quote) -> Quote:
    """A step may tell what it was computed from as of an earlier change, where it comes to the same."""
    lines = tuple(
        replace(line, price=price_with(line.price, steps=_bare(line.price.steps))) for line in quote.lines
    )
    return replace(offered(quote), lines=lines)


def _bare(steps: Sequence[Step]) -> tuple[Step, ...]:
    return tuple(replace(step, input="") for step in steps)


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture
def quote(world: World, call: Call) -> Quote:
    quote = start_quote(world.services, call)
    line = add_line(world.services, call, quote.id, product="ml200", choices={}).line
    return complete_line(world.services, call, quote.id, line.n).quote


def deeds(world: World, call: Call, quote: Quote) -> dict[str, Callable[[], object]]:
    favourite = save_favourite(world.services, call, quote.id, 1, name=token_hex(4)).id
    amount = LineChange(discount={"amount": "10.00", "reason": "round"})
    services, one = world.services, quote.id
    off = TermsChange(discount={"percent": "3", "reason": "whole"}, region="EMEA", codes=["spring27"])

    def first() -> int:
        return show_quote(services, call, one).lines[0].n

    return {
        "add": lambda: add_line(services, call, one, product="ml200", choices={}),
        "copy": lambda: copy_line(services, call, one, first()),
        "remove": lambda: remove_line(services, call, one, first()),
        "favourite": lambda: apply_favourite(services, call, one, favourite=favourite),
        "validity": lambda: set_validity(services, call, one, valid_until=DAY),
        "note": lambda: note_quote(services, call, one, "Prices hold for the first call-off."),
        "discount": lambda: change_line(services, call, one, first(), change=amount),
        "terms": lambda: change_terms(services, call, one, change=off),
        "USD": lambda: change_currency(services, call, one, currency="USD"),
        "EUR": lambda: change_currency(services, call, one, currency="EUR"),
    }


def test_each_is_told_in_words_undone_and_made_again(world: World, call: Call, quote: Quote) -> None:
    done = deeds(world, call, quote)
    words = {
        "favourite": "Line 2 added from a favourite",
        "validity": f"Valid until {DAY}",
        "note": "Note on the quote",
    }
    for deed, said in words.items():
        before = show_quote(world.services, call, quote.id)
        done[deed]()
        after = show_quote(world.services, call, quote.id)
        assert show_history(world.services, call, after).undo == ManyStep(said)
        assert offered(undo_on_quote(world.services, call, quote.id).quote) == offered(before)
        assert offered(redo_on_quote(world.services, call, quote.id).quote) == offered(after)


# The world is shared by the examples on purpose: each starts a quote of its own.
@settings(max_examples=tried(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(st.sampled_from(DEEDS), max_size=8))
def test_any_row_of_deeds_leads_back_and_forth(world: World, call: Call, wanted: list[str]) -> None:
    quote = start_quote(world.services, call)
    add_line(world.services, call, quote.id, product="ml200", choices={})
    done, seen = deeds(world, call, quote), [show_quote(world.services, call, quote.id)]
    for deed in wanted:
        # What the quote is like already, or has no line for, is refused.
        with suppress(Refused, IndexError):
            done[deed]()
        after = show_quote(world.services, call, quote.id)
        if after.revision != seen[-1].revision and offer_of(after) != offer_of(seen[-1]):
            seen.append(after)
    assume(sum(one.currency != other.currency for one, other in pairwise(seen)) <= MOST_MOVES)
    for before in reversed(seen[:-1]):
        assert offer_of(undo_on_quote(world.services, call, quote.id).quote) == offer_of(before)
    for after in seen[1:]:
        assert offer_of(redo_on_quote(world.services, call, quote.id).quote) == offer_of(after)
    with pytest.raises(NothingToRedo):
        redo_on_quote(world.services, call, quote.id)


def test_what_is_undone_is_of_a_draft(world: World, call: Call, quote: Quote) -> None:
    note_quote(world.services, call, quote.id, "Prices hold for the first call-off.")
    submit_quote(world.services, call, quote.id, idempotency_key="once")
    with pytest.raises(StatusForbids):
        undo_on_quote(world.services, call, quote.id)
    with pytest.raises(StatusForbids):
        note_quote(world.services, call, quote.id, "")
