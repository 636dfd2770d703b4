from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pytest

from app.catalog.expressions import parse
from app.catalog.product import AttributeKey, Rule, Value
from app.configuration import ChoiceImpossible, ChoiceUnknown, Configurator, ProductImpossible
from tests.configuration.station import ANTENNA, MIMO, STATION


@pytest.fixture(scope="module")
def station() -> Configurator:
    return Configurator(STATION)


def test_nothing_chosen_leaves_every_value_that_some_configuration_has(station: Configurator) -> None:
    start = station.configure({})
    assert start.domains["band"].values == ("n78", "n41", "b3")
    assert start.domains["radios"].values == (1, 2, 3, 4, 5, 6)
    assert start.domains["mast_height"].can_be_absent
    assert not start.domains["band"].can_be_absent
    assert not start.complete
    assert start.product == "station"


def test_a_choice_implies_what_follows_through_rules_and_tables(station: Configurator) -> None:
    found = station.choose({}, "massive_mimo", True)
    assert found.implied == {"antenna": "active"}
    assert found.domains["band"].values == ("n78", "n41")
    assert found.domains["radios"].values == (1, 2, 3)
    assert found.values == {"antenna": "active", "massive_mimo": True}


def test_an_attribute_that_cannot_apply_any_more_is_absent_with_all_that_depends_on_it(
    station: Configurator,
) -> None:
    found = station.choose({}, "mounting", "wall")
    assert found.absent == {"mast_height", "warning_light"}
    assert found.domains["mast_height"].values == ()
    assert "mast_height" not in found.open


def test_choosing_a_value_of_a_conditional_attribute_decides_its_condition(station: Configurator) -> None:
    found = station.choose({}, "warning_light", True)
    assert found.implied["mounting"] == "mast"
    assert found.domains["mast_height"].values == (45, 50, 55, 60)
    assert found.implied["antenna"] == "passive"


def test_choices_that_decide_everything_are_complete(station: Configurator) -> None:
    chosen: dict[str, Value] = {"band": "b3", "radios": 2, "mounting": "wall"}
    found = station.configure(chosen)
    assert found.complete
    assert found.implied == {"antenna": "passive", "massive_mimo": False}


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"bnad": "n78"}, 'Did you mean "band"'),
        ({"band": "n79"}, 'Did you mean "n78"'),
        ({"band": True}, "n78, n41, b3"),
        ({"radios": True}, "whole number from 1 to 12"),
        ({"radios": "1"}, "whole number from 1 to 12"),
        ({"radios": 1.0}, "whole number from 1 to 12"),
        ({"radios": 0}, "whole number from 1 to 12"),
        ({"radios": 10**30}, "whole number from 1 to 12"),
        ({"mast_height": 12}, "from 5 to 60 m in steps of 5"),
        ({"massive_mimo": 1}, "true or false"),
        ({"massive_mimo": "true"}, "true or false"),
        ({"massive_mimo": None}, "true or false"),
        ({"band": ["n78"]}, "n78, n41, b3"),
        ({"band": {"key": "n78"}}, "n78, n41, b3"),
        ({f"a{n}": 1 for n in range(10_000)}, "no such attribute"),
    ],
)
def test_unknown_attributes_and_values_of_the_wrong_type_are_refused(
    station: Configurator, choices: Mapping[str, Any], said: str
) -> None:
    with pytest.raises(ChoiceUnknown) as refused:
        station.configure(choices)
    assert said in refused.value.detail
    assert refused.value.code == "choice_unknown"


def test_a_refusal_never_repeats_text_from_outside(station: Configurator) -> None:
    hostile = "<script>alert(1)</script>"
    for choices in ({hostile: 1}, {"band": hostile}):
        with pytest.raises(ChoiceUnknown) as refused:
            station.configure(cast(Mapping[str, Value], choices))
        assert "script" not in refused.value.detail + repr(refused.value.facts)


def test_every_verb_refuses_what_the_product_does_not_have(station: Configurator) -> None:
    with pytest.raises(ChoiceUnknown):
        station.choose({}, "bnad", "n78")
    with pytest.raises(ChoiceUnknown):
        station.change({}, {"bnad": None})
    with pytest.raises(ChoiceUnknown):
        station.why_not({}, "band", "n79")
    with pytest.raises(ChoiceUnknown):
        station.repairs({"radios": "1"}, "band", "n78")
    with pytest.raises(ChoiceUnknown):
        station.complete({"radios": True})


