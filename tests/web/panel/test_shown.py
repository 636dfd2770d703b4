"""What the configurator's page shows of a line."""

from dataclasses import replace

from app.catalog import Rule
from app.catalog.expressions import parse
from app.web.panel.nested import Absent
from app.web.panel.questions import Question
from app.web.panel.shown import shown
from tests.web.panel.lines import MAST, view, with_cable

CABLED = with_cable()
HOLED = replace(
    CABLED, rules=(*CABLED.rules, Rule("no_middle", "No.", parse("length < 30 or length > 50"), ""))
)


LONG = replace(
    HOLED,
    attributes=tuple(replace(one, maximum=10**7) if one.key == "length" else one for one in HOLED.attributes),
)


def question(key: str, **choices: str | bool | int) -> Question:
    steps = shown(view(choices, product=HOLED), "").steps
    found = (one for step in steps for one in step.items if isinstance(one, Question))
    return next(one for one in found if one.key == key)


def possible(asked: Question) -> dict[str, bool]:
    return {answer.text: answer.possible for answer in asked.answers}


def test_an_unknown_step_is_the_first_one_with_something_open() -> None:
    assert shown(view({}), "nothing").current.key == "radio"
    assert shown(view({"band": "low", "sectors": 3}), "").current.key == "site"


def test_a_finished_line_starts_at_its_first_step() -> None:
    assert shown(view({"band": "low", "sectors": 3, "heater": False}), "").current.key == "radio"


def test_the_last_step_leads_to_the_first_one_still_open() -> None:
    last = shown(view({"heater": True}), "site")
    assert last.before is not None
    assert last.before.key == "radio"
    assert last.after is not None
    assert last.after.key == "radio"
    assert shown(view({"band": "low", "sectors": 3}), "site").after is None


def test_steps_count_what_is_open() -> None:
    page = shown(view({"band": "low"}), "")
    assert [(step.key, step.open, step.done) for step in page.steps] == [
        ("radio", 1, False),
        ("site", 1, False),
    ]
    assert page.open == 2


def test_a_value_that_the_others_exclude_is_shown_as_impossible() -> None:
    assert possible(question("band", heater=False)) == {"low": True, "mid": True, "high": False}


def test_a_value_that_follows_is_taken_and_marked_as_implied() -> None:
    heater = question("heater", band="high")
    assert heater.state == "implied"
    assert [answer.taken for answer in heater.answers] == [True, False]


def test_alternatives_of_a_chosen_value_stay_possible() -> None:
    band = question("band", band="mid")
    assert band.state == "chosen"
    assert possible(band) == {"low": True, "mid": True, "high": True}


def test_a_number_of_few_is_picked_and_one_of_many_typed() -> None:
    assert question("sectors").layout == "chips"
    assert possible(question("sectors")) == {
        "1": True,
        "2": True,
        "3": True,
        "4": False,
        "5": True,
        "6": True,
    }
    assert question("length").layout == "number"
    assert question("length").answers == ()


def test_a_number_with_holes_says_its_ranges() -> None:
    assert question("length").reach == "0 to 20; 60 to 100, in steps of 10"


def test_a_number_of_very_many_values_reads_like_any_other() -> None:
    steps = shown(view({}, product=LONG), "").steps
    [asked] = [
        one for step in steps for one in step.items if isinstance(one, Question) and one.key == "length"
    ]
    assert asked.layout == "number"
    assert asked.reach.startswith("0 to 20; 60 to 10")


def test_a_field_keeps_the_bounds_of_the_catalog_so_that_a_refusal_can_be_explained() -> None:
    assert (question("length").minimum, question("length").maximum) == (0, 100)


def test_prices_stand_in_the_currency_of_the_quote() -> None:
    assert {answer.text: answer.price for answer in question("band").answers} == {
        "low": "",
        "mid": "+40.00",
        "high": "",
    }
    assert question("sectors").price == "+10.00"
    assert [answer.price for answer in question("heater").answers] == ["+25.50", ""]


def test_what_cannot_apply_is_named_and_not_asked() -> None:
    heater = replace(MAST.attributes[2], when=parse('band = "high"'))
    conditional = replace(MAST, attributes=(*MAST.attributes[:2], heater))
    site = shown(view({"band": "low"}, product=conditional), "site").current
    assert site.items == ()
    assert site.absent == (Absent("Heater", "heater"),)
    assert site.done
