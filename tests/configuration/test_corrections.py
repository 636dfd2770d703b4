from collections.abc import Sequence
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.configuration.corrections import corrections

CHOICES = [2, 3, 5, 7, 11, 13]


@given(st.lists(st.frozensets(st.sampled_from(CHOICES), min_size=1), max_size=6))
def test_corrections_are_the_minimal_hitting_sets_of_all_conflicts_smallest_first(
    conflicts: list[frozenset[int]],
) -> None:
    def excluded(kept: Sequence[int]) -> frozenset[int] | None:
        return next((conflict for conflict in conflicts if conflict <= {*kept}), None)

    expected: list[frozenset[int]] = []
    for size in range(len(CHOICES) + 1):
        for given_up in map(frozenset, combinations(CHOICES, size)):
            hits = all(conflict & given_up for conflict in conflicts)
            if hits and not any(smaller <= given_up for smaller in expected):
                expected.append(given_up)
    assert list(corrections(CHOICES, excluded)) == expected


def test_what_no_choice_causes_no_choice_corrects() -> None:
    assert list(corrections(CHOICES, lambda _: frozenset())) == []
