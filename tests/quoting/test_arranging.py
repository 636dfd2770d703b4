"""Groups, standings and the order of lines, as rules about a quote."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.amounts import Money
from app.quoting import (
    Details,
    GroupInvalid,
    GroupMissing,
    Line,
    LineMissing,
    Quote,
    Standing,
    StandingInvalid,
    TooManyLines,
    as_shown,
    assigned,
    differences,
    fitting,
    group_name,
    meetings,
    moved,
    placed,
    sections,
    swapped,
    with_group,
    with_group_renamed,
    with_groups_in_order,
    with_standing,
    without_group,
    without_lines,
)
from tests.quoting.arranged_quotes import AT, a_line, a_quote, quotes


def numbers(lines: tuple[Line, ...]) -> list[int]:
    return [line.n for line in lines]


def as_stored(lines: tuple[Line, ...]) -> list[int]:
    """The order that the database gives them back in."""
    return numbers(tuple(sorted(lines, key=lambda line: (line.place, line.n))))


@given(quote=quotes(), order=st.randoms(use_true_random=False))
def test_any_order_is_kept_by_places(quote: Quote, order: random.Random) -> None:
    lines = list(quote.lines)
    for _ in range(4):
        order.shuffle(lines)
        made = placed(lines)
        assert numbers(made) == [line.n for line in lines] == as_stored(made)
        lines = list(made)


@given(quote=quotes(), data=st.data())
def test_a_move_puts_lines_before_another_and_keeps_the_others_in_order(
    quote: Quote, data: st.DataObject
) -> None:
    known = numbers(quote.lines)
    going = data.draw(st.sets(st.sampled_from(known), min_size=1))
    before = data.draw(st.sampled_from([None, *(n for n in known if n not in going)]))
    made = numbers(moved(quote.lines, going, before=before))
    assert [n for n in made if n not in going] == [n for n in known if n not in going]
    at = len(made) if before is None else made.index(before)
    assert made[at - len(going) : at] == [n for n in known if n in going]


def test_in_a_long_quote_with_room_a_move_changes_one_line() -> None:
    lines = moved([a_line(n) for n in range(1, 1001)], {1000}, before=2)
    made = moved(lines, {900}, before=3)
    known = {line.n: line for line in lines}
    assert [line.n for line in made if line is not known[line.n]] == [900]


def test_room_between_two_lines_is_made_again_when_it_is_used_up() -> None:
    lines = placed([a_line(n) for n in (2, 1, 3)])
    for _ in range(200):
        lines = moved(lines, {lines[2].n}, before=lines[1].n)
        assert as_stored(lines) == numbers(lines)


@given(quote=quotes())
def test_subtotals_add_up_to_the_total_and_count_only_what_is_offered(quote: Quote) -> None:
    zero = Money.zero("EUR")
    assert sum((one.net for one in sections(quote)), zero) == quote.total
    assert quote.total == sum((line.price.net for line in quote.lines if line.is_offered), zero)
    assert sorted(numbers(as_shown(quote))) == sorted(numbers(quote.lines))


@given(quote=quotes(), order=st.randoms(use_true_random=False))
def test_the_order_of_entry_does_not_matter_for_totals(quote: Quote, order: random.Random) -> None:
    lines = list(quote.lines)
    order.shuffle(lines)
    other = replace(quote, lines=tuple(lines))
    assert other.total == quote.total
    assert {one.name: (one.net, one.list) for one in sections(other)} == {
        one.name: (one.net, one.list) for one in sections(quote)
    }


def test_groups_are_added_renamed_ordered_and_removed_with_their_lines_kept() -> None:
    quote = with_group(with_group(a_quote(a_line(1), a_line(2)), "Core", at=AT), "Sites", at=AT)
    quote = assigned(quote, [2], "Core", at=AT)
    quote = with_group_renamed(quote, "Core", "Core network", at=AT)
    quote = with_groups_in_order(quote, ["Sites", "Core network"], at=AT)
    assert [(one.name, numbers(one.lines)) for one in sections(quote)] == [
        ("", [1]),
        ("Sites", []),
        ("Core network", [2]),
    ]
    quote = without_group(quote, "Core network", at=AT)
    assert [(one.name, numbers(one.lines)) for one in sections(quote)] == [("", [1, 2]), ("Sites", [])]


def test_a_group_that_is_not_there_or_there_already_is_told() -> None:
    quote = with_group(a_quote(a_line(1)), "Core", at=AT)
    with pytest.raises(GroupInvalid, match="already"):
        with_group(quote, "CORE", at=AT)
    with pytest.raises(GroupMissing):
        assigned(quote, [1], "Other", at=AT)
    with pytest.raises(LineMissing):
        assigned(quote, [9], "Core", at=AT)
    with pytest.raises(GroupInvalid):
        with_groups_in_order(quote, ["Core", "Core"], at=AT)
    for wrong in ("", "  ", "a" * 81, "a\x00b", 5):
        with pytest.raises(GroupInvalid):
            group_name(wrong)
    assert group_name("  Core \n network ") == "Core network"


def test_a_swap_offers_the_alternative_and_keeps_what_was_offered_as_one() -> None:
    quote = a_quote(a_line(1, cents=100), a_line(2, cents=300), a_line(3, cents=500))
    for n in (2, 3):
        quote = with_standing(quote, n, Standing.ALTERNATIVE, instead_of=1, at=AT)
    assert quote.total == quote.line(1).price.net
    quote = swapped(quote, 3, at=AT)
    assert quote.total == quote.line(3).price.net
    assert [(line.details.standing, line.details.instead_of) for line in quote.lines] == [
        (Standing.ALTERNATIVE, 3),
        (Standing.ALTERNATIVE, 3),
        (Standing.OFFERED, None),
    ]
    assert quote.lines == swapped(swapped(quote, 1, at=AT), 3, at=AT).lines


def test_an_alternative_to_an_optional_line_becomes_optional_when_swapped() -> None:
    quote = with_standing(a_quote(a_line(1), a_line(2)), 1, Standing.OPTIONAL, instead_of=None, at=AT)
    quote = with_standing(quote, 2, Standing.ALTERNATIVE, instead_of=1, at=AT)
    assert swapped(quote, 2, at=AT).line(2).details.standing is Standing.OPTIONAL


def test_alternatives_to_themselves_to_alternatives_and_to_nothing_are_refused() -> None:
    quote = with_standing(
        a_quote(a_line(1), a_line(2), a_line(3)), 2, Standing.ALTERNATIVE, instead_of=1, at=AT
    )
    for n, instead_of in ((1, 1), (3, 2), (1, 3), (3, None)):
        with pytest.raises(StandingInvalid):
            with_standing(quote, n, Standing.ALTERNATIVE, instead_of=instead_of, at=AT)
    with pytest.raises(StandingInvalid):
        with_standing(quote, 3, Standing.OPTIONAL, instead_of=1, at=AT)
    with pytest.raises(LineMissing):
        with_standing(quote, 3, Standing.ALTERNATIVE, instead_of=9, at=AT)
    with pytest.raises(StandingInvalid):
        swapped(quote, 1, at=AT)


def test_an_alternative_whose_line_goes_stays_as_an_optional_one() -> None:
    quote = with_standing(a_quote(a_line(1), a_line(2)), 2, Standing.ALTERNATIVE, instead_of=1, at=AT)
    left = without_lines(quote, {1}, at=AT)
    assert [line.details.standing for line in left.lines] == [Standing.OPTIONAL]


def test_what_no_longer_fits_after_going_back_is_made_to_fit() -> None:
    lost = Details(standing=Standing.ALTERNATIVE, instead_of=9, group="Gone")
    found = fitting(a_quote(a_line(1, details=lost)))
    assert found.line(1).details == Details(standing=Standing.OPTIONAL)


def test_a_quote_takes_no_more_lines_than_it_has_room_for() -> None:
    quote = a_quote()
    with pytest.raises(TooManyLines):
        quote.arranged(tuple(a_line(n) for n in range(1, 2002)), at=AT)


def test_differences_of_many_lines_are_told_once() -> None:
    before = a_quote(a_line(1), a_line(2), a_line(3))
    after = before.arranged(
        tuple(replace(line, quantity=7) if line.n != 2 else line for line in before.lines), at=AT
    )
    assert [(one.lines, one.part, one.before, one.after) for one in differences(before, after)] == [
        ((1, 3), "quantity", 2, 7)
    ]


@given(quote=quotes(), data=st.data())
def test_changes_of_different_lines_never_meet_and_changes_of_the_same_part_always_do(
    quote: Quote, data: st.DataObject
) -> None:
    known = numbers(quote.lines)
    first, second = data.draw(st.sampled_from(known)), data.draw(st.sampled_from(known))

    def counted(n: int, quantity: int) -> Quote:
        return quote.with_line(replace(quote.line(n), quantity=quantity), at=AT)

    mine, theirs = differences(quote, counted(first, 5)), differences(quote, counted(second, 6))
    assert bool(meetings(mine, theirs)) == (first == second)


def test_a_line_taken_away_meets_whatever_is_changed_in_it_but_not_its_place() -> None:
    quote = a_quote(a_line(1), a_line(2), a_line(3))
    gone = differences(quote, without_lines(quote, {2}, at=AT))
    noted = replace(quote.line(2), details=Details(note="new"))
    assert meetings(gone, differences(quote, quote.with_line(noted, at=AT)))
    elsewhere = quote.arranged(moved(quote.lines, {2}, before=1), at=AT)
    assert not meetings(gone, differences(quote, elsewhere))
    assert meetings(gone, differences(quote, replace(quote, release="b" * 64)))
