"""Which values are asked about once for all."""

from collections.abc import Mapping

from app.catalog.product import Attribute, AttributeKey, Value
from app.configuration import Configurator
from app.configuration.encoding import encoded
from app.configuration.interchangeable import interchangeable
from benchmarks.engine.shapes import choice, ruled

LENGTH = Attribute(AttributeKey("length"), "Length", "integer", minimum=100, maximum=4_000, unit="mm")
BELT = ruled([LENGTH, choice("drive", 9)], ['length > 2000 implies drive in {"v7", "v8"}', 'drive != "v0"'])


def classes() -> Mapping[str, set[Value]]:
    made = encoded(BELT)
    alike = interchangeable(made)
    return {
        states.attribute.key: {
            value
            for value, literal in zip(states.values, states.literals, strict=False)
            if literal not in alike
        }
        for states in made.variables
    }


def test_a_cut_leaves_two_values_of_a_long_number_to_ask_about() -> None:
    assert classes()["length"] == {100, 2_001}


def test_options_that_rules_name_alike_or_not_at_all_are_one() -> None:
    assert classes()["drive"] == {"v0", "v1", "v7"}


def test_every_value_is_answered_all_the_same() -> None:
    engine = Configurator(BELT)
    assert engine.configure({}).domains["drive"].values == tuple(f"v{n}" for n in range(1, 9))
    assert engine.configure({"drive": "v3"}).domains["length"].values == tuple(range(100, 2_001))
    chosen = engine.configure({"length": 3_999})
    assert chosen.values["length"] == 3_999
    assert chosen.domains["drive"].values == ("v7", "v8")
    assert chosen.domains["length"].values == LENGTH.values
