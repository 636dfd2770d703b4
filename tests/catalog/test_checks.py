"""The checks on values alone, for catalogs that did not come from files."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.catalog import Product, Release, check_product, check_release
from app.catalog.checks import check_condition, did_you_mean
from app.catalog.expressions import parse
from app.store.catalogs import load_release
from tests.catalog.samples import write_catalog


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return load_release(write_catalog(tmp_path))


@pytest.fixture
def lamp(release: Release) -> Product:
    return release.product("lamp")


def said(source: str, product: Product) -> list[tuple[int, str]]:
    return [(one.at, one.message) for one in check_condition(parse(source), source, product)]


def test_a_sound_release_has_no_findings(release: Release) -> None:
    assert check_release(release) == ()


def test_findings_of_a_release_start_with_the_product(release: Release, lamp: Product) -> None:
    cheap = replace(lamp, prices={"EUR": Decimal(-1), "USD": Decimal(0)})
    findings = check_release(replace(release, products={"lamp": cheap}))
    assert [finding.place for finding in findings] == [("product", "lamp", "prices", "EUR")]


def test_each_mistake_of_an_expression_is_said_once(lamp: Product) -> None:
    source = "bulbz + sealed <= 3 and place"
    assert said(source, lamp) == [
        (0, 'there is no attribute "bulbz"; did you mean "bulb"?'),
        (8, "a number is needed here, this is a condition"),
        (24, "a condition is needed here, this is an option"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        'place = "indoor"',
        'sealed = (place = "outdoor")',
        "sealed != true",
        "bulbs = 4 or 4 >= bulbs",
        "bulbs in {1, 2}",
        "sealed in {true}",
        "bulb.power_w * bulbs + 1 > 2.5",
        "place != bulb",
        "bulbs / 2 >= 1.5",
        "bulb.power_w / bulbs <= 4",
        "min(bulbs, bulb.power_w) < 3 and abs(bulbs - 3) < 2",
        'sum(bulbs where sealed, 3 where place = "indoor") > 1',
        'sealed requires place = "outdoor"',
        "sealed excludes bulbs > 3",
    ],
)
def test_sound_conditions_pass(lamp: Product, source: str) -> None:
    assert said(source, lamp) == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('place < "indoor"', '"<" compares numbers'),
        ('bulb = "7W"', 'bulb has no option "7W"'),
        ('"7W" = bulb', 'bulb has no option "7W"'),
        ("bulb in {5}", 'bulb has no option "5"'),
        ("bulbs in {7}", "bulbs goes from 1 to 4; 7 is none of them"),
        ("sealed in {1}", "sealed is true or false, not 1"),
        ("bulbs = sealed", "a number cannot be compared with a condition"),
        ('"a" = "a"', "a text cannot be compared with a text"),
        ("bulb.volts = 1", 'bulb has no fact "volts"; there is "power_w"'),
        ("sealed.power_w = 1", 'sealed has no fact "power_w"; there are none'),
        ("present(bulp)", 'did you mean "bulb"?'),
        ("place = indor", 'did you mean "indoor"?'),
        ("indoor", 'it is an option of place: write "indoor" in quotes'),
        ("sealed implies 3", "a condition is needed here, this is a number"),
        ("bulbs / 0 > 1", "nothing is divided by 0"),
        ("bulbs / (2 - 2.0) > 1", "nothing is divided by 0"),
        ("min(bulbs, place) > 1", "a number is needed here, this is an option"),
        ("abs(sealed) > 1", "a number is needed here, this is a condition"),
        ("sum(bulbs where bulb) > 1", "a condition is needed here, this is an option"),
        ("sum(bulbs where sealed)", "a condition is needed here, this is a number"),
        ("count(bulbs) > 1", 'there is no component or set "bulbs"'),
        ('"indoor" in place', 'there is no component or set "place"'),
        ("bulbs <= 3 m and bulb.power_w < 2", "this has no unit, and is compared with m"),
    ],
)
def test_unsound_conditions_are_refused_with_a_remedy(lamp: Product, source: str, message: str) -> None:
    found = said(source, lamp)
    assert len(found) == 1
    assert message in found[0][1]


def test_an_attribute_belongs_into_exactly_one_step(lamp: Product) -> None:
    step = replace(lamp.steps[0], attributes=lamp.steps[0].attributes[:-1])
    findings = check_product(replace(lamp, steps=(step,)), currencies=("EUR", "USD"))
    assert [finding.message for finding in findings] == ["sealed is asked in 0 steps; it belongs into one"]


def test_a_product_may_have_nothing_to_choose(lamp: Product) -> None:
    bare = replace(lamp, attributes=(), steps=(), rules=(), tables=())
    assert check_product(bare, currencies=("EUR", "USD")) == ()


def test_proposals_are_near_or_list_what_there_is() -> None:
    assert did_you_mean("bnad", ["band", "site"]) == 'did you mean "band"?'
    assert did_you_mean("x", ["band", "site"]) == 'there is "band", "site"'
    assert did_you_mean("BAND", ["band"]) == 'did you mean "band"?'
    assert did_you_mean("x", []) == "there are none"
    assert did_you_mean("x", [f"name{n}" for n in range(20)]).endswith('"name7" and more')
