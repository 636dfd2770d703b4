"""``pricing.yaml``: read, refused with file, line, column and a way out, and written again."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from openpyxl import Workbook

from app.catalog.price_checks.titles import TITLES
from app.catalog.pricing import USUAL, Formula, PriceTier, Volume
from app.store.catalogs import load_release
from app.store.catalogs.prices import write_pricing
from tests.catalog.price_samples import ARTICLES, FOLDER, PRICING, problems, write_lamps
from tests.catalog.samples import spoilt, write_catalog

RANGE = """\
    tiers:
      - {from: 5, to: 9, percent: "2.5"}
      - {from: 10, prices: {EUR: 9, USD: 10}, flat: {EUR: 3, USD: 4}}
"""

MISTAKES = yaml.safe_load((FOLDER / "mistakes.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("mistake", MISTAKES, ids=[one["write"][:60] for one in MISTAKES])
def test_each_mistake_is_named_with_its_place_and_a_way_out(tmp_path: Path, mistake: dict[str, str]) -> None:
    text = spoilt((mistake["instead_of"], mistake["write"]), text=PRICING)
    found = problems(write_lamps(tmp_path, text))
    if "key" not in mistake:
        assert not found
        return
    mine = [one for one in found if one.key == mistake["key"]]
    assert [(one.file, one.code) for one in mine] == [("pricing.yaml", mistake["code"])], found
    assert mistake["says"] in mine[0].message
    assert 0 < mine[0].column <= len(text.splitlines()[mine[0].line - 1])


def test_the_sample_is_sound_and_all_kinds_of_steps_are_in_it(tmp_path: Path) -> None:
    home = write_lamps(tmp_path)
    assert not problems(home)
    kinds = {type(step.rule).__name__ for step in load_release(home).pricing.steps}
    assert len(kinds) == 19


def test_what_is_read_and_written_again_is_the_same_release(tmp_path: Path) -> None:
    home = write_lamps(tmp_path)
    first = load_release(home)
    (home / "pricing.yaml").write_text(write_pricing(first.pricing), encoding="utf-8")
    again = load_release(home)
    assert again.pricing == first.pricing
    assert again.fingerprint == first.fingerprint


def test_each_change_of_a_price_changes_the_fingerprint(tmp_path: Path) -> None:
    first = load_release(write_lamps(tmp_path / "one")).fingerprint
    changed = spoilt(('percent: "2.5"', 'percent: "2.6"'), text=PRICING)
    assert load_release(write_lamps(tmp_path / "other", changed)).fingerprint != first


def test_a_catalog_without_prices_as_usual_keeps_its_fingerprint(tmp_path: Path) -> None:
    home = write_catalog(tmp_path)
    bare = load_release(home)
    assert bare.pricing == USUAL
    (home / "pricing.yaml").write_text(write_pricing(USUAL), encoding="utf-8")
    assert load_release(home).fingerprint == bare.fingerprint


def test_a_file_that_says_nothing_prices_as_usual(tmp_path: Path) -> None:
    home = write_catalog(tmp_path)
    (home / "pricing.yaml").write_text("schema: 1\n", encoding="utf-8")
    assert load_release(home).pricing == USUAL


def test_tiers_stand_in_a_csv_file_too(tmp_path: Path) -> None:
    text = spoilt((RANGE, "    file: range.csv\n"), text=PRICING)
    rows = "from,to,percent,price EUR,price USD,flat EUR,flat USD\n5,9,2.5,*,*,*,*\n10,*,*,9,10,3,4\n"
    home = write_lamps(tmp_path / "rows", text, range_csv=rows)
    assert not problems(home)
    plain = load_release(write_lamps(tmp_path / "plain"))
    assert load_release(home).fingerprint == plain.fingerprint


@pytest.mark.parametrize(
    ("row", "code", "line", "said"),
    [
        ("5,8,2.5\n10,*,3", "price_tiers_gap", 2, "write to: 9"),
        ("5,10,2.5\n10,*,3", "price_tiers_overlap", 2, "write to: 9"),
        ("5,*,2.5\n4,*,3", "price_tiers_order", 3, "Sort them"),
        ("5,*,250", "", 2, "from 0 to 100"),
        ("five,*,2.5", "", 2, "whole number"),
        ("5,,2.5", "", 2, "the cell is empty"),
    ],
)
def test_a_mistake_in_a_file_of_tiers_is_named_at_its_row(
    tmp_path: Path, row: str, code: str, line: int, said: str
) -> None:
    text = spoilt((RANGE, "    file: range.csv\n"), text=PRICING)
    (found,) = problems(write_lamps(tmp_path, text, range_csv=f"from,to,percent\n{row}\n"))
    assert (found.file, found.line, found.code) == ("range.csv", line, code)
    assert said in found.message


def test_a_file_of_tiers_that_is_not_there_is_named(tmp_path: Path) -> None:
    text = spoilt((RANGE, "    file: rangy.csv\n"), text=PRICING)
    (found,) = problems(write_lamps(tmp_path, text))
    assert found.file == "rangy.csv"


def test_a_column_that_is_unknown_is_named_with_the_nearest(tmp_path: Path) -> None:
    text = spoilt((RANGE, "    file: range.csv\n"), text=PRICING)
    (found,) = problems(write_lamps(tmp_path, text, range_csv="from,percnt\n5,2\n"))
    assert 'did you mean "percent"?' in found.message


BOOK = '    prices:\n      lamp: {itself: 12, "place=outdoor": 5, bulbs: "1.50"}\n      plan: 21\n'


def test_a_price_book_stands_in_a_csv_file_too(tmp_path: Path) -> None:
    text = spoilt((BOOK, "    file: apac.csv\n"), text=PRICING)
    rows = "product,item,price\nlamp,*,12\nlamp,place=outdoor,5\nlamp,bulbs,1.50\nplan,itself,21\n"
    home = write_lamps(tmp_path / "rows", text, apac_csv=rows)
    assert not problems(home)
    assert load_release(home).fingerprint == load_release(write_lamps(tmp_path / "plain")).fingerprint


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        ("lamp,place=outdor,5", "price_item_unknown", "outdoor"),
        ("lamps,*,5", "price_name_unknown", '"lamp"?'),
        ("lamp,*,13\nlamp,itself,5", "", "in line 2 already"),
        ("lamp,*,=A2*2", "", "is no amount"),
    ],
)
def test_a_mistake_in_a_file_of_a_book_is_named_at_its_row(
    tmp_path: Path, row: str, code: str, said: str
) -> None:
    text = spoilt((BOOK, "    file: apac.csv\n"), text=PRICING)
    (found,) = problems(write_lamps(tmp_path, text, apac_csv=f"product,item,price\n{row}\n"))
    assert (found.file, found.code) == ("apac.csv", code)
    assert found.line == 2 + row.count("\n")
    assert said in found.message


def test_two_books_that_tie_are_refused_and_say_what_they_share(tmp_path: Path) -> None:
    spring = "{key: spring, name: Spring, currency: USD, regions: [APAC], until: 2026-06-30"
    other = f"  - {spring}, prices: {{lamp: 11}}}}\nsteps:\n"
    (found,) = problems(write_lamps(tmp_path, spoilt(("steps:\n", other), text=PRICING)))
    assert found.code == "price_books_tie"
    assert "lamp" in found.message
    assert found.key == "books[2]"


def test_two_percentages_of_one_another_are_a_circle(tmp_path: Path) -> None:
    back = "{key: back, name: B, kind: percent_of_total, percent: 1, lines: {products: [support]}"
    more = f"  - {back}, for: {{products: [cord]}}}}\n"
    changed = spoilt(
        ("lines: {families: [Lights]}", "lines: {products: [cord]}"),
        ("  - {key: deal", more + "  - {key: deal"),
        text=PRICING,
    )
    found = problems(write_lamps(tmp_path, changed))
    assert [one.code for one in found] == ["price_circle", "price_circle"]


def test_a_megabyte_of_formula_is_refused_before_it_is_read(tmp_path: Path) -> None:
    long = "1" + " + 1" * 250_000
    (found,) = problems(
        write_lamps(tmp_path, spoilt(("formula: bulbs * 2", f"formula: {long}"), text=PRICING))
    )
    assert found.code == "price_formula_invalid"
    assert "at most 40000 are read" in found.message
    assert len(found.message) < 1_000


def test_costs_that_are_missing_are_named(tmp_path: Path) -> None:
    home = write_lamps(tmp_path)
    (home / "articles.yaml").write_text(spoilt((', costs: {EUR: 2, USD: "2.20"}', ""), text=ARTICLES))
    (found,) = problems(home)
    assert found.code == "price_cost_missing"
    assert "article A-1 has none" in found.message


def test_a_rate_that_a_later_table_loses_is_missed(tmp_path: Path) -> None:
    later = "books:\n"
    table = "  - {base: EUR, from: 2026-07-01, rates: {CHF: 1}}\nbooks:\n"
    (found,) = problems(write_lamps(tmp_path, spoilt((later, table), text=PRICING)))
    assert (found.code, found.key) == ("price_rate_missing", "rates[2].rates")
    assert "JPY" in found.message


def test_names_are_read_by_language_and_periods_by_day(tmp_path: Path) -> None:
    pricing = load_release(write_lamps(tmp_path)).pricing
    (book,) = pricing.books
    assert (book.name, book.names) == ("APAC", {"en": "APAC", "de": "Asien"})
    assert date(2027, 1, 1) in pricing.changes
    assert date(2026, 2, 1) in pricing.changes


def test_the_release_is_another_offer_when_a_price_step_comes_or_goes(tmp_path: Path) -> None:
    release = load_release(write_lamps(tmp_path))
    assert release.at(date(2026, 12, 30)).is_offered_alike(release.at(date(2026, 12, 31)))
    assert not release.at(date(2026, 12, 31)).is_offered_alike(release.at(date(2027, 1, 1)))


def test_a_name_that_is_not_in_the_language_of_the_catalog_is_missed(tmp_path: Path) -> None:
    found = problems(write_lamps(tmp_path, spoilt(("{en: APAC, de: Asien}", "{de: Asien}"), text=PRICING)))
    assert [one.key for one in found] == ["books[1].name"]


def test_values_are_exact(tmp_path: Path) -> None:
    steps = {step.key: step for step in load_release(write_lamps(tmp_path)).pricing.steps}
    tiers = steps["range"].rule
    assert isinstance(tiers, Volume)
    assert isinstance(tiers.tiers[0], PriceTier)
    assert str(tiers.tiers[0].percent) == "2.5"
    when = steps["floor"].reach.when
    assert isinstance(when, Formula)
    assert when.source == 'place = "outdoor"'


def test_every_code_is_known_with_its_title() -> None:
    said = {one["code"] for one in MISTAKES if one.get("code")} - set(TITLES)
    assert not said


def test_tiers_stand_on_a_sheet_of_a_workbook_too_and_formulas_are_never_run(tmp_path: Path) -> None:
    text = spoilt((RANGE, "    file: range.xlsx\n    sheet: Volume\n"), text=PRICING)
    home = write_lamps(tmp_path, text)
    book = Workbook()
    sheet = book.create_sheet("Volume")
    for row in (["from", "to", "percent"], [5, 9, 2.5], [10, "*", 4]):
        sheet.append(row)
    book.save(home / "range.xlsx")
    range_ = next(step.rule for step in load_release(home).pricing.steps if step.key == "range")
    assert isinstance(range_, Volume)
    assert [(tier.minimum, str(tier.percent)) for tier in range_.tiers] == [(5, "2.5"), (10, "4")]
    sheet["C3"] = "=1+1"
    book.save(home / "range.xlsx")
    (found,) = problems(home)
    assert (found.file, found.line, found.key) == ("range.xlsx", 3, "percent")
    assert "empty" in found.message
