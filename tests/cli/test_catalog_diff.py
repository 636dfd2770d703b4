"""``quotewright catalog diff``: what a change writes differently, forbids and allows."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli.catalog import catalog
from tests.catalog.samples import PRODUCT, spoilt, write_catalog


def diff(*arguments: str | Path) -> Result:
    return CliRunner().invoke(catalog, ["diff", *map(str, arguments)])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write_catalog(tmp_path / "old")


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    return write_catalog(tmp_path / "new", lamp=spoilt(*changes))


def found(old: Path, new: Path) -> dict[str, Any]:
    said = diff(old, new, "--json")
    assert said.exit_code == 1
    data: dict[str, Any] = json.loads(said.stdout)
    return data


def test_the_same_catalog_in_another_folder_ends_with_0(old: Path, tmp_path: Path) -> None:
    assert diff(old, write_catalog(tmp_path / "new")).exit_code == 0


def test_a_price_is_told_with_both_amounts(old: Path, tmp_path: Path) -> None:
    said = diff(old, changed(tmp_path, ("EUR: 10,", "EUR: 12,")))
    assert said.exit_code == 1
    assert "products.lamp.prices.EUR: 10 → 12" in said.stdout


def test_a_stricter_rule_forbids_and_the_way_back_allows(old: Path, tmp_path: Path) -> None:
    stricter = "rules:\n  - {key: few, text: At most two., rule: bulbs <= 2}\n"
    new = changed(tmp_path, ("rules:\n", stricter))
    [effect] = found(old, new)["effects"]
    assert (effect["direction"], effect["because"]) == ("forbidden", ["rule", "few"])
    assert effect["example"]["bulbs"] > 2
    [back] = found(new, old)["effects"]
    assert (back["direction"], back["because"]) == ("allowed", ["rule", "few"])
    assert "no longer possible, because of rule few" in diff(old, new).stdout


def test_an_option_that_is_gone_is_told_with_an_example(old: Path, tmp_path: Path) -> None:
    new = changed(tmp_path, ("          - {key: 5W, name: 5 W, facts: {power_w: 5}}\n", ""))
    data = found(old, new)
    assert ["products", "lamp", "attributes", "bulb", "options", "5W"] in [
        one["path"] for one in data["written"]
    ]
    effect = next(one for one in data["effects"] if one["because"][-1] == "5W")
    assert effect["example"]["bulb"] == "5W"


def test_words_alone_change_no_configuration(old: Path, tmp_path: Path) -> None:
    data = found(old, changed(tmp_path, ("name: Body", "name: Lamp body")))
    assert data["effects"] == []
    assert [one["change"] for one in data["written"]] == ["changed"]


def test_products_that_come_and_go_are_told(old: Path, tmp_path: Path) -> None:
    other = spoilt(("key: lamp", "key: torch"), ("code: LAMP-1", "code: TORCH-1"))
    new = write_catalog(tmp_path / "new", lamp=PRODUCT, torch=other)
    [added] = found(old, new)["written"]
    assert (added["change"], added["path"]) == ("added", ["products", "torch"])


def test_a_folder_that_makes_no_catalog_ends_with_2(old: Path, tmp_path: Path) -> None:
    assert diff(old, changed(tmp_path, ("kind: choice", "kind: chioce"))).exit_code == 2
