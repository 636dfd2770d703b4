"""Prices on the command line: findings with columns and codes, differences with examples, golden quotes."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli.catalog import catalog
from tests.catalog.price_samples import PRICING, write_lamps
from tests.catalog.samples import spoilt


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(catalog, list(map(str, arguments)))


def changed(folder: Path, old: str, new: str) -> Path:
    return write_lamps(folder, spoilt((old, new), text=PRICING))


def test_a_finding_has_its_code_its_line_and_its_column(tmp_path: Path) -> None:
    home = changed(tmp_path, "to: 9, percent", "to: 8, percent")
    said = run("check", home)
    assert said.exit_code == 2
    line = 1 + PRICING[: PRICING.index("to: 9, percent")].count("\n")
    assert (
        f"pricing.yaml:{line}:19: error [price_tiers_gap] steps[5].tiers[1].to: 9 is in no tier"
        in said.output
    )


def test_json_and_sarif_have_the_column_too(tmp_path: Path) -> None:
    home = changed(tmp_path, "to: 9, percent", "to: 8, percent")
    said = run("check", home, "--json", "--sarif", tmp_path / "found.sarif")
    [found] = json.loads(said.stdout)["catalogs"][0]["findings"]
    assert (found["code"], found["file"], found["column"]) == ("price_tiers_gap", "pricing.yaml", 19)
    sarif = json.loads((tmp_path / "found.sarif").read_text())
    [result] = sarif["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["startColumn"] == 19
    assert sarif["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "price_tiers_gap"


CHANGES = [
    ('percent: "2.5"', 'percent: "3.5"', "pricing.steps.range: 5 × lamp"),
    ("{from: 11, prices: {EUR: 4", "{from: 11, prices: {EUR: 3", "pricing.steps.slabs: 11 × shade"),
    ("prices: {EUR: 30, USD: 33}", "prices: {EUR: 31, USD: 33}", "pricing.steps.packs: 12 × cord"),
    ("percent: 90}", "percent: 80}", "pricing.steps.term: 1 × plan"),
    ("percent: 12, lines", "percent: 13, lines", "pricing.steps.care: 1 × support beside 1 × lamp"),
    ("{lamp: {EUR: 8", "{lamp: {EUR: 7", "pricing.steps.deal: 1 × lamp"),
    ("percent: 4, units", "percent: 5, units", "pricing.steps.set: 1 × lamp beside 2 × shade"),
    ("percent: 5, for: {codes", "percent: 6, for: {codes", "code XMAS"),
    ("free: 1, each", "free: 2, each", "pricing.steps.free: 12 × cord"),
    ("lamp: {itself: 12", "lamp: {itself: 13", "pricing.books.apac: 1 × lamp, region APAC"),
    ('CHF: "0.9423"', 'CHF: "0.9523"', "CHF"),
    ("  - {key: free, name: Free", "  - {key: gift, name: Free", "pricing.steps.free: 12 × cord"),
]


@pytest.mark.parametrize(("old", "new", "words"), CHANGES, ids=[one[2] for one in CHANGES])
def test_each_change_of_a_price_is_told_with_an_example(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    said = run("diff", write_lamps(tmp_path / "old"), changed(tmp_path / "new", old, new))
    assert said.exit_code == 1
    assert words in said.output
    data: dict[str, Any] = json.loads(
        run("diff", tmp_path / "old" / "lamps", tmp_path / "new" / "lamps", "--json").stdout
    )
    first = data["prices"][0]
    assert first["before"] != first["after"]


def test_a_reworded_step_changes_no_price(tmp_path: Path) -> None:
    said = run(
        "diff", write_lamps(tmp_path / "old"), changed(tmp_path / "new", "name: Range", "name: Volume")
    )
    assert "pricing.steps.range: of a few examples none costs anything else" in said.output


QUOTES = """\
schema: 1
quotes:
  - key: pair
    text: Two lines.
    currency: EUR
    lines:
      - {product: shade, quantity: 2, net: 10}
      - {product: plan, term: {from: 2027-01-01, until: 2027-02-28}, discount: 10}
    expect: {total: 1, monthly: 1}
"""


def test_a_golden_quote_fails_at_its_line_with_what_came(tmp_path: Path) -> None:
    home = write_lamps(tmp_path)
    (home / "tests").mkdir()
    (home / "tests" / "quotes.yaml").write_text(QUOTES)
    said = run("test", home)
    assert said.exit_code == 1
    assert "tests/quotes.yaml:3: quote.pair failed" in said.output
    assert "tests/quotes.yaml:9: expect.total" in said.output
    assert "lines.0.net" not in said.output


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("net: 10", "nett: 10", 'did you mean "net"?'),
        ("product: shade", "product: shades", "choices that the product allows"),
        ("currency: EUR", "currency: SEK", "to SEK"),
        ("until: 2027-02-28", "until: 2026-02-28", "ends before it starts"),
        ("net: 10", "steps: {rangy: 1}", "no such step"),
        ("currency: EUR", "currency: EUR\n    customer_tier: Gold", "one of Standard, Partner"),
    ],
)
def test_a_golden_quote_that_cannot_be_says_why(tmp_path: Path, old: str, new: str, words: str) -> None:
    home = write_lamps(tmp_path)
    (home / "tests").mkdir()
    (home / "tests" / "quotes.yaml").write_text(spoilt((old, new), text=QUOTES))
    said = run("test", home)
    assert said.exit_code in (1, 2)
    assert words in said.output
