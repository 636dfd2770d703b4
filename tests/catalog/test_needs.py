"""Needs and questions in catalog files: what is read, what is refused, and what they leave as it was."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.assembly import item_number
from app.catalog import Attribute, AttributeKey, Product
from app.catalog.fingerprint import content
from app.configuration import Configurator, Guide, carried_over, proposal
from app.configuration.differences import Losses, losses
from app.store.catalogs import CatalogInvalid, load_release, shipped_catalog
from app.store.sheets import catalog_rows
from tests.catalog.samples import CATALOG

LAMP = """\
schema: 1
key: lamp
code: LAMP-1
name: Lamp
family: Lights
prices: {EUR: 10, USD: 11}
steps:
  - key: body
    name: Body
    needs:
      - key: rooms
        name: Rooms
        kind: integer
        minimum: 1
        maximum: 9
        question: {en: How many rooms are there?, de: Wie viele Räume sind es?}
      - {key: damp, name: Damp, kind: boolean}
    attributes:
      - {key: bulbs, name: Bulbs, kind: integer, minimum: 1, maximum: 6, prices: {EUR: 2, USD: 3}}
      - {key: sealed, name: Sealed, kind: boolean, default: false, question: Is it sealed?}
rules:
  - {key: each, text: A bulb for each room., rule: bulbs >= rooms}
  - {key: dry, text: Damp rooms need a sealed lamp., when: damp, then: sealed}
"""


def load(folder: Path, product: str = LAMP) -> Product:
    (folder / "products").mkdir(exist_ok=True)
    (folder / "catalog.yaml").write_text(CATALOG, encoding="utf-8")
    (folder / "products" / "lamp.yaml").write_text(product, encoding="utf-8")
    return load_release(folder).product("lamp")


def refusal(folder: Path, product: str) -> str:
    with pytest.raises(CatalogInvalid) as caught:
        load(folder, product)
    return str(caught.value)


def test_a_need_is_an_attribute_that_may_stay_unanswered(tmp_path: Path) -> None:
    product = load(tmp_path)
    assert product.needs == {"rooms", "damp"}
    engine = Configurator(product)
    assert engine.configure({}).open == ("bulbs", "sealed")
    asked = engine.configure({"rooms": 5, "damp": True})
    assert asked.domains["bulbs"].values == (5, 6)
    assert (asked.implied, asked.open) == ({"sealed": True}, ("bulbs",))
    assert asked.domains["rooms"].values == (1, 2, 3, 4, 5, 6)
    assert engine.complete({"rooms": 5}) == {"rooms": 5, "bulbs": 5, "sealed": False}


def test_what_it_excludes_names_it_and_can_be_repaired(tmp_path: Path) -> None:
    engine = Configurator(load(tmp_path))
    conflict = engine.why_not({"rooms": 5}, "bulbs", 2)
    assert conflict is not None
    assert [(one.attribute, one.need) for one in conflict.choices] == [("rooms", True)]
    [repair] = engine.repairs({"rooms": 5}, "bulbs", 2)
    assert repair.changes == {"rooms": 2, "bulbs": 2}
    why = engine.why({"bulbs": 1, "damp": True}, "sealed")
    assert why is not None
    assert why.text == "Sealed: yes follows from Damp: yes. Damp rooms need a sealed lamp."


def test_a_question_is_asked_until_its_answer_follows(tmp_path: Path) -> None:
    product = load(tmp_path)
    engine = Configurator(product)
    guide = Guide(product, engine.configure({"damp": True}))
    assert [one.key for one in guide.questions] == ["rooms", "damp", "bulbs", "sealed"]
    assert guide.questions[0].texts["de"] == "Wie viele Räume sind es?"
    assert guide.standings == ("unanswered", "answered", "open", "followed")
    progress = guide.progress
    assert (progress.answered, progress.followed, progress.open, progress.total) == (1, 1, 1, 3)
    following = [guide.next(), guide.next("rooms"), guide.next("bulbs")]
    assert [one and one.key for one in following] == ["rooms", "bulbs", "bulbs"]
    assert guide.next(without=["rooms", "bulbs"]) is None


def test_the_question_that_settles_most_depends_on_what_is_open(tmp_path: Path) -> None:
    product = load(tmp_path)
    found = proposal(Configurator(product), product, {})
    assert found.best is not None
    # Damp rooms decide that it is sealed, dry ones nothing.
    assert found.best.attribute == "damp"
    assert (found.looked_at, found.candidates, found.best.tried) == (4, 4, 2)
    assert str(found.best.average) == "0.50"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("kind: boolean}\n    attr", "kind: boolean, default: true}\n    attr", "default"),
        ("kind: boolean}\n    attr", "kind: boolean, prices: {EUR: 1}}\n    attr", "prices"),
        ("kind: boolean}\n    attr", "kind: text}\n    attr", "is choice, boolean, integer or decimal"),
        ("default: false,", "when: damp,", "whether sealed applies cannot depend on the need damp"),
        (
            "question: {en: How many rooms are there?, de:",
            "question: {de:",
            "needs[1].question: the text in",
        ),
    ],
)
def test_what_a_need_cannot_have_is_refused_by_name(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in LAMP
    assert said in refusal(tmp_path, LAMP.replace(before, after))


def test_needs_are_no_part_of_the_item_number() -> None:
    product = load_release(shipped_catalog("telecom")).product("sc300")
    engine = Configurator(product)
    bare = engine.configure(engine.complete({}))
    asked = engine.configure({**bare.choices, "people": 300})
    assert asked.choices["people"] == 300
    assert bare.values == asked.values
    assert item_number(product, bare.values) == item_number(product, asked.values)
    assert item_number(product, {**bare.values, "people": 300}) == item_number(product, bare.values)


def test_a_catalog_without_needs_keeps_its_fingerprint() -> None:
    """What is younger than its form counts only where it says something."""
    plain = Attribute(AttributeKey("bulbs"), "Bulbs", "integer")
    assert {"need", "question", "questions"}.isdisjoint(content(plain))  # type: ignore[arg-type]  # a mapping
    assert content(replace(plain, need=True)) == {**content(plain), "need": True}  # type: ignore[dict-item]  # as above


def test_a_sheet_holds_them_with_their_questions_in_each_language(tmp_path: Path) -> None:
    load(tmp_path)
    rows = catalog_rows(tmp_path).lines
    asked = [(one["key"], one["kind"], one.get("question de")) for one in rows["Needs"]]
    assert asked == [("rooms", "integer", "Wie viele Räume sind es?"), ("damp", "boolean", None)]
    assert [one.get("question") for one in rows["Attributes"]] == [None, "Is it sealed?"]


def test_a_need_in_a_row_binds_where_the_row_is_and_it_is_answered(tmp_path: Path) -> None:
    product = load(
        tmp_path,
        LAMP.split("    needs:")[0]
        + """\
    attributes:
      - {key: watts, name: Watts, kind: integer, minimum: 1, maximum: 9}
    components:
      - key: spots
        name: Spots
        minimum: 0
        maximum: 2
        needs: [{key: bright, name: Brightness, kind: integer, minimum: 1, maximum: 4}]
        attributes: [{key: large, name: Large, kind: boolean}]
        rules: [{key: bright, text: Bright ones are large., when: bright > 2, then: large}]
