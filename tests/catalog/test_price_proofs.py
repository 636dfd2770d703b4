"""What is proven of prices: steps that never hold, and floors that prices come below by themselves."""

from pathlib import Path

import pytest

from app.actions.import_sheet import import_sheet, write_template
from app.actions.prove_prices import price_proofs
from app.catalog import Finding
from app.store.catalogs import load_release
from tests.catalog.price_samples import write_lamps

HEAD = "schema: 1\nsteps:\n  - {key: list, name: List, kind: list}\n"


def proofs(folder: Path, *steps: str) -> list[Finding]:
    text = HEAD + "".join(f"  - {step}\n" for step in steps)
    return list(price_proofs(load_release(write_lamps(folder, text))))


FLOOR = "{key: low, name: Low, kind: floor, for: {products: [lamp]}, prices: {EUR: 8, USD: 1}}"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("kind: volume, tiers: [{from: 10, percent: 25}]", "With 10 units lamp costs 7.5 EUR"),
        ("kind: slab, tiers: [{from: 11, percent: 50}]", "With 10000 units lamp costs 5.005 EUR"),
        ("kind: block, size: 4, prices: {EUR: 30, USD: 30}", "With 4 units lamp costs 7.5 EUR"),
        ("kind: free_items, free: 1, each: 4", "With 4 units lamp costs 7.5 EUR"),
        ("kind: promotion, percent: 30, for: {codes: [X]}", "One unit of lamp may cost as little"),
        ("kind: schedule, by: amount, tiers: [{from: {EUR: 9, USD: 9}, percent: 30}]", "(a bound"),
    ],
)  # fmt: skip
def test_a_price_below_its_floor_is_told_with_its_quantity(tmp_path: Path, step: str, said: str) -> None:
    (found,) = proofs(tmp_path, f"{{key: a, name: A, {step}}}", FLOOR)
    assert found.code == "price_below_floor"
    assert found.place == ("steps", 2)
    assert said in found.message


@pytest.mark.parametrize(
    "step",
    [
        "kind: volume, tiers: [{from: 10, percent: 20}]",
        "kind: volume, for: {products: [cord]}, tiers: [{from: 10, percent: 50}]",
        "kind: manual, limits: {rep: 50}",
        "kind: per_unit, for: {products: [lamp]}, formula: bulbs, effect: set",
    ],
)
def test_what_keeps_its_floor_or_cannot_be_followed_is_not_told(tmp_path: Path, step: str) -> None:
    assert proofs(tmp_path, f"{{key: a, name: A, {step}}}", FLOOR) == []


@pytest.mark.parametrize(
    ("when", "never"),
    [
        ('place = "outdoor" and not sealed', True),
        ("bulbs * bulb.power_w > 20", True),
        ('place = "outdoor"', False),
        ("quantity > 3", False),
        ("quantity < 0 and sealed", False),
    ],
)
def test_a_step_that_never_holds_is_proven(tmp_path: Path, when: str, never: bool) -> None:
    said = proofs(tmp_path, f"{{key: a, name: A, kind: promotion, percent: 1, when: '{when}'}}")
    assert [one.code for one in said] == (["price_step_never"] if never else [])


def test_prices_through_a_workbook_are_the_same_release(tmp_path: Path) -> None:
    home = write_lamps(tmp_path)
    write_template(tmp_path / "lamps.xlsx", home)
    after = import_sheet(tmp_path / "lamps.xlsx", tmp_path / "after" / "lamps")
    before = load_release(home)
    assert after.pricing == before.pricing
    assert after.fingerprint == before.fingerprint