def test_the_reason_names_own_choices_and_rules_in_words(station: Configurator) -> None:
    conflict = station.why_not({"band": "b3", "radios": 2}, "massive_mimo", True)
    assert conflict is not None
    assert [choice.text for choice in conflict.choices] == ["Band: B3 1.8 GHz"]
    assert [rule.key for rule in conflict.rules] == ["mimo_active", "antenna_bands"]
    assert conflict.text == (
        "Massive MIMO: yes does not go with Band: B3 1.8 GHz. "
        "Massive MIMO needs an active antenna. Active antennas exist for n78 and n41."
    )


def test_the_condition_of_an_attribute_is_a_reason_too(station: Configurator) -> None:
    conflict = station.why_not({"mounting": "wall"}, "mast_height", 30)
    assert conflict is not None
    assert [rule.key for rule in conflict.rules] == ["mast_height.when"]
    assert "Mast height applies exactly while Mounting is Mast." in conflict.text
    assert "Mast height: 30 m" in conflict.text


def test_a_value_that_is_never_possible_is_blamed_on_the_catalog_alone_and_has_no_repair(
    station: Configurator,
) -> None:
    conflict = station.why_not({"band": "b3"}, "radios", 7)
    assert conflict is not None
    assert conflict.choices == ()
    assert conflict.text == "Radios: 7 is not possible. The cabinet feeds at most 2 kW."
    assert station.repairs({"band": "b3"}, "radios", 7) == ()


def test_a_possible_value_has_no_reason_against_it(station: Configurator) -> None:
    assert station.why_not({"band": "n78"}, "massive_mimo", True) is None


def test_a_wish_stands_in_place_of_the_earlier_choice_of_its_attribute(station: Configurator) -> None:
    assert station.why_not({"band": "n78"}, "band", "b3") is None
    assert station.choose({"band": "n78"}, "band", "b3").choices == {"band": "b3"}


def test_an_impossible_choice_is_refused_with_the_reason_and_ways_out(station: Configurator) -> None:
    choices: dict[str, Value] = {"band": "b3", "radios": 6, "mounting": "wall"}
    with pytest.raises(ChoiceImpossible) as refused:
        station.choose(choices, "massive_mimo", True)
    assert refused.value.conflict.attribute == "massive_mimo"
    [repair] = refused.value.repairs
    assert repair.changes == {"band": "n41", "radios": 3, "massive_mimo": True}
    assert repair.text == "Change Band from B3 1.8 GHz to n41 2.5 GHz and change Radios from 6 to 3."
    assert station.change(choices, repair.changes).choices["mounting"] == "wall"
    assert choices == {"band": "b3", "radios": 6, "mounting": "wall"}


def test_the_values_that_a_repair_puts_in_place_fit_each_other() -> None:
    radios = STATION.attributes[3]
    left, right = (replace(radios, key=AttributeKey(key), default=None) for key in ("left", "right"))
    rules = (
        Rule("apart", "Apart.", parse("left != right"), ""),
        Rule("light", "Light.", parse("massive_mimo implies left <= 6 and right <= 6"), ""),
    )
    engine = Configurator(replace(STATION, attributes=(MIMO, left, right), rules=rules, tables=()))
    [repair] = engine.repairs({"left": 8, "right": 9}, "massive_mimo", True)
    assert repair.changes == {"left": 6, "right": 5, "massive_mimo": True}


def test_a_repair_takes_a_choice_back_where_nothing_can_replace_it(station: Configurator) -> None:
    repairs = station.repairs({"mast_height": 20}, "mounting", "wall")
    assert [repair.changes for repair in repairs] == [{"mast_height": None, "mounting": "wall"}]
    assert repairs[0].text == "Take back Mast height: 20 m."


def test_the_refusal_carries_facts_for_machines(station: Configurator) -> None:
    with pytest.raises(ChoiceImpossible) as refused:
        station.choose({"band": "b3"}, "antenna", "active")
    assert refused.value.facts == {
        "conflict": {
            "attribute": "antenna",
            "value": "active",
            "choices": [{"attribute": "band", "value": "b3", "text": "Band: B3 1.8 GHz"}],
            "rules": [{"key": "antenna_bands", "text": "Active antennas exist for n78 and n41."}],
        },
        "repairs": [
            {
                "changes": {"band": "n41", "antenna": "active"},
                "text": "Change Band from B3 1.8 GHz to n41 2.5 GHz.",
            }
        ],
    }


