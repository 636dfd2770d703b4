"""Many lines: groups, order, standings, notes and deeds on many, over a real database; all can be undone."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.actions import (
    Arranged,
    Call,
    LineChange,
    Selection,
    add_group,
    add_line,
    assign_group,
    change_line,
    copy_line,
    count_lines,
    discount_lines,
    note_line,
    order_groups,
    place_lines,
    redo_on_quote,
    remove_group,
    remove_line,
    remove_lines,
    rename_group,
    show_history,
    show_quote,
    stand_line,
    start_quote,
    step_line,
    submit_quote,
    swap_alternative,
    undo_change,
    undo_on_quote,
    write_back_quote,
)
from app.actions.complete import QuoteEmpty
from app.actions.place_lines import PlaceInvalid
from app.actions.quote_history import ManyStep
from app.actions.selection import SelectionInvalid, told
from app.pricing import DiscountInvalid
from app.quoting import (
    DetailsInvalid,
    GroupMissing,
    LineMissing,
    QuantityInvalid,
    Quote,
    QuoteMissing,
    Standing,
    StandingInvalid,
)
from app.store import Database, Vault, audit, quotes
from tests.actions.conftest import COLLEAGUE, NOW, World

FIVE = {"percent": "5", "reason": "pilot"}


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture
def quote(world: World, call: Call) -> Quote:
    """Lines 1 to 5: three small cells, then two care plans."""
    quote = start_quote(world.services, call)
    for product in ("sc300", "sc300", "sc300", "care", "care"):
        quote = add_line(world.services, call, quote.id, product=product, choices={}).quote
    return quote


def offered(quote: Quote) -> Quote:
    lines = tuple(replace(line, place=0) for line in quote.lines)
    return replace(quote, revision=0, changed_at=NOW, next_line=0, lines=lines)


def order(quote: Quote) -> list[int]:
    return [line.n for line in quote.lines]


def reloaded(world: World, quote: Quote) -> Quote:
    """As another process reads it."""
    url = world.services.database.url.render_as_string(hide_password=False)
    other = Database.open(url, vault=Vault(("3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",)))
    with other.reading() as tx:
        found = quotes.load(tx, quote.id, connection=quote.connection)
    other.close()
    return found


Deed = Callable[[World, Call, str], Arranged]
DEEDS: dict[str, Deed] = {
    "add_group": lambda world, call, quote: add_group(world.services, call, quote, "Radios"),
    "assign_group": lambda world, call, quote: assign_group(
        world.services, call, quote, Selection(lines=[1, 3]), name="Core"
    ),
    "rename_group": lambda world, call, quote: rename_group(world.services, call, quote, "Core", new="Heart"),
    "order_groups": lambda world, call, quote: order_groups(world.services, call, quote, ["Sites", "Core"]),
    "remove_group": lambda world, call, quote: remove_group(world.services, call, quote, "Core"),
    "place_lines": lambda world, call, quote: place_lines(world.services, call, quote, [5, 1], before=3),
    "step_line": lambda world, call, quote: step_line(world.services, call, quote, 5, way="up"),
    "stand_line": lambda world, call, quote: stand_line(
        world.services, call, quote, 2, standing="alternative", instead_of=1
    ),
    "note_line": lambda world, call, quote: note_line(world.services, call, quote, 2, " two\n  lines "),
    "discount_lines": lambda world, call, quote: discount_lines(
        world.services, call, quote, Selection(product="sc300"), discount=FIVE
    ),
    "count_lines": lambda world, call, quote: count_lines(
        world.services, call, quote, Selection(family="Services"), quantity=12
    ),
    "remove_lines": lambda world, call, quote: remove_lines(
        world.services, call, quote, Selection(lines=[2, 5])
    ),
}


@pytest.fixture
def grouped(world: World, call: Call, quote: Quote) -> Quote:
    for name in ("Core", "Sites"):
        add_group(world.services, call, quote.id, name)
    return assign_group(world.services, call, quote.id, Selection(lines=[4]), name="Core").after


@pytest.mark.parametrize("verb", DEEDS)
def test_each_deed_is_stored_audited_undone_and_made_again(
    world: World, call: Call, grouped: Quote, verb: str
) -> None:
    done = DEEDS[verb](world, call, grouped.id)
    assert done.before == grouped
    assert offered(done.after) != offered(grouped)
    assert reloaded(world, done.after) == done.after
    with world.services.database.reading() as tx:
        assert audit.read(tx, grouped.id)[-1].verb == verb
    assert show_history(world.services, call, done.after).undo == ManyStep(done.said)
    assert offered(undo_on_quote(world.services, call, grouped.id).quote) == offered(grouped)
    assert offered(redo_on_quote(world.services, call, grouped.id).quote) == offered(done.after)


def test_deeds_one_after_the_other_are_undone_in_turn_to_the_last_cent(
    world: World, call: Call, grouped: Quote
) -> None:
    verbs = ("discount_lines", "place_lines", "stand_line", "note_line", "remove_lines", "rename_group")
    seen = [grouped, *(DEEDS[verb](world, call, grouped.id).after for verb in verbs)]
    for before in reversed(seen[:-1]):
        back = undo_on_quote(world.services, call, grouped.id).quote
        assert offered(back) == offered(before)
        assert reloaded(world, back) == back
    for after in seen[1:]:
        assert offered(redo_on_quote(world.services, call, grouped.id).quote) == offered(after)


def test_a_line_alone_is_undone_on_its_page_and_the_others_on_the_quote_s(
    world: World, call: Call, quote: Quote
) -> None:
    discount_lines(world.services, call, quote.id, Selection(lines=[1, 2]), discount=FIVE)
    change_line(world.services, call, quote.id, 1, change=LineChange(quantity=3))
    undo_change(world.services, call, quote.id, 1)
    undo_change(world.services, call, quote.id, 1)
    after = undo_on_quote(world.services, call, quote.id).quote
    assert [line.discount for line in after.lines[:2]] == [None, None]


def test_a_line_goes_back_into_no_group_that_is_gone(world: World, call: Call, quote: Quote) -> None:
    add_group(world.services, call, quote.id, "Core")
    assign_group(world.services, call, quote.id, Selection(lines=[1]), name="Core")
    remove_group(world.services, call, quote.id, "Core")
    view = undo_change(world.services, call, quote.id, 1)
    assert view.line.details.group == ""


def test_a_removed_line_comes_back_where_it_was_with_its_past(world: World, call: Call, quote: Quote) -> None:
    change_line(world.services, call, quote.id, 2, change=LineChange(quantity=3))
    before = place_lines(world.services, call, quote.id, [2], before=1).after
    remove_line(world.services, call, quote.id, 2)
    assert offered(undo_on_quote(world.services, call, quote.id).quote) == offered(before)
    assert order(show_quote(world.services, call, quote.id)) == [2, 1, 3, 4, 5]
    assert undo_change(world.services, call, quote.id, 2).line.quantity == 1


def test_a_mass_discount_is_all_or_nothing(world: World, call: Call, quote: Quote) -> None:
    large = {"amount": "20000.00", "reason": "pilot"}
    with pytest.raises(DiscountInvalid):
        discount_lines(world.services, call, quote.id, Selection(lines=[1, 2, 3, 4, 5]), discount=large)
    assert show_quote(world.services, call, quote.id) == quote


def test_lines_are_chosen_by_number_product_family_and_group(
    world: World, call: Call, grouped: Quote
) -> None:
    def chosen(selection: Selection) -> list[int]:
        done = discount_lines(world.services, call, grouped.id, selection, discount=FIVE)
        undo_on_quote(world.services, call, grouped.id)
        return [line.n for line in done.changed]

    assert chosen(Selection(product="care")) == [4, 5]
    assert chosen(Selection(group="Core")) == [4]
    assert chosen(Selection(group="")) == [1, 2, 3, 5]
    assert chosen(Selection(product="care", group="")) == [5]
    for nothing in (Selection(), Selection(product="care", lines=[1])):
        with pytest.raises(SelectionInvalid):
            chosen(nothing)
    with pytest.raises(LineMissing):
        chosen(Selection(lines=[9]))
    with pytest.raises(GroupMissing):
        chosen(Selection(group="Other"))


def test_lines_move_up_and_down_within_their_group(world: World, call: Call, quote: Quote) -> None:
    add_group(world.services, call, quote.id, "Core")
    assign_group(world.services, call, quote.id, Selection(lines=[1, 3, 5]), name="Core")

    def stepped(n: int, way: str) -> list[int]:
        return order(step_line(world.services, call, quote.id, n, way=way).after)  # type: ignore[arg-type]  # up or down

    assert stepped(5, "up") == [1, 2, 5, 3, 4]
    assert stepped(5, "up") == [5, 1, 2, 3, 4]
    assert stepped(5, "up") == [5, 1, 2, 3, 4]
    assert stepped(1, "down") == [5, 2, 3, 1, 4]
    assert stepped(2, "down") == [5, 3, 1, 4, 2]


def test_a_line_moved_before_another_goes_into_its_group(world: World, call: Call, grouped: Quote) -> None:
    after = place_lines(world.services, call, grouped.id, [1, 2], before=4).after
    assert [after.line(n).details.group for n in (1, 2, 3)] == ["Core", "Core", ""]
    with pytest.raises(PlaceInvalid):
        place_lines(world.services, call, grouped.id, [1], before=1)
    with pytest.raises(LineMissing):
        place_lines(world.services, call, grouped.id, [1], before=99)


def test_a_new_line_comes_after_all_others_whatever_order_they_have(
    world: World, call: Call, quote: Quote
) -> None:
    place_lines(world.services, call, quote.id, [1], before=5)
    place_lines(world.services, call, quote.id, [3], before=None)
    after = copy_line(world.services, call, quote.id, 2).quote
    assert order(after) == [2, 4, 1, 5, 3, 6] == order(reloaded(world, after))


def test_only_what_is_offered_is_in_the_total_and_on_the_opportunity(world: World, call: Call) -> None:
    quote = world.quote(call, "sc300", "sc300", "care", "care")
    stand_line(world.services, call, quote.id, 2, standing="alternative", instead_of=1)
    after = stand_line(world.services, call, quote.id, 4, standing="optional").after
    assert after.total == after.line(1).price.net + after.line(3).price.net
    write_back = submit_quote(world.services, call, quote.id, idempotency_key="once")
    write_back_quote(world.services, write_back.key, at=NOW)
    (written,) = world.crm.quotes.values()
    assert [line.key.rpartition("-")[2] for line in written.offer.lines] == ["1", "3"]
    assert written.offer.total == after.total


def test_a_quote_of_options_alone_is_not_written(world: World, call: Call) -> None:
    quote = world.quote(call, "sc300")
    stand_line(world.services, call, quote.id, 1, standing="optional")
    with pytest.raises(QuoteEmpty, match="offered"):
        submit_quote(world.services, call, quote.id, idempotency_key="once")


def test_a_swap_changes_what_is_offered(world: World, call: Call, quote: Quote) -> None:
    stand_line(world.services, call, quote.id, 4, standing="alternative", instead_of=1)
    after = swap_alternative(world.services, call, quote.id, 4).after
    assert (after.line(1).details.standing, after.line(1).details.instead_of) == (Standing.ALTERNATIVE, 4)
    assert after.line(4).is_offered
    with pytest.raises(StandingInvalid):
        stand_line(world.services, call, quote.id, 1, standing="perhaps")


def test_what_cannot_be_read_is_refused(world: World, call: Call, quote: Quote) -> None:
    for note in (5, "a\x00b", "x" * 2001):
        with pytest.raises(DetailsInvalid):
            note_line(world.services, call, quote.id, 1, note)
    for quantity in (0, -1, 10**30, "7", True):
        with pytest.raises(QuantityInvalid):
            count_lines(world.services, call, quote.id, Selection(lines=[1]), quantity=quantity)
    assert show_quote(world.services, call, quote.id) == quote


def test_what_changes_nothing_is_not_stored(world: World, call: Call, grouped: Quote) -> None:
    done = assign_group(world.services, call, grouped.id, Selection(lines=[4]), name="Core")
    assert (done.after, done.said, done.changed) == (grouped, "", ())


def test_a_stranger_arranges_nothing(world: World, quote: Quote) -> None:
    stranger = world.call(world.open(COLLEAGUE))
    for verb in DEEDS:
        with pytest.raises(QuoteMissing):
            DEEDS[verb](world, stranger, quote.id)


def test_lines_are_told_as_runs() -> None:
    assert told([3]) == "line 3"
    assert told([7, 1, 2, 3]) == "lines 1-3, 7"
    assert told(range(1, 60, 2)) == "30 lines"
