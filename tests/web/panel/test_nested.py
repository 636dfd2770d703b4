"""What the configurator's page shows of sets and components."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from app.catalog import Product, Value
from app.store.catalogs import load_release
from app.web.panel.nested import ShownComponent, ShownSet
from app.web.panel.questions import Question
from app.web.panel.shown import Shown, shown
from app.web.panel.together import like_first_row, without_rest
from tests.catalog.guide import write_guide
from tests.web.panel.lines import view


@pytest.fixture(scope="module")
def booster(tmp_path_factory: pytest.TempPathFactory) -> Product:
    return load_release(write_guide(tmp_path_factory.mktemp("guide"))).product("b200")


def page(booster: Product, choices: Mapping[str, Value], step: str = "machines") -> Shown:
    return shown(view(choices, product=booster), step)


def component(booster: Product, at: int, **choices: Value) -> ShownComponent:
    named = {key.replace("__", "."): value for key, value in choices.items()}
    found = page(booster, named).current.items[at]
    assert isinstance(found, ShownComponent)
    return found


def functions(booster: Product, **choices: Value) -> ShownSet:
    named = {f"functions.{key}": value for key, value in choices.items()}
    found = page(booster, named, "plant").current.items[-1]
    assert isinstance(found, ShownSet)
    return found


def test_rows_are_shown_as_soon_as_they_are_certain(booster: Product) -> None:
    assert [row.name for row in component(booster, 0).rows] == ["Pump 1"]
    assert [row.name for row in component(booster, 0, pumps__count=3).rows] == ["Pump 1", "Pump 2", "Pump 3"]
    assert component(booster, 1).rows == ()
    assert [row.key for row in component(booster, 1, valves__count=4).rows] == ["valves"]


def test_a_row_holds_its_questions_and_its_own_components(booster: Product) -> None:
    items = component(booster, 0).rows[0].sections[0].items
    assert [type(one) for one in items] == [Question, Question, ShownComponent]
    motor = items[0]
    assert isinstance(motor, Question)
    assert (motor.id, motor.name, motor.full) == ("pumps-1-motor", "Motor", "Pump 1 · Motor")


def test_the_steps_of_a_product_that_is_a_part_are_headings_within_the_row(booster: Product) -> None:
    assert [one.name for one in component(booster, 1, valves__count=1).rows[0].sections] == ["Body"]


def test_what_is_open_is_what_is_shown(booster: Product) -> None:
    pumps = component(booster, 0)
    assert pumps.open == 4
    assert component(booster, 0, pumps__count=1, pumps__1__heater=True).open == 2
    assert page(booster, {}, "plant").current.open == 4


def test_members_that_can_only_be_as_they_are_say_why(booster: Product) -> None:
    shown_set = functions(booster)
    assert shown_set.bounds == "Choose 2 to 3."
    assert [(one.key, one.taken, one.fixed, one.why) for one in shown_set.members[:2]] == [
        ("functions.dry_run", True, True, "false"),
        ("functions.relay", False, False, "true"),
    ]
    full = functions(booster, relay=True, bus=True)
    assert (full.members[3].fixed, full.members[3].why, full.open) == (True, "true", 0)
    assert not full.members[1].fixed


def test_the_rest_of_a_set_is_decided_against(booster: Product) -> None:
    state = view({"functions.relay": True}, product=booster)
    assert without_rest(state, "functions") == {"functions.bus": False, "functions.radio": False}
    assert without_rest(state, "nothing") == {}


def test_a_row_takes_over_the_choices_of_the_first(booster: Product) -> None:
    state = view({"pumps.count": 2, "pumps.1.heater": True, "pumps.2.sensors.count": 1}, product=booster)
    assert like_first_row(state, "pumps.2") == {
        "pumps.2.motor": None,
        "pumps.2.heater": True,
        "pumps.2.sensors.count": None,
        "pumps.2.sensors.signal": None,
    }
    assert like_first_row(state, "pumps.9") == {}


def test_decimals_and_texts_are_typed(booster: Product) -> None:
    items = page(booster, {"pipe": Decimal("2.5"), "tag": "AB-1234"}, "plant").current.items
    tag, pipe = items[0], items[3]
    assert isinstance(tag, Question)
    assert isinstance(pipe, Question)
    assert (tag.layout, tag.value) == ("text", "AB-1234")
    assert tag.reach == "two capital letters, a hyphen and four digits, at most 7 characters"
    assert (pipe.layout, pipe.value, pipe.reach) == ("number", "2.50", "0.50 to 20.00, in steps of 0.25")
