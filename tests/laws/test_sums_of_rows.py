"""Sums of many alike terms, and rules with what the rest of them comes to, mean what they say."""

from collections.abc import Sequence
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysat.solvers import Glucose4

from app.configuration import counting
from app.configuration.encoding import encoded
from app.configuration.evaluation import Evaluation
from app.configuration.formula import Formula, Literal
from app.configuration.levels import Level
from app.configuration.sums import at_most
from benchmarks.engine.rows import many_rows

_NUMBERS = st.lists(st.integers(-5, 20), min_size=1, max_size=4, unique=True).map(sorted)


def _level(numbers: Sequence[int], formula: Formula) -> tuple[Level, Sequence[Literal]]:
    literals = [formula.variable() for _ in numbers]
    formula.define(*literals)
    for at, one in enumerate(literals):
        for other in literals[:at]:
            formula.define(-one, -other)
    return Level(numbers, lambda count: formula.either(literals[:count])), literals


@given(
    alike=_NUMBERS,
    others=st.lists(_NUMBERS, max_size=2),
    count=st.integers(2, 4),
    share=st.integers(-10, 110),
)
def test_a_counted_sum_is_within_its_bound_exactly_while_the_numbers_are(
    alike: list[int], others: list[list[int]], count: int, share: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "LARGE", -1)
        patch.setattr(counting, "FEW", 2)
        formula = Formula()
        written = [alike, alike[-2:], *[alike] * (count - 2), *others]
        levels = [_level(numbers, formula) for numbers in written]
        least, most = (sum(numbers[end] for numbers in written) for end in (0, -1))
        bound = least + (most - least) * share // 100
        within = at_most([level for level, _ in levels], bound, formula)
    solver = Glucose4(bootstrap_with=formula.definitions)
    for places in product(*(range(len(numbers)) for numbers in written)):
        chosen = [literals[at] for (_, literals), at in zip(levels, places, strict=True)]
        expected = sum(numbers[at] for numbers, at in zip(written, places, strict=True)) <= bound
        assert solver.solve([*chosen, within]) is expected
        assert solver.solve([*chosen, -within]) is not expected
    solver.delete()


@given(seed=st.integers(0, 10_000))
def test_a_rule_with_a_few_states_changed_is_true_exactly_while_the_evaluator_says_so(seed: int) -> None:
    chance, made = Random(seed), _EVALUATION
    states: dict[str, int] = {key: chance.randrange(made.states(key)) for key in _KEYS}
    row = [key for key in _KEYS if key.startswith("modules.2.")]
    for piece in chance.sample([one for one in made.pieces() if one.is_rule], 12):
        tally = made.tally(piece)
        tree = tally.branch(row) if piece.about() & set(row) else None
        assert (tally.values(states)[-1] is True) is piece.truth()(states)
        if tree is not None:
            own = {key: chance.randrange(made.states(key)) for key in tree.keys}
            rest = tally.rest(tree, tally.values(states), states)
            assert tally.holds(tree, rest, own) is piece.truth()({**states, **own})


_PRODUCT = many_rows(4)
_EVALUATION = Evaluation(encoded(_PRODUCT))
_KEYS = [attribute.key for attribute in _PRODUCT.attributes]
