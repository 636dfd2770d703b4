"""Values proven without the solver are possible, and only those."""

from dataclasses import replace

from app.catalog.expressions import parse
from app.catalog.product import Attribute, AttributeKey, Option, Product, Rule
from app.configuration import Configurator
from tests.configuration.brute_force import BruteForce
from tests.configuration.station import STATION


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
