"""The engine against a judge that tries every configuration, over products that Hypothesis makes up."""

from dataclasses import replace
from decimal import Decimal
from functools import reduce

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.catalog.expressions.tree import Arithmetic, Compare, Comparison, Constant, Expression, Fact
from app.catalog.product import Attribute, AttributeKey, Product, Rule, Value
from app.configuration import ChoiceImpossible, Configuration, Configurator, ProductImpossible
from app.configuration.numbers.scouting import LIMITS, Limits
from tests.configuration.brute_force import BruteForce, same
from tests.configuration.small_products import products, requests
from tests.configuration.station import STATION
from tests.thorough import tried

_EXAMPLES = settings(
    max_examples=tried(80),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


EITHER_WAY = pytest.mark.parametrize(
    "limits", [LIMITS, Limits(rows=0)], ids=["tables as clauses", "tables beside"]
)


def configurator_of(product: Product, judge: BruteForce, limits: Limits = LIMITS) -> Configurator:
    """Leaves out products without any configuration; another law looks at those."""
    assume(judge.configurations({}))
    return Configurator(product, limits=limits)


def assert_exact(found: Configuration, judge: BruteForce) -> None:
    for attribute in judge.product.attributes:
        others = {key: value for key, value in found.choices.items() if key != attribute.key}
        values, can_be_absent = judge.domain(others, attribute)
        domain = found.domains[attribute.key]
        assert [*map(repr, domain.values)] == [*map(repr, values)]
        assert domain.can_be_absent == can_be_absent
        follows = len(values) == 1 and not can_be_absent and attribute.key not in found.choices
        assert (attribute.key in found.implied) == follows
        assert (attribute.key in found.absent) == (not values)
        undecided = len(values) + can_be_absent > 1 and attribute.key not in found.choices
        assert (attribute.key in found.open) == undecided


@EITHER_WAY
@_EXAMPLES
@given(data=st.data(), product=products())
def test_domains_are_exact_after_every_choice_and_no_value_is_a_dead_end(
    data: st.DataObject, limits: Limits, product: Product
) -> None:
    judge = BruteForce(product)
    engine = configurator_of(product, judge, limits)
    found = engine.configure({})
    assert_exact(found, judge)
    while unchosen := [key for key in found.open if found.domains[key].values]:
        key = data.draw(st.sampled_from(unchosen))
        value = data.draw(st.sampled_from(found.domains[key].values))
        found = engine.choose(found.choices, key, value)
        assert_exact(found, judge)
    assert judge.configurations(found.choices)


@_EXAMPLES
@given(st.data(), products())
def test_the_order_of_choices_and_what_was_asked_before_never_matter(
    data: st.DataObject, product: Product
) -> None:
    engine = configurator_of(product, BruteForce(product))
    choices = data.draw(requests(product))
    shuffled = dict(data.draw(st.permutations(list(choices.items()))))
    fresh = Configurator(product)

    def answer(asked: Configurator, given_choices: dict[str, Value]) -> Configuration | str:
        try:
            return asked.configure(given_choices)
        except ChoiceImpossible as error:
            return error.detail + repr(error.facts)

    for key in choices:
        answer(engine, {key: choices[key]})
    assert answer(engine, choices) == answer(fresh, shuffled)


@EITHER_WAY
@_EXAMPLES
@given(data=st.data(), product=products())
def test_a_reason_is_given_exactly_for_impossible_values_and_is_minimal(
    data: st.DataObject, limits: Limits, product: Product
) -> None:
    judge = BruteForce(product)
    engine = configurator_of(product, judge, limits)
    choices = data.draw(requests(product))
    assume(judge.configurations(choices))
    attribute = data.draw(st.sampled_from(product.attributes))
    value = data.draw(st.sampled_from(attribute.values))
    others = {key: chosen for key, chosen in choices.items() if key != attribute.key}
    conflict = engine.why_not(choices, attribute.key, value)
    assert (conflict is None) == bool(judge.configurations({**others, attribute.key: value}))
    if conflict is None:
        return
    own: dict[str, Value] = {choice.attribute: choice.value for choice in conflict.choices}
    rules = frozenset(rule.key for rule in conflict.rules)
    wish: dict[str, Value] = {attribute.key: value}
    assert all(same(others[key], chosen) for key, chosen in own.items())
    assert not judge.configurations({**own, **wish}, rules)
    for key in own:
        assert judge.configurations({**{k: v for k, v in own.items() if k != key}, **wish}, rules)
    for rule in rules:
        assert judge.configurations({**own, **wish}, rules - {rule})


@EITHER_WAY
@_EXAMPLES
@given(data=st.data(), product=products())
def test_repairs_are_all_the_minimal_ones_smallest_first_and_each_works(
    data: st.DataObject, limits: Limits, product: Product
) -> None:
    judge = BruteForce(product)
    engine = configurator_of(product, judge, limits)
    choices = data.draw(requests(product))
    assume(judge.configurations(choices))
    attribute = data.draw(st.sampled_from(product.attributes))
    value = data.draw(st.sampled_from(attribute.values))
    others = {key: chosen for key, chosen in choices.items() if key != attribute.key}
    repairs = engine.repairs(choices, attribute.key, value, limit=1_000)
    changed = [frozenset(repair.changes) - {attribute.key} for repair in repairs]
    expected = [
        given_up
        for given_up in judge.corrections({**others, attribute.key: value})
        if attribute.key not in given_up
    ]
    assert set(changed) == set(expected)
    assert [len(keys) for keys in changed] == sorted(map(len, expected))
    for repair in repairs:
        found = engine.change(choices, repair.changes)
        assert same(found.choices[attribute.key], value)
        assert judge.configurations(found.choices)
        assert {k: v for k, v in found.choices.items() if k not in repair.changes} == {
            k: v for k, v in others.items() if k not in repair.changes
        }
    assert engine.repairs(choices, attribute.key, value, limit=1) == repairs[:1]


@_EXAMPLES
@given(st.data(), products())
def test_a_change_is_taken_exactly_where_it_is_possible_and_else_the_first_impossible_part_is_blamed(
    data: st.DataObject, product: Product
) -> None:
    judge = BruteForce(product)
    engine = configurator_of(product, judge)
    choices = data.draw(requests(product, most=3))
    assume(judge.configurations(choices))
    wanted = data.draw(requests(product))
    changes = {k: data.draw(st.sampled_from([v, v, v, None])) for k, v in wanted.items()}
    kept = {k: v for k, v in choices.items() if k not in changes}
    target: dict[str, Value] = {**kept, **{k: v for k, v in changes.items() if v is not None}}
    if judge.configurations(target):
        assert engine.change(choices, changes) == engine.configure(target)
        return
    with pytest.raises(ChoiceImpossible) as refused:
        engine.change(choices, changes)
    before = dict(kept)
    for key in (key for key, value in changes.items() if value is not None):
        before[key] = target[key]
        if not judge.configurations(before):
            assert refused.value.conflict.attribute == key
            break
    for repair in refused.value.repairs:
        assert set(changes) <= set(repair.changes)
        assert judge.configurations(engine.change(choices, repair.changes).choices)


@_EXAMPLES
@given(st.data(), products())
def test_completing_keeps_every_choice_and_gives_a_configuration_that_the_rules_allow(
    data: st.DataObject, product: Product
) -> None:
    judge = BruteForce(product)
    engine = configurator_of(product, judge)
    choices = data.draw(requests(product))
    assume(judge.configurations(choices))
    completed = engine.complete(choices)
    assert any(list(completed.items()) == list(found.items()) for found in judge.configurations(choices))


@settings(_EXAMPLES, max_examples=tried(150))
@given(products())
def test_a_product_is_refused_exactly_where_nothing_is_possible_with_a_minimal_set_of_rules(
    product: Product,
) -> None:
    judge = BruteForce(product)
    try:
        Configurator(product)
    except ProductImpossible as error:
        named = error.facts["rules"]
        assert isinstance(named, list)
        rules = frozenset(named)
        assert not judge.configurations({}, rules)
        assert all(judge.configurations({}, rules - {rule}) for rule in rules)
    else:
        assert judge.configurations({})


@_EXAMPLES
@given(st.data())
def test_a_budget_over_many_attributes_is_exact(data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(-4, 9), min_size=4, max_size=8))
    operator: Comparison = data.draw(st.sampled_from(["<=", ">=", "=", "!=", "<", ">"]))
    bound = data.draw(st.integers(-10, 30))
    facts = [{"w": Decimal(weight) / 2} for weight in weights]
    attributes = [
        Attribute(AttributeKey(f"a{n}"), f"A{n}", "boolean", facts=fact) for n, fact in enumerate(facts)
    ]
    terms: list[Expression] = [Fact(attribute.key, "w") for attribute in attributes]
    total = reduce(lambda left, right: Arithmetic("+", left, right), terms)
    rule = Rule("budget", "Budget.", Compare(operator, total, Constant(Decimal(bound) / 2)), "")
    product = replace(STATION, attributes=tuple(attributes), rules=(rule,), tables=())
    judge = BruteForce(product)
    engine = configurator_of(product, judge)
    found = engine.configure({})
    assert_exact(found, judge)
    for attribute in attributes[:3]:
        value = data.draw(st.sampled_from(found.domains[attribute.key].values))
        found = engine.choose(found.choices, attribute.key, value)
        assert_exact(found, judge)
