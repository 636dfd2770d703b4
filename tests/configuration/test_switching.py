"""Values proven without the solver are possible, and only those."""

from dataclasses import replace
from itertools import product as product_of

import pytest
from hypothesis import given, settings

from app.catalog.expressions import parse
from app.catalog.product import Attribute, AttributeKey, Option, Product, Rule, Value
from app.configuration import Configurator
from app.configuration.encoding import encoded
from app.configuration.evaluation import Evaluation
from app.configuration.state_clauses import StateClauses
from tests.configuration.brute_force import BruteForce
from tests.configuration.small_products import products
from tests.configuration.station import STATION
from tests.thorough import tried


def product(*sources: str, values: int) -> Product:
    options = tuple(Option(f"o{n}", f"Option {n}") for n in range(values))
    attributes = tuple(Attribute(AttributeKey(key), key, "choice", options=options) for key in "ab")
    rules = tuple(Rule(f"r{n}", "No.", parse(source), source) for n, source in enumerate(sources))
    return replace(STATION, attributes=attributes, rules=rules, tables=())


def test_two_values_that_are_left_of_many_are_the_only_ones() -> None:
    found = Configurator(product('a in {"o0", "o1"}', values=7)).configure({})
    assert found.domains["a"].values == ("o0", "o1")


def test_each_of_many_values_is_judged_by_its_own_rules() -> None:
    sources = ['not (a = "o3" and b = "o4")', 'b = "o5" implies a in {"o1", "o2", "o3"}', 'a != "o6"']
    subject = product(*sources, values=9)
    judge, engine = BruteForce(subject), Configurator(subject)
    for n in (0, 1, 3, 8):
        found = engine.configure({"a": f"o{n}"})
        for attribute in subject.attributes:
            others = {key: value for key, value in found.choices.items() if key != attribute.key}
            assert list(found.domains[attribute.key].values) == judge.domain(others, attribute)[0]


def numbered(*sources: str) -> Product:
    """Three numbers of many values, whose rules compare and add them."""
    numbers = tuple(
        Attribute(AttributeKey(key), key, "integer", minimum=0, maximum=most)
        for key, most in (("a", 20), ("b", 11), ("c", 8))
    )
    rules = tuple(Rule(f"r{n}", "No.", parse(source), source) for n, source in enumerate(sources))
    return replace(STATION, attributes=numbers, rules=rules, tables=())


@pytest.mark.parametrize(
    "sources",
    [
        ["a > 12 implies b < 4", "b != 7"],
        ["a >= b + 2", "b * c <= a"],
        ["a + b + c <= 17", "a = 3 or b > a"],
        ["not (a > 4 and a < 15) or c = 2", "a != b"],
    ],
)
def test_numbers_that_are_compared_and_added_are_judged_alike(sources: list[str]) -> None:
    subject = numbered(*sources)
    judge, engine = BruteForce(subject), Configurator(subject)
    choices: dict[str, Value] = {}
    for key in ("", "b", "c", "a"):
        if key:
            possible = engine.configure(choices).domains[key].values
            choices[key] = possible[len(possible) // 2]
        found = engine.configure(choices)
        for attribute in subject.attributes:
            others = {key: value for key, value in choices.items() if key != attribute.key}
            assert list(found.domains[attribute.key].values) == judge.domain(others, attribute)[0]


@settings(max_examples=tried(40), deadline=None)
@given(products())
def test_rules_stand_in_the_order_of_their_clauses(subject: Product) -> None:
    made = encoded(subject)
    pieces = [piece.key for piece in Evaluation(made).pieces()]
    assert pieces == [group.key for group in made.formula.groups]


@settings(max_examples=tried(40), deadline=None)
@given(products())
def test_clauses_about_states_say_what_the_rules_say(subject: Product) -> None:
    made = encoded(subject)
    written = StateClauses(made)
    pieces = list(Evaluation(made).pieces())
    keys = [states.attribute.key for states in made.variables]
    for piece, group in zip(pieces, made.formula.groups, strict=True):
        clauses = written.of(group.clauses)
        truth = piece.truth()
        for states in product_of(*(range(len(one.literals)) for one in made.variables)):
            if clauses is not None:
                said = all(any(wanted >> states[at] & 1 for at, wanted in one.items()) for one in clauses)
                assert said == truth(dict(zip(keys, states, strict=True)))
