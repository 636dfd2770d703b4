"""Needs against a judge that reads rules in three truth values, over products that Hypothesis makes up."""

from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.catalog.product import Product, Value
from app.configuration import ChoiceImpossible, Configurator, proposal
from app.configuration.proofs import prove
from tests.configuration.brute_force import BruteForce, Values, same
from tests.configuration.needing import Judge, needing_products
from tests.configuration.small_products import requests
from tests.laws.test_domains import configurator_of
from tests.thorough import tried

_EXAMPLES = settings(
    max_examples=tried(40),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@_EXAMPLES
@given(needing_products())
def test_rules_exclude_what_is_certainly_wrong_and_nothing_else(both: tuple[Product, Product]) -> None:
    written, read = both
    judge, engine = Judge(written), BruteForce(read)
    allowed = [values for values in engine.combinations() if judge.allows(values)]
    assert allowed == engine.configurations({})


@_EXAMPLES
@given(needing_products())
def test_every_configuration_stays_one_when_an_answer_is_taken_back(both: tuple[Product, Product]) -> None:
    found = BruteForce(both[1]).configurations({})
    known = {frozenset(map(repr, values.items())) for values in found}
    for values in found:
        for need in both[1].needs & values.keys():
            without = {key: value for key, value in values.items() if key != need}
            assert frozenset(map(repr, without.items())) in known


@_EXAMPLES
@given(st.data(), needing_products())
def test_domains_are_exact_and_needs_are_never_open_nor_part_of_what_is_made(
    data: st.DataObject, both: tuple[Product, Product]
) -> None:
    product = both[1]
    judge = BruteForce(product)
    engine = configurator_of(product, judge)
    found = engine.configure({})
    while unchosen := [
        key for key in found.domains if key not in found.choices and found.domains[key].values
    ]:
        _assert_exact(found.choices, judge, engine)
        key = data.draw(st.sampled_from(unchosen))
        found = engine.choose(found.choices, key, data.draw(st.sampled_from(found.domains[key].values)))
    assert found.complete
    assert not found.values.keys() & product.needs
    without = engine.configure(found.values)
    assert (without.values, without.complete) == (found.values, True)


def _assert_exact(choices: Values, judge: BruteForce, engine: Configurator) -> None:
    found, product = engine.configure(choices), judge.product
    for attribute in product.attributes:
        others = {key: value for key, value in choices.items() if key != attribute.key}
        values, can_be_absent = judge.domain(others, attribute)
        domain = found.domains[attribute.key]
        assert ([*map(repr, domain.values)], domain.can_be_absent) == ([*map(repr, values)], can_be_absent)
        undecided = len(values) + can_be_absent > 1 and attribute.key not in choices
        assert (attribute.key in found.open) == (undecided and not attribute.need)


@_EXAMPLES
@given(st.data(), needing_products())
def test_completing_answers_no_need_and_repairs_keep_their_word(
    data: st.DataObject, both: tuple[Product, Product]
) -> None:
    product = both[1]
    engine = configurator_of(product, BruteForce(product))
    choices = data.draw(requests(product))
    try:
        found = engine.configure(choices)
    except ChoiceImpossible as refusal:
        for repair in refusal.repairs:
            engine.change(choices, repair.changes)
        return
    completed = engine.complete(found.choices)
    assert completed.keys() & product.needs == found.choices.keys() & product.needs
    least = engine.complete_for_least(found.choices, {})
    assert least.values.keys() & product.needs == found.choices.keys() & product.needs
    assert engine.configure(least.values).complete


@_EXAMPLES
@given(needing_products())
def test_configurations_are_counted_without_their_needs(both: tuple[Product, Product]) -> None:
    product = both[1]
    found = [one for one in BruteForce(product).configurations({}) if not one.keys() & product.needs]
    count = prove(product).configurations
    assert count.most == len(found) if count.exact else (count.most or len(found)) >= len(found)


@_EXAMPLES
@given(st.data(), needing_products())
def test_the_question_that_settles_most_is_the_one_of_brute_force(
    data: st.DataObject, both: tuple[Product, Product]
) -> None:
    product = both[1]
    judge = BruteForce(product)
    engine = configurator_of(product, judge)
    choices = data.draw(requests(product, most=2))
    assume(judge.configurations(choices))
    found = proposal(engine, product, choices)
    if found.best is None:
        assert engine.configure(choices).complete
        return
    expected = {
        one.key: _settles(judge, choices, one.key)
        for one in product.attributes
        if found.looked_at == found.candidates and len(judge.domain(choices, one)[0]) <= found.best.tried
    }
    best, key = found.best, found.best.attribute
    few = len(judge.domain(choices, next(a for a in product.attributes if a.key == key))[0]) <= best.tried
    assert not few or best.settles == _settles(judge, choices, key)
    asked = {key for one in expected if one not in choices for key in [one]} & _askable(engine, choices)
    assert all(best.settles >= expected[one] for one in asked)


def _askable(engine: Configurator, choices: Values) -> set[str]:
    """What certainly applies and is not decided."""
    found = engine.configure(choices)
    return {key for key in found.open if not found.domains[key].can_be_absent}


def _settles(judge: BruteForce, choices: Values, key: str) -> Fraction:
    attribute = next(one for one in judge.product.attributes if one.key == key)
    values = judge.domain(choices, attribute)[0]
    before = _undecided(judge, choices) - {key}
    gone = [len(before - (_undecided(judge, {**choices, key: value}) - {key})) for value in values]
    return Fraction(sum(gone), len(gone)) if gone else Fraction(0)


def _undecided(judge: BruteForce, choices: dict[str, Value] | Values) -> set[str]:
    found = judge.configurations(choices)
    return {
        one.key
        for one in judge.product.attributes
        if not one.need
        and one.key not in choices
        and any(not same(values.get(one.key), found[0].get(one.key)) for values in found)
    }
