"""The rows of a quote's table, and what of them travels after a change."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.quoting import Line, Standing
from app.web.panel.patch import Patch, patch
from app.web.panel.rows import GroupRow, LineRow, Row, portion, rows_of
from tests.web.panel.quotes import line, quote_of

KNOWN = {n: line(n) for n in range(1, 13)}


def rows(*lines: Line, groups: tuple[str, ...] = ()) -> tuple[Row, ...]:
    return rows_of(quote_of(*lines, groups=groups), {"mast"})


def applied(before: Sequence[Row], found: Patch) -> list[str]:
    """As the page does it: each place is looked up before anything is replaced."""
    left = [row.id for row in before if row.id not in found.gone]
    for run in found.arrived:
        at = left.index(run.after) + 1 if run.after else 0
        left[at:at] = [row.id for row in run.rows]
    return left


def test_groups_stand_in_their_order_with_what_their_offered_lines_come_to() -> None:
    inside = line(2, group="Radio"), line(3, group="Radio", standing=Standing.OPTIONAL)
    found = rows(*inside, line(1), groups=("Power", "Radio"))
    power, radio = [row for row in found if isinstance(row, GroupRow)]
    assert [row.id for row in found] == ["line-1", power.id, radio.id, "line-2", "line-3"]
    assert (power.count, bool(power.net)) == (0, False)
    assert (radio.count, radio.net) == (2, inside[0].price.net)


def test_a_change_of_one_line_travels_as_its_row_alone() -> None:
    before = rows(*KNOWN.values())
    after = rows(*(replace(one, quantity=7) if one.n == 5 else one for one in KNOWN.values()))
    assert [row.id for row in patch(before, after).changed] == ["line-5"]
    assert patch(before, after).size == 1


def test_a_changed_line_takes_the_subtotal_of_its_group_along() -> None:
    first, second = line(1, group="Radio"), line(2, group="Power")
    groups = ("Radio", "Power")
    before = rows(first, second, groups=groups)
    found = patch(before, rows(line(1, group="Radio", quantity=9), second, groups=groups))
    assert [row.what for row in found.changed] == ["group", "line"]
    assert found.changed[0].id == before[0].id


def test_a_line_that_moves_is_the_only_one_that_travels() -> None:
    before = rows(*KNOWN.values())
    after = rows(*(KNOWN[n] for n in (1, 2, 9, 3, 4, 5, 6, 7, 8, 10, 11, 12)))
    found = patch(before, after)
    assert (found.gone, found.changed) == (("line-9",), ())
    assert [(run.after, len(run.rows)) for run in found.arrived] == [("line-2", 1)]


@given(
    st.lists(st.sampled_from(sorted(KNOWN)), unique=True),
    st.lists(st.sampled_from(sorted(KNOWN)), unique=True),
)
def test_what_travels_makes_the_page_before_the_page_after(before: list[int], after: list[int]) -> None:
    was, becomes = rows(*(KNOWN[n] for n in before)), rows(*(KNOWN[n] for n in after))
    found = patch(was, becomes)
    assert applied(was, found) == [row.id for row in becomes]
    staying = {row.id for row in was} - set(found.gone)
    assert all(run.after in staying for run in found.arrived if run.after)


def test_portions_come_one_after_the_other_and_together_are_all() -> None:
    every, after, seen = rows(*KNOWN.values()), "", list[Row]()
    while True:
        found = portion(every, after=after, most=5)
        assert found is not None
        seen.extend(found[0])
        after = found[1]
        if not after:
            break
    assert tuple(seen) == every


def test_what_follows_a_row_that_is_gone_is_not_known() -> None:
    assert portion(rows(line(1)), after="line-99", most=5) is None


def test_a_line_says_whether_it_can_be_had_once_more() -> None:
    [found] = rows_of(quote_of(line(1)), set())
    assert isinstance(found, LineRow)
    assert not found.sold
