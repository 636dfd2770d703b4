"""Cut lists: every piece is cut, every bar holds what is cut from it, and no plan needs less material."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assembly.cutting import CutsTooMany, Plan, Task, cut
from app.assembly.cutting.packing import least_material
from app.assembly.cutting.plan import PieceTooLong
from tests.thorough import tried


def check(plan: Plan, task: Task) -> None:
    """The plan can be sawn: judged piece by piece, as the person at the saw would."""
    sawn: Counter[int] = Counter()
    for bar in plan.bars:
        assert bar.stock in task.stock
        assert bar.count > 0
        place = 0
        for length, many in bar.pieces:
            for _ in range(many):
                place += length
                assert place <= bar.stock
                place += task.kerf
            sawn[length] += many * bar.count
    assert sawn == Counter(task.pieces)
    assert plan.material == sum(bar.stock * bar.count for bar in plan.bars)
    assert plan.bound <= plan.material
    assert plan.optimal == (plan.bound == plan.material)


def least_by_trying(task: Task) -> int:
    """The least material, by trying every content of the bar that holds the longest piece left."""

    @cache
    def least(left: tuple[tuple[int, int], ...]) -> int:
        if not left:
            return 0
        return min(
            stock + least(tuple(sorted((Counter(dict(left)) - Counter(content)).items())))
            for stock in task.stock
            for content in contents(left, stock + task.kerf)
        )

    def contents(left: tuple[tuple[int, int], ...], room: int) -> Iterator[Mapping[int, int]]:
        longest = max(length for length, _ in left)
        if longest + task.kerf > room:
            return

        def more(place: int, room: int, taken: dict[int, int]) -> Iterator[Mapping[int, int]]:
            if place == len(left):
                yield dict(taken)
                return
            length, many = left[place]
            for count in range(many + 1):
                if count * (length + task.kerf) > room:
                    return
                yield from more(place + 1, room - count * (length + task.kerf), {**taken, length: count})

        yield from (content for content in more(0, room, {}) if content[longest])

    return least(tuple(sorted(task.pieces.items())))


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    stock = tuple(sorted(draw(st.sets(st.integers(20, 60), min_size=1, max_size=3))))
    pieces = draw(st.dictionaries(st.integers(3, stock[-1]), st.integers(1, 4), min_size=1, max_size=4))
    return Task(pieces, stock, draw(st.integers(0, 4)))


@given(tasks())
@settings(max_examples=tried(150), deadline=None)
def test_small_cut_lists_are_as_good_as_trying_everything(task: Task) -> None:
    plan = cut(task)
    check(plan, task)
    assert plan.optimal
    assert plan.material == least_by_trying(task)


@given(
    st.dictionaries(st.integers(500, 30_000), st.integers(1, 5_000), min_size=1, max_size=30),
    st.sets(st.integers(30_000, 65_000), min_size=1, max_size=3),
    st.integers(0, 50),
)
@settings(max_examples=tried(25), deadline=None)
def test_large_cut_lists_can_be_sawn_and_say_how_good_they_are(
    pieces: dict[int, int], stock: set[int], kerf: int
) -> None:
    task = Task(pieces, tuple(stock), kerf)
    plan = cut(task)
    check(plan, task)
    assert plan.bound >= least_material(task)


def test_the_kerf_counts_between_pieces_and_not_at_the_end() -> None:
    assert cut(Task({1_000: 6}, (6_000,), 0)).material == 6_000
    assert cut(Task({1_000: 6}, (6_050,), 10)).material == 6_050
    assert cut(Task({1_000: 6}, (6_049,), 10)).material == 12_098


def test_a_search_beats_longest_first() -> None:
    """Longest first takes three bars: 6+3, 4+4, 3; two hold 6+4 and 4+3+3."""
    plan = cut(Task({6: 1, 4: 2, 3: 2}, (10,), 0))
    assert (plan.material, plan.optimal) == (20, True)


def test_the_rest_of_a_bar_is_what_is_left_after_the_last_cut() -> None:
    (bar,) = cut(Task({2_000: 2}, (6_000,), 30)).bars
    assert bar.rest == 6_000 - 2 * 2_030


def test_equal_tasks_have_equal_plans_in_any_order() -> None:
    first = cut(Task({700: 9, 1_900: 4, 2_500: 3}, (6_000, 4_000), 30))
    assert cut(Task({2_500: 3, 700: 9, 1_900: 4}, (4_000, 6_000), 30)) == first


def test_millions_of_pieces_are_patterns_and_not_millions_of_steps() -> None:
    task = Task({1_234: 3_000_000, 2_345: 2_000_000, 4_321: 1_000_000}, (60_000,), 25)
    plan = cut(task)
    check_sums = Counter[int]()
    for bar in plan.bars:
        for length, many in bar.pieces:
            check_sums[length] += many * bar.count
    assert check_sums == Counter(task.pieces)
    assert len(plan.bars) < 50


def test_thousands_of_tiny_pieces_in_a_long_bar_take_little() -> None:
    task = Task({5: 4_000_000, 7: 1_000_000, 11: 3}, (1_000_000, 60_000), 0)
    plan = cut(task)
    assert sum(many * bar.count for bar in plan.bars for _, many in bar.pieces) == 5_000_003
    assert plan.material < 27_000_033 + 1_000_000


def test_too_much_is_refused() -> None:
    with pytest.raises(CutsTooMany):
        Task({100: 20_000_000}, (6_000,), 0)
    with pytest.raises(CutsTooMany):
        Task(dict.fromkeys(range(1, 300), 1), (6_000,), 0)
    with pytest.raises(PieceTooLong):
        Task({6_001: 1}, (6_000,), 0)
