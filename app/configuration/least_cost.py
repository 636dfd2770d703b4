"""The rest of a configuration, decided at the least cost."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from app.catalog.product import Value
from app.configuration.completion import conditions_first, preferred
from app.configuration.encoding import Encoded
from app.configuration.formula import Literal
from app.configuration.least_by_numbers import decided, least, takes_part
from app.configuration.objective import Weights, cost_of, objective
from app.configuration.optimum import Search
from app.configuration.solver import Undecided
from app.configuration.values import Completion
from app.configuration.variables import OTHER_TEXT, States


def completed_for_least(
    encoded: Encoded,
    choices: Mapping[Literal, tuple[States, Value]],
    *,
    weights: Weights,
    possible: int,
) -> Completion:
    """``choices`` are possible and leave the ``possible`` states.

    Of all that cost the least, the one that is nearest to the catalog's defaults. Where the search has to end
    early: the cheapest found by then. A text that nobody proposes or has written stays open, and costs as if
    it were there. Raises Undecided where there are too many numbers to add up.
    """
    if takes_part(encoded, weights):
        return _by_programme(encoded, choices, weights=weights, possible=possible)
    formula = encoded.formula
    aim = objective(weights, encoded.variables, possible=possible, last=formula.variables)
    solver = encoded.solver([*formula.all_clauses(), *aim.clauses, *((choice,) for choice in choices)])
    search = Search(solver, aim.wishes, last=aim.last)
    best, proven = _best(encoded, search, weights)
    fixed = search.wishes if proven else _costly(encoded, best, weights)
    values = _by_default(encoded, best, search=search, fixed=fixed)
    return Completion(dict(_written(values, choices)), cost_of(values, weights), proven)


def _by_programme(
    encoded: Encoded,
    choices: Mapping[Literal, tuple[States, Value]],
    *,
    weights: Weights,
    possible: int,
) -> Completion:
    """Checked by the solver that everybody else asks."""
    found = least(encoded, choices, weights=weights, possible=possible)
    solver = encoded.solver(encoded.formula.all_clauses())
    if not solver.solve([*choices, *decided(encoded, found.values)]):
        raise AssertionError("what the programme finds is a configuration")
    values = dict(_written(found.values, choices))
    return Completion(values, cost_of(found.values, weights), found.proven)


def _written(
    values: Mapping[str, Value], choices: Mapping[Literal, tuple[States, Value]]
) -> Iterator[tuple[str, Value]]:
    """Without texts that nobody has written; the user's own as they were."""
    own: dict[str, Value] = {states.attribute.key: value for states, value in choices.values()}
    for key, value in values.items():
        if value != OTHER_TEXT or key in own:
            yield key, own.get(key, value)


def _best(encoded: Encoded, search: Search, weights: Weights) -> tuple[Mapping[str, Value], bool]:
    """And whether nothing costs less."""
    models = search.models()
    best = _values(encoded, next(models))
    try:
        for model in models:
            best = min(best, _values(encoded, model), key=partial(cost_of, weights=weights))
    except Undecided:
        return best, False
    return best, True


def _costly(encoded: Encoded, values: Mapping[str, Value], weights: Weights) -> list[Literal]:
    """The states of the attributes that cost something."""
    costly = {key for keys in weights for key in keys}
    return [_state(states, values) for states in encoded.variables if states.attribute.key in costly]


def _by_default(
    encoded: Encoded, values: Mapping[str, Value], *, search: Search, fixed: Sequence[Literal]
) -> Mapping[str, Value]:
    """As near to the defaults as what is ``fixed`` allows, decided in the order of ``completed``.

    ``values`` are possible with it. A question that takes too long leaves what they say.
    """
    decided = list(fixed)
    for states in conditions_first(encoded.variables):
        for literal, _ in preferred(states):
            if literal == _state(states, values):
                break
            if _is_possible(search, [*decided, literal]):
                values = _values(encoded, search.model())
                break
        decided.append(_state(states, values))
    return values


def _is_possible(search: Search, wanted: Sequence[Literal]) -> bool:
    try:
        return search.possible(wanted)
    except Undecided:
        return False


def _values(encoded: Encoded, model: Sequence[int]) -> Mapping[str, Value]:
    """The states of the model in catalog order."""
    return {
        states.attribute.key: _default_in(states, value)
        for states in encoded.variables
        for value, literal in zip(states.values, states.literals, strict=False)
        if model[literal - 1] > 0
    }


def _state(states: States, values: Mapping[str, Value]) -> Literal:
    value = values.get(states.attribute.key)
    place = None if value is None else states.place(value)
    return states.absent if place is None else states.literals[place]


def _default_in(states: States, value: Value) -> Value:
    """The default where no rule tells it from the value."""
    default = states.attribute.canonical(states.attribute.default)
    same = states.wide is not None and default is not None and states.place(default) == states.place(value)
    return default if same and default is not None else value
