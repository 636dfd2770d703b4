"""Sets and components become flat attributes, rules and tables; names find what their author meant."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.catalog.attribute import Attribute, AttributeKey, Option
from app.catalog.effective import effective
from app.catalog.expressions import parse, write
from app.catalog.nesting import (
    MAX_DEPTH,
    Body,
    Part,
    WrittenComponent,
    WrittenProduct,
    WrittenSet,
    WrittenStep,
    flattened,
)
from app.catalog.period import Period
from app.catalog.product import Product, ProductKey, Rule, Table

BAND = Attribute(
    AttributeKey("band"), "Band", "choice", options=(Option("n78", "3.5 GHz"), Option("n41", "B"))
)
TILT = Attribute(AttributeKey("tilt"), "Tilt", "boolean", when=parse('band = "n78"'))
SITE = Attribute(
    AttributeKey("site"), "Site", "choice", options=(Option("roof", "Roof"), Option("mast", "M"))
)
LOUD = Rule("loud", "Roofs take no n41.", parse('site = "roof" implies band = "n78"'), "")
SOFTWARE = WrittenSet(
    "software", "Software", (Option("voice", "Voice"), Option("ca", "CA"), Option("mimo", "MIMO")), 1, 2
)


def written(*parts: Part, key: str = "station", rules: tuple[Rule, ...] = ()) -> WrittenProduct:
    bare = Product(ProductKey(key), key.upper(), key, "", "", (), (), (), (), {"EUR": Decimal(5)})
    return WrittenProduct(bare, Body((WrittenStep("all", "All", parts),), rules))


def body(*parts: Part, rules: tuple[Rule, ...] = (), tables: tuple[Table, ...] = ()) -> Body:
    return Body((WrittenStep("", "", parts),), rules, tables)


def radios(**changes: object) -> WrittenComponent:
    made = WrittenComponent("radios", "Radios", 1, 2, body=body(BAND, TILT, rules=(LOUD,)), row_name="Radio")
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name real fields


def flat(*parts: Part, rules: tuple[Rule, ...] = ()) -> Product:
    made = flattened(written(*parts, rules=rules), {})
    assert made.findings == ()
    return made.product


def conditions(product: Product) -> dict[str, str]:
    return {one.key: "" if one.when is None else write(one.when) for one in product.attributes}


def test_rows_become_attributes_that_apply_while_the_row_exists() -> None:
    product = flat(SITE, radios())
    assert conditions(product) == {
        "site": "",
        "radios.count": "",
        "radios.1.band": "",
        "radios.1.tilt": 'radios[1].band = "n78"',
        "radios.2.band": "radios.count >= 2",
        "radios.2.tilt": 'radios.count >= 2 and radios[2].band = "n78"',
    }
    assert product.steps[0].attributes == tuple(conditions(product))


def test_rules_of_a_row_hold_where_it_exists_and_name_it() -> None:
    rules = {rule.key: (rule.text, write(rule.expression)) for rule in flat(SITE, radios()).rules}
    assert rules == {
        "radios.1.loud": ("Radio 1: Roofs take no n41.", 'site = "roof" implies radios[1].band = "n78"'),
        "radios.2.loud": (
            "Radio 2: Roofs take no n41.",
            'radios.count >= 2 implies site = "roof" implies radios[2].band = "n78"',
        ),
    }


def test_equal_rows_are_chosen_once_and_multiplied_by_their_quantity() -> None:
    product = flat(SITE, radios(rows_are="equal", minimum=0))
    band = product.attribute("radios.band")
    assert band is not None
    assert band.multiplied_by == ("radios.count",)
    assert band.name == "Radios · Band"
    assert conditions(product)["radios.band"] == "radios.count >= 1"
    assert [(row.key, row.number) for row in product.components[0].rows] == [("radios", 0)]


def test_a_component_with_a_condition_has_no_rows_without_it() -> None:
    product = flat(SITE, radios(when=parse('site = "mast"')))
    assert conditions(product)["radios.count"] == 'site = "mast"'
    assert conditions(product)["radios.1.band"] == "present(radios.count)"


def test_a_set_becomes_a_boolean_a_member_and_a_rule_on_their_number() -> None:
    product = flat(replace(SOFTWARE, default=("ca",), preset=("voice",)))
    assert [(one.key, one.default, one.preset) for one in product.attributes] == [
        ("software.voice", None, True),
        ("software.ca", True, None),
        ("software.mimo", False, None),
    ]
    assert product.rules[0].text == "Software: 1 to 2 of these 3 can be chosen."
    assert product.sets[0].members == ("software.voice", "software.ca", "software.mimo")


def test_names_are_relative_first_and_then_outer_ones() -> None:
    inner = WrittenComponent("ports", "Ports", 1, 1, body=body(BAND, rules=(LOUD,)))
    member = Rule("m", "M.", parse("software.voice implies radios.count <= 1 and present(radios)"), "")
    product = flat(SITE, BAND, SOFTWARE, radios(body=body(inner)), rules=(member,))
    texts = {rule.key: write(rule.expression) for rule in product.rules}
    assert texts["radios.1.ports.1.loud"] == 'site = "roof" implies radios[1].ports[1].band = "n78"'
    assert texts["m"] == "software.voice implies radios.count <= 1 and present(radios.count)"
    assert conditions(product)["radios.2.ports.1.band"] == "present(radios[2].ports.count)"
    assert [(one.key, one.within) for one in product.components] == [
        ("radios", ""),
        ("radios.1.ports", "radios.1"),
        ("radios.2.ports", "radios.2"),
    ]


def test_a_product_is_reused_with_its_price_and_speaks_of_its_own_names() -> None:
    cable = written(BAND, key="cable")
    made = flattened(written(BAND, radios(body=None, product="cable")), {"cable": cable}).product
    quantity = made.attribute("radios.count")
    assert quantity is not None
    assert quantity.prices == {"EUR": Decimal(5)}
    assert "radios.2.band" in conditions(made)
    assert made.components[0].product == "cable"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (radios(body=None, product="station"), "a product cannot be a part of itself (station -> station)"),
        (radios(body=None, product="cabel"), 'there is no product "cabel"; did you mean "cable"?'),
        (radios(maximum=65), "65 rows, each configured, are too many"),
    ],
)
def test_what_cannot_be_expanded_is_said_at_its_component(part: Part, said: str) -> None:
    station = written(part)
    found = flattened(station, {"station": station, "cable": written(BAND, key="cable")}).findings
    assert [one.place[:2] for one in found] == [("component", "radios")]
    assert said in found[0].message


def test_depth_and_size_are_bounded_before_anything_is_expanded() -> None:
    part: WrittenComponent = radios(maximum=64)
    for _ in range(MAX_DEPTH):
        part = radios(maximum=64, body=body(part))
    assert "deep in each other" in flattened(written(part), {}).findings[0].message
    wide = radios(maximum=64, body=body(radios(maximum=64, body=body(radios(maximum=64)))))
    assert "at most 20000 fit" in flattened(written(wide), {}).findings[0].message


def test_what_is_outside_its_period_is_gone_or_never_applies() -> None:
    later = Period(first=date(2027, 1, 1))
    options = (BAND.options[0], replace(BAND.options[1], period=later))
    band = replace(BAND, options=options, default="n41")
    product = flat(SITE, band, radios(period=later), rules=(replace(LOUD, period=later),))
    assert product.changes == (date(2027, 1, 1),)
    before, after = effective(product, date(2026, 12, 31)), effective(product, date(2027, 1, 1))
    assert before.era is None
    assert after.era == date(2027, 1, 1)
    assert before.attribute("band").values == ("n78",)  # type: ignore[union-attr]  # it is there
    assert before.attribute("band").default is None  # type: ignore[union-attr]  # it is there
    assert before.steps[0].attributes == ("site", "band")
    assert conditions(before)["radios.count"] == "false"
    assert not before.components
    assert "loud" in {rule.key for rule in after.rules} - {rule.key for rule in before.rules}
    assert after.components == product.components


def test_decimals_are_canonical_and_types_are_told_apart() -> None:
    length = Attribute(
        AttributeKey("length"), "Length", "decimal",
        minimum=Decimal("0.5"), maximum=Decimal(2), step=Decimal("0.50"),
    )  # fmt: skip
    assert [*map(str, length.values)] == ["0.50", "1.00", "1.50", "2.00"]
    assert [*map(str, map(length.canonical, (Decimal("1.5"), 1)))] == ["1.50", "1.00"]
    for strange in (True, 3, "1.5", Decimal("1.3"), Decimal("NaN"), Decimal("1." + "0" * 60 + "1")):
        assert length.canonical(strange) is None
