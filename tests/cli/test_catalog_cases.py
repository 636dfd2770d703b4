"""``quotewright catalog test``: golden cases run, fail readably, and are recorded."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from app.cli.catalog import catalog
from app.errors import AppError
from app.store.catalogs import shipped_catalog
from tests.catalog.samples import write_catalog

HOLDS = """\
schema: 1
product: lamp
cases:
  - key: outdoors
    text: Outdoors it is sealed.
    choices: {place: outdoor, bulb: 9W}
    expect:
      complete: false
      domains: {sealed: [true], place: [indoor, outdoor]}
      completed: {bulbs: 1}
      prices: [{currency: EUR, list: "15.25", net: "15.25"}]
  - key: indoors
    choices: {place: indoor}
    expect:
      absent: [sealed]
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(catalog, ["test", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = write_catalog(tmp_path)
    (home / "tests").mkdir()
    (home / "tests" / "lamp.yaml").write_text(HOLDS)
    return home


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "tests" / "lamp.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_cases_that_hold_end_with_0(folder: Path) -> None:
    said = run(folder)
    assert (said.exit_code, said.stdout.splitlines()[-1]) == (0, f"{folder}: 2 cases, none failed")


def test_the_shipped_cases_hold_and_there_are_two_for_each_product() -> None:
    said = run(shipped_catalog("telecom"), "--json")
    assert said.exit_code == 0
    products = [case["product"] for case in json.loads(said.stdout)["cases"]]
    assert all(products.count(product) >= 2 for product in ("mx900", "sc300", "ml200", "care"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('net: "15.25"', 'net: "15.20"', "tests/lamp.yaml:11: expect.prices.0.net"),
        ("complete: false", "complete: true", "got       false; open: "),
        ("[true]", "[true, false]", "missing: false"),
        ("absent: [sealed]", "absent: [bulb]", "bulb does not apply"),
        ("completed: {bulbs: 1}", "completed: {bulbs: 2}", "expected  2"),
        ("choices: {place: indoor}", "choices: {place: moon}", "has no such option"),
        ("absent: [sealed]", "implied: {bulb: 5W}", "nothing; possible: "),
        ("absent: [sealed]", "impossible: {bulb: 5W}", "possible: 5W"),
        ("absent: [sealed]", "refused: [strong]", "they go together"),
        ("currency: EUR", "currency: GBP", "no price in GBP"),
    ],
)
def test_what_is_not_kept_is_shown_expected_and_got(folder: Path, old: str, new: str, said: str) -> None:
    change(folder, old, new)
    failed = run(folder)
    assert failed.exit_code == 1
    assert said in failed.stdout


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("complete: false", "completed_: false", "completed_"),
        ("schema: 1", "schema: 2", "version 1"),
        ("key: indoors", "key: outdoors", "rename one"),
        ("absent: [sealed]", "absent: [sealed]\n      refused: [x]", "stands alone"),
        ("[indoor, outdoor]", "{from: 1}", "whole numbers as {from"),
    ],
)
def test_cases_that_cannot_be_read_end_with_2(folder: Path, old: str, new: str, said: str) -> None:
    change(folder, old, new)
    refused = run(folder)
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_a_catalog_without_cases_is_told_how_to_get_one(tmp_path: Path) -> None:
    refused = run(write_catalog(tmp_path))
    assert isinstance(refused.exception, AppError)
    assert "--record" in refused.exception.detail


def test_a_recorded_case_holds_and_can_be_read_again(folder: Path) -> None:
    recorded = run(
        folder, "--record", "two", "--product", "lamp", "--choose", "bulbs=2", "--choose", "place=outdoor"
    )
    assert recorded.exit_code == 0
    assert run(folder).stdout.splitlines()[-1].endswith("3 cases, none failed")
    again = run(folder, "--record", "two", "--product", "lamp", "--choose", "bulbs=2")
    assert "already" in str(again.exception)


def test_contradictory_choices_are_recorded_as_a_refusal(folder: Path) -> None:
    run(folder, "--record", "no", "--product", "lamp", "--choose", "place=indoor", "--choose", "sealed=true")
    assert "refused:" in (folder / "tests" / "lamp.yaml").read_text()
    assert run(folder).exit_code == 0


def test_junit_names_each_case_and_failure(folder: Path, tmp_path: Path) -> None:
    change(folder, "complete: false", "complete: true")
    run(folder, "--junit", tmp_path / "cases.xml")
    suite = ET.parse(tmp_path / "cases.xml").getroot()  # noqa: S314  # written by the command above
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert [case.get("name") for case in suite] == ["outdoors", "indoors"]
