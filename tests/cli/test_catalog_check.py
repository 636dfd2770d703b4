"""``quotewright catalog check`` as somebody runs it, on a terminal or in CI."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli.catalog import catalog
from app.configuration.proofs import KINDS
from tests.catalog.samples import PRODUCT, line_of, write_catalog

DEAD = """\
  - key: no_strong_bulb
    text: At most 6 W.
    rule: bulb.power_w <= 6
"""


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(catalog, ["check", *map(str, arguments)])


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The strong bulb is dead."""
    folder = write_catalog(tmp_path)
    file = folder / "products" / "lamp.yaml"
    file.write_text(file.read_text().replace("rules:\n", f"rules:\n{DEAD}"))
    return folder


def sarif(folder: Path, to: Path) -> dict[str, Any]:
    check(folder, "--sarif", to)
    log: dict[str, Any] = json.loads(to.read_text())
    return log


def test_a_sound_catalog_ends_with_0_and_its_numbers(tmp_path: Path) -> None:
    said = check(write_catalog(tmp_path))
    assert said.exit_code == 0
    assert "configurations" in said.stdout


def test_a_finding_is_told_with_line_reason_and_remedy(broken: Path) -> None:
    said = check(broken)
    assert said.exit_code == 1
    line = line_of((broken / "products" / "lamp.yaml").read_text(), "key: 9W")
    assert f"products/lamp.yaml:{line}: error [dead_option]" in said.stdout
    assert "because of rule no_strong_bulb (line" in said.stdout
    assert KINDS["dead_option"].remedy in said.stdout
    assert "\x1b[" not in said.stdout


def test_warnings_fail_only_when_strict(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path)
    file = folder / "products" / "lamp.yaml"
    file.write_text(
        file.read_text().replace("rules:\n", f"rules:\n{DEAD.replace('bulb.power_w <= 6', 'bulbs <= 3')}")
    )
    assert check(folder).exit_code == 0
    assert check(folder, "--strict").exit_code == 1


def test_json_holds_every_finding(broken: Path) -> None:
    [one] = json.loads(check(broken, "--json").stdout)["catalogs"]
    dead = next(finding for finding in one["findings"] if "9W" in finding["text"])
    assert (dead["severity"], dead["product"], dead["file"]) == ("error", "lamp", "products/lamp.yaml")
    assert [spot["name"] for spot in dead["because"]] == ["rule no_strong_bulb"]
    assert one["products"][0]["configurations"]["exact"] is True


def test_files_that_make_no_catalog_end_with_2(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path, lamp=PRODUCT.replace("kind: choice", "kind: chioce", 1))
    said = check(folder)
    assert said.exit_code == 2
    assert "[catalog_invalid]" in said.stderr
    [one] = json.loads(check(folder, "--json").stdout)["catalogs"]
    assert one["release"] is None


def test_one_product_alone_is_checked(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path)
    assert "lamp:" in check(folder, "--product", "lamp").stdout
    assert check(folder, "--product", "lmap").exit_code == 1


def test_sarif_has_what_its_schema_requires(broken: Path, tmp_path: Path) -> None:
    log = sarif(broken, tmp_path / "found.sarif")
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert isinstance(driver["name"], str)
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
    assert run["results"]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            physical = location["physicalLocation"]
            assert physical["region"]["startLine"] >= 1
            assert " " not in physical["artifactLocation"]["uri"]


def test_sarif_tells_of_files_that_make_no_catalog(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path, lamp=PRODUCT.replace("kind: choice", "kind: chioce", 1))
    [run] = sarif(folder, tmp_path / "found.sarif")["runs"]
    assert {result["ruleId"] for result in run["results"]} == {"catalog_invalid"}
