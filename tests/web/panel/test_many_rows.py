"""Components of many rows: one is shown in full, of the others what is decided."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from app.catalog import Product, Value
from app.catalog.attribute import Attribute, AttributeKey, Option
from app.catalog.nesting import Body, WrittenComponent, WrittenProduct, WrittenStep, flattened
from app.catalog.product import ProductKey
from app.web.panel.nested import ShownComponent
from app.web.panel.shown import shown
from tests.web.panel.lines import view

NONE: Mapping[str, Value] = {}
_BANDS = tuple(Option(key, name) for key, name in (("low", "Low band"), ("high", "High band")))


def ports(count: int) -> Product:
    """So many ports, each with a band, a heater and a power."""
    asked = (
        Attribute(AttributeKey("band"), "Band", "choice", options=_BANDS),
        Attribute(AttributeKey("heater"), "Heater", "boolean"),
        Attribute(AttributeKey("power"), "Power", "integer", minimum=0, maximum=40, step=1, unit="W"),
    )
    row = Body((WrittenStep("", "", asked),), (), ())
    part = WrittenComponent("ports", "Ports", count, count, "each", row)
    bare = Product(ProductKey("panel"), "P", "Panel", "", "", (), (), (), (), {"EUR": Decimal(100)})
    return flattened(WrittenProduct(bare, Body((WrittenStep("s", "S", (part,)),), ())), {}).product


def component(
    count: int, choices: Mapping[str, Value] = NONE, *, opened: Collection[str] | None = ()
) -> ShownComponent:
    named = {f"ports.{key}": value for key, value in choices.items()}
    found = shown(view(named, product=ports(count)), "", opened=opened).current.items[0]
    assert isinstance(found, ShownComponent)
    return found


def full(found: ShownComponent) -> list[str]:
    return [row.key for row in found.rows if not row.folded]


def test_few_rows_are_all_shown_in_full() -> None:
    assert len(full(component(4))) == 4


def test_of_many_the_first_with_something_open_is_shown_in_full() -> None:
    found = component(64, {"1.band": "low", "1.heater": True, "1.power": 10})
    assert full(found) == ["ports.2"]
    assert [row.open for row in found.rows[:3]] == [0, 3, 3]
    assert found.open == 63 * 3


def test_a_folded_row_says_what_is_decided_of_it() -> None:
    found = component(64, {"5.band": "high", "5.heater": True, "5.power": 10, "7.heater": False})
    assert found.rows[4].about == "High band, Heater, 10 W"
    assert found.rows[6].about == ""


def test_the_row_of_what_was_answered_or_asked_for_stays_open() -> None:
    assert full(component(64, opened=["ports.40.band"])) == ["ports.1", "ports.40"]
    assert full(component(64, opened=["ports.4"])) == ["ports.1", "ports.4"]


def test_a_guide_finds_questions_of_every_row() -> None:
    assert len(full(component(64, opened=None))) == 64