rules:
  - {key: all, text: It feeds all., rule: sum(spots.bright) <= watts}
""",
    )
    engine = Configurator(product)
    one = engine.configure({"spots.count": 1, "spots.1.bright": 4})
    assert one.implied["spots.1.large"] is True
    assert one.domains["watts"].values == (4, 5, 6, 7, 8, 9)
    two = engine.configure({"spots.count": 2, "spots.1.bright": 4})
    assert two.domains["watts"].values == tuple(range(1, 10))
    none = engine.configure({"spots.count": 0})
    assert none.domains["spots.1.bright"].values == ()


def test_answers_move_to_another_release_or_are_given_up_with_the_reason(tmp_path: Path) -> None:
    fewer = Configurator(load(tmp_path, LAMP.replace("minimum: 1, maximum: 6", "minimum: 1, maximum: 4")))
    kept = carried_over(fewer, {"rooms": 4, "damp": True})
    assert (kept.configuration.choices, kept.lost) == ({"rooms": 4, "damp": True}, ())
    [lost] = carried_over(fewer, {"rooms": 6, "damp": True}).lost
    assert (lost.attribute, lost.value) == ("rooms", 6)
    assert lost.reason == "Rooms: 6 is not possible. A bulb for each room."


def test_a_new_need_forbids_nothing_and_a_stricter_rule_about_one_is_told(tmp_path: Path) -> None:
    after = load(tmp_path)
    without = (
        LAMP.split("    needs:")[0] + "    attributes:" + LAMP.split("    attributes:")[1].split("rules:")[0]
    )
    before = load(tmp_path, without)
    assert losses(before, after) == losses(after, before) == Losses((), ())
    stricter = load(tmp_path, LAMP.replace("bulbs >= rooms", "bulbs > rooms"))
    [loss] = losses(after, stricter).found
    assert loss.place == ("rule", "each")
    assert loss.example["rooms"] == loss.example["bulbs"]
