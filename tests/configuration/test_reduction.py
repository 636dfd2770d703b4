"""The smaller formula has the configurations of the larger one, literal for literal."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from app.configuration.formula import FALSE, TRUE
from app.configuration.literal_sets import LiteralSets
from app.configuration.reduction import Reduction, reduced

VARIABLES = 6
Clauses = list[tuple[int, ...]]


def literals(variables: int = VARIABLES) -> st.SearchStrategy[int]:
    return st.integers(2, variables).flatmap(lambda variable: st.sampled_from([variable, -variable]))


def formulas() -> st.SearchStrategy[Clauses]:
    # Short clauses: they are what makes literals equal.
    return st.lists(st.lists(literals(), min_size=1, max_size=3).map(tuple), max_size=10)


def models(clauses: Iterable[Sequence[int]], variables: int) -> Iterator[dict[int, bool]]:
    for values in product([True, False], repeat=variables - 1):
        model = {TRUE: True, **dict(enumerate(values, start=2))}
        if all(any(model[abs(one)] == (one > 0) for one in clause) for clause in clauses):
            yield model


def seen_through(reduction: Reduction, model: dict[int, bool]) -> tuple[bool, ...]:
    places = [reduction.literal(variable) for variable in range(2, VARIABLES + 1)]
    return tuple(model[abs(place)] == (place > 0) for place in places)


@given(formulas())
def test_the_models_are_the_same(clauses: Clauses) -> None:
    reduction = reduced(clauses, VARIABLES, shown=range(2, VARIABLES + 1))
    expected = {tuple(model[n] for n in range(2, VARIABLES + 1)) for model in models(clauses, VARIABLES)}
    if not reduction.possible:
        assert not expected
        return
    found = {seen_through(reduction, model) for model in models(reduction.clauses, reduction.variables)}
    assert found == expected


@given(formulas())
def test_no_clause_of_one_or_between_equal_literals_is_left(clauses: Clauses) -> None:
    reduction = reduced(clauses, VARIABLES, shown=range(2, VARIABLES + 1))
    if reduction.possible:
        assert all(
            len(clause) > 1 and len({*map(abs, clause)}) == len(clause) for clause in reduction.clauses
        )


def test_literals_that_imply_each_other_in_a_circle_are_one() -> None:
    reduction = reduced([(-2, 3), (-3, -4), (4, 2), (5, 6)], VARIABLES, shown=range(2, VARIABLES + 1))
    assert reduction.literal(2) == reduction.literal(3) == -reduction.literal(4)
    assert reduction.literal(5) != reduction.literal(6)


def test_what_always_holds_is_constant() -> None:
    reduction = reduced([(2,), (-2, 3), (-3, -4)], VARIABLES, shown=range(2, VARIABLES + 1))
    assert [reduction.literal(n) for n in (2, 3, 4)] == [TRUE, TRUE, FALSE]


@given(st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.integers(-n, n).filter(bool)))))
def test_a_set_of_literals_gives_back_what_it_was_made_of(case: tuple[int, list[int]]) -> None:
    variables, members = case
    sets = LiteralSets(variables)
    found = sets.of(members)
    assert set(sets.literals(found)) == set(members)
    assert sets.of_few(members) == found
    assert sets.with_denials(members) == (found, sets.of(-one for one in members))
    digits = sets.digits(found)
    assert all((digits[one] == "1") == (one in members) for n in range(1, variables + 1) for one in (n, -n))


@given(st.lists(st.booleans(), min_size=1, max_size=9))
def test_a_model_is_the_set_of_its_literals(values: list[bool]) -> None:
    model = [n if value else -n for n, value in enumerate(values, start=1)]
    sets = LiteralSets(len(values))
    assert sets.of_model([*model, 99]) == sets.of(model)