def test_taking_a_choice_back_frees_what_it_had_excluded(station: Configurator) -> None:
    found = station.change({"band": "b3", "radios": 2}, {"band": None})
    assert found.choices == {"radios": 2}
    assert found.domains["antenna"].values == ("passive", "active")


def test_taking_back_what_was_never_chosen_changes_nothing(station: Configurator) -> None:
    assert station.change({"radios": 2}, {"band": None}) == station.configure({"radios": 2})


def test_a_change_may_replace_two_choices_that_exclude_each_others_new_value(
    station: Configurator,
) -> None:
    found = station.change(
        {"band": "b3", "antenna": "passive"}, {"antenna": "active", "band": "n78", "radios": None}
    )
    assert found.choices == {"band": "n78", "antenna": "active"}


def test_the_first_impossible_change_is_blamed(station: Configurator) -> None:
    with pytest.raises(ChoiceImpossible) as refused:
        station.change({"band": "b3"}, {"radios": 2, "antenna": "active", "massive_mimo": True})
    assert refused.value.conflict.attribute == "antenna"


def test_ways_out_of_a_refused_change_hold_the_whole_change(station: Configurator) -> None:
    with pytest.raises(ChoiceImpossible) as refused:
        station.change({"band": "b3", "radios": 1}, {"radios": 3, "antenna": "active", "mounting": "mast"})
    [repair] = refused.value.repairs
    assert repair.changes == {"radios": 3, "antenna": "active", "mounting": "mast", "band": "n41"}


def test_contradictory_choices_blame_the_first_in_catalog_order_however_they_are_given(
    station: Configurator,
) -> None:
    texts = set()
    for choices in ({"antenna": "active", "band": "b3"}, {"band": "b3", "antenna": "active"}):
        with pytest.raises(ChoiceImpossible) as refused:
            station.configure(cast(Mapping[str, Value], choices))
        texts.add(refused.value.detail)
    assert texts == {
        "Antenna: Active 64T64R does not go with Band: B3 1.8 GHz. Active antennas exist for n78 and n41."
    }


def test_completing_takes_defaults_where_possible_then_no_then_the_first_value(
    station: Configurator,
) -> None:
    assert station.complete({"mounting": "mast"}) == {
        "band": "n78",
        "antenna": "passive",
        "massive_mimo": False,
        "radios": 3,
        "mounting": "mast",
        "mast_height": 20,
    }


def test_completing_never_touches_a_choice_even_against_the_defaults(station: Configurator) -> None:
    completed = station.complete({"massive_mimo": True, "mast_height": 30})
    assert completed["massive_mimo"] is True
    assert completed["antenna"] == "active"
    assert completed["mast_height"] == 30
    assert completed["mounting"] == "mast"


def test_the_default_of_a_conditional_attribute_does_not_decide_its_condition(
    station: Configurator,
) -> None:
    assert "mast_height" not in station.complete({"mounting": "wall"})
    assert station.complete({})["mounting"] == "wall"


def test_the_domain_of_a_choice_shows_what_it_could_be_instead(station: Configurator) -> None:
    found = station.configure({"band": "n78", "massive_mimo": True})
    assert found.domains["band"].values == ("n78", "n41")
    assert found.domains["massive_mimo"].values == (True, False)
    assert not {"band", "massive_mimo"} & {*found.open, *found.implied}


def test_a_product_without_any_configuration_is_refused_with_the_rules_that_collide() -> None:
    rules = (
        Rule("always", "Always active.", parse('antenna = "active"'), ""),
        Rule("b3_only", "B3 only.", parse('band = "b3"'), ""),
    )
    with pytest.raises(ProductImpossible) as refused:
        Configurator(replace(STATION, rules=(*STATION.rules, *rules)))
    assert refused.value.facts["rules"] == ["always", "b3_only", "antenna_bands"]
    assert "Base station has no possible configuration." in refused.value.detail


def test_a_table_does_not_bind_an_attribute_that_is_absent(station: Configurator) -> None:
    table = replace(
        STATION.tables[0],
        key="heights",
        columns=(ANTENNA.key, STATION.attributes[5].key),
        rows=((frozenset({"passive"}), frozenset({60})),),
    )
    found = Configurator(replace(STATION, tables=(table,))).configure({"mounting": "wall"})
    assert found.domains["antenna"].values == ("passive",)
    assert found.absent == {"mast_height", "warning_light"}
