"""Which ways out come first, and what they put in place of an earlier choice; and why something follows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from app.catalog.expressions import parse
from app.catalog.product import Attribute, AttributeKey, Option, Rule, Value
from app.configuration import ChoiceImpossible, ChoiceUnknown, Configurator, Weights
from tests.configuration.station import BAND, MIMO, RADIOS, STATION
from tests.configuration.weighing import weights_of

PRICES = weights_of(
    {
        (("band", "n78"),): Decimal(400),
        (("band", "n41"),): Decimal(600),
        (("antenna", "active"),): Decimal("99.50"),
        **{(("radios", n),): Decimal(50 * n) for n in range(1, 13)},
    }
)


@pytest.fixture(scope="module")
def station() -> Configurator:
    return Configurator(STATION)


def test_an_option_that_has_to_go_is_replaced_by_the_cheapest_that_fits(station: Configurator) -> None:
    [without] = station.repairs({"band": "b3"}, "antenna", "active")
    [repair] = station.repairs({"band": "b3"}, "antenna", "active", weights=PRICES)
    assert without.changes == {"band": "n41", "antenna": "active"}
    assert repair.changes == {"band": "n78", "antenna": "active"}


def test_the_catalogs_default_goes_before_the_cheapest() -> None:
    band = replace(BAND, default="n41")
    engine = Configurator(replace(STATION, attributes=(band, *STATION.attributes[1:])))
    [repair] = engine.repairs({"band": "b3"}, "antenna", "active", weights=PRICES)
    assert repair.changes["band"] == "n41"


def test_a_number_that_has_to_go_is_replaced_by_the_nearest_not_by_the_cheapest_or_the_default() -> None:
    radios = replace(RADIOS, default=1)
    attributes = (*STATION.attributes[:3], radios, *STATION.attributes[4:])
    engine = Configurator(replace(STATION, attributes=attributes))
    [repair] = engine.repairs({"radios": 6, "band": "n78"}, "massive_mimo", True, weights=PRICES)
    assert repair.changes == {"radios": 3, "massive_mimo": True}


KINDS = tuple(
    Attribute(AttributeKey(key), key.upper(), "choice", options=(Option("old", "Old"), Option("new", "New")))
    for key in ("first", "second", "third")
)
SOME = Rule("some", "Not all old.", parse('massive_mimo implies first = "new" or third = "new"'), "")
PAIR = Rule("pair", "Second.", parse('massive_mimo and first = "new" implies second = "new"'), "")


def kinds(*rules: Rule) -> Configurator:
    return Configurator(replace(STATION, attributes=(MIMO, *KINDS), rules=rules, tables=()))


def test_ways_out_come_by_number_of_changes_and_then_by_what_they_cost() -> None:
    choices: dict[str, Value] = {"first": "old", "second": "old", "third": "old"}
    dear_third = weights_of({(("third", "new"),): Decimal(1_000), (("first", "new"),): Decimal(1)})
    found = kinds(SOME, PAIR).repairs(choices, "massive_mimo", True, weights=dear_third)
    assert [set(repair.changes) - {"massive_mimo"} for repair in found] == [{"third"}, {"first", "second"}]

    free = kinds(SOME)
    dear_first = weights_of({(("first", "new"),): Decimal(2), (("third", "new"),): Decimal(1)})
    for weights, order in ((dear_first, ["third", "first"]), (dear_third, ["first", "third"])):
        found = free.repairs(choices, "massive_mimo", True, weights=weights)
        assert [next(iter(repair.changes)) for repair in found] == order
        [best] = free.repairs(choices, "massive_mimo", True, weights=weights, limit=1)
        assert best == found[0]


def test_a_refused_change_offers_the_same_ways_out(station: Configurator) -> None:
    with pytest.raises(ChoiceImpossible) as refused:
        station.change({"band": "b3"}, {"antenna": "active"}, weights=PRICES)
    assert refused.value.repairs == station.repairs({"band": "b3"}, "antenna", "active", weights=PRICES)


def test_what_follows_says_from_which_choices_by_which_rules(station: Configurator) -> None:
    found = station.why({"massive_mimo": True, "radios": 2}, "antenna")
    assert found is not None
    assert found.value == "active"
    assert [choice.attribute for choice in found.choices] == ["massive_mimo"]
    assert found.text == (
        "Antenna: Active 64T64R follows from Massive MIMO: yes. Massive MIMO needs an active antenna."
    )


def test_what_does_not_apply_says_why(station: Configurator) -> None:
    found = station.why({"mounting": "wall"}, "mast_height")
    assert found is not None
    assert found.value is None
    assert found.text == (
        "Mast height does not apply with Mounting: Wall. Mast height applies exactly while Mounting is Mast."
    )


def test_what_is_open_follows_from_nothing(station: Configurator) -> None:
    assert station.why({"band": "n78"}, "antenna") is None
    with pytest.raises(ChoiceUnknown):
        station.why({}, "bnad")


def test_what_the_catalog_alone_decides_names_no_choice() -> None:
    rule = Rule("always", "Always active.", parse('antenna = "active"'), "")
    engine = Configurator(replace(STATION, rules=(*STATION.rules, rule)))
    found = engine.why({"radios": 1}, "antenna")
    assert found is not None
    assert found.text == "Antenna: Active 64T64R is all that is ever possible. Always active."


def test_a_choice_that_the_others_force_has_its_reason_too(station: Configurator) -> None:
    found = station.why({"massive_mimo": True, "antenna": "active"}, "antenna")
    assert found is not None
    assert [choice.attribute for choice in found.choices] == ["massive_mimo"]


def test_other_reasons_say_whether_there_are_more(station: Configurator) -> None:
    choices: dict[str, Value] = {"band": "b3", "mast_height": 60}
    every = station.all_why_not(choices, "antenna", "active", limit=10)
    assert every.complete
    assert [[choice.attribute for choice in one.choices] for one in every.found] == [
        ["band"],
        ["mast_height"],
    ]
    first = station.all_why_not(choices, "antenna", "active", limit=1)
    assert (first.found, first.complete) == (every.found[:1], False)
    assert station.all_why_not({}, "antenna", "active", limit=3).found == ()


def test_a_search_for_reasons_that_is_ended_says_so(
    station: Configurator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.configuration.reasons._MOST_QUESTIONS", 12)
    found = station.all_why_not({"band": "b3", "mast_height": 60}, "antenna", "active", limit=10)
    assert len(found.found) < 2
    assert not found.complete


def test_ways_out_count_the_price_of_a_number_with_very_many_values() -> None:
    rail = Attribute(AttributeKey("rail"), "Rail", "integer", minimum=0, maximum=10**6)
    spare = replace(rail, key=AttributeKey("spare"), name="Spare")
    rule = Rule("fits", "Both fit.", parse("massive_mimo implies rail <= 500 or spare <= 300"), "")
    engine = Configurator(
        replace(STATION, attributes=(MIMO, rail, spare), rules=(rule,), tables=(), steps=())
    )
    choices: dict[str, Value] = {"rail": 700_000, "spare": 800_000}
    for rails, spares, first in ((1, 3, "spare"), (3, 1, "rail")):
        weights: Weights = {("rail",): times(rails), ("spare",): times(spares)}
        found = engine.repairs(choices, "massive_mimo", True, weights=weights)
        assert len(found) == 2
        assert next(iter(found[0].changes)) == first


def times(price: int) -> Callable[[Sequence[Value | None]], Decimal]:
    return lambda values: price * Decimal(values[0] or 0)
