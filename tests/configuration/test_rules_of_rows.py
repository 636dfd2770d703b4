"""Rules over rows, sets and units mean for the engine what they mean for the evaluator."""

from pathlib import Path
from random import Random

import pytest

from app.catalog.expressions import holds
from app.catalog.product import Value
from app.configuration import ChoiceImpossible, Configurator
from tests.catalog.site import EXAMPLES, site


def somebody(engine: Configurator, chance: Random) -> dict[str, Value]:
    """A complete configuration, chosen at random."""
    found = engine.configure({})
    while found.open:
        key = chance.choice([key for key in found.open if found.domains[key].values])
        found = engine.choose(found.choices, key, chance.choice(found.domains[key].values))
    return dict(found.values)


@pytest.fixture(scope="module")
def anything(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Value]]:
    """Configurations of the product without rules of its own."""
    engine, chance = Configurator(site(tmp_path_factory.mktemp("plain") / "sites")), Random(9)
    return [somebody(engine, chance) for _ in range(40)]


@pytest.mark.parametrize("source", EXAMPLES)
def test_each_example_allows_exactly_what_the_evaluator_calls_true(
    tmp_path: Path, anything: list[dict[str, Value]], source: str
) -> None:
    product = site(tmp_path / "sites", source)
    rule = next(rule for rule in product.rules if rule.key == "example")
    engine = Configurator(product)
    for values in anything:
        try:
            allowed = engine.configure(values).complete
        except ChoiceImpossible:
            allowed = False
        assert allowed is holds(rule.expression, values, product)
    for seed in range(3):
        assert holds(rule.expression, somebody(engine, Random(seed)), product)
