"""What a formula means is one thing: evaluator, engine and a judge that shares no code with them agree."""

from dataclasses import replace
from fractions import Fraction
from itertools import product as combinations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.catalog.expressions import Expression, evaluate, holds, names, parse
from app.catalog.expressions.tree import Compare, Comparison
from app.catalog.product import Product, Rule, Value
from app.configuration import ChoiceImpossible, Configurator, ProductImpossible
from tests.configuration.brute_force import BruteForce
from tests.configuration.small_products import Maker
from tests.configuration.station import STATION
from tests.thorough import tried

_EXAMPLES = settings(
    max_examples=tried(150),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Product, Expression]:
    """A product of a few attributes without any rule, and a condition that computes with them."""
    maker = Maker(draw(st.randoms(use_true_random=False)))
    product = replace(maker.product(), rules=(), tables=())
    attributes = tuple(replace(attribute, preset=None) for attribute in product.attributes[:3])
    mentioned = replace(product, attributes=attributes)
    left, right = maker._computed(attributes, 2), maker._number(attributes, 1)
    operator: Comparison = draw(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]))
    return mentioned, Compare(operator, left, right)


def configurations(product: Product) -> list[dict[str, Value]]:
    """Every combination of values that the conditions of the attributes allow."""
    attributes = product.attributes
    states = [[*a.values, *([None] if a.when is not None else [])] for a in attributes]
    found: list[dict[str, Value]] = [
        {a.key: value for a, value in zip(attributes, chosen, strict=True) if value is not None}
        for chosen in combinations(*states)
    ]
    return [
        values
        for values in found
        if all(a.when is None or holds(a.when, values, product) == (a.key in values) for a in attributes)
    ]


def knows_its_conditions(product: Product) -> bool:
    known = {attribute.key for attribute in product.attributes}
    return all(a.when is None or names(a.when) <= known for a in product.attributes)


@_EXAMPLES
@given(cases())
def test_the_engine_allows_exactly_what_the_evaluator_calls_true(case: tuple[Product, Expression]) -> None:
    product, formula = case
    assume(knows_its_conditions(product))
    ruled = replace(product, rules=(Rule("f", "F.", formula, ""),))
    expected = [values for values in configurations(product) if holds(formula, values, product)]
    try:
        engine = Configurator(ruled)
    except ProductImpossible:
        assert not expected
        return
    allowed = []
    for values in configurations(product):
        try:
            found = engine.configure(values)
        except ChoiceImpossible:
            continue
        if all(
            key in values or not domain.values or domain.can_be_absent
            for key, domain in found.domains.items()
        ):
            allowed.append(values)
    assert allowed == expected


@_EXAMPLES
@given(cases())
def test_the_evaluator_agrees_with_a_judge_that_shares_no_code(case: tuple[Product, Expression]) -> None:
    product, formula = case
    assume(knows_its_conditions(product))
    assert isinstance(formula, Compare)
    judge = BruteForce(replace(product, rules=()))
    for values in configurations(product)[:60]:
        assert evaluate(formula.left, values, product) == judge._term(formula.left, values)
        assert holds(formula, values, product) is judge.truth(formula, values)


@given(st.fractions(), st.fractions())
def test_division_is_exact(left: Fraction, right: Fraction) -> None:
    source = f"{left.numerator} / {left.denominator} / ({right.numerator} / {right.denominator})"
    found = evaluate(parse(source), {}, STATION)
    assert found == (left / right if right else None)
