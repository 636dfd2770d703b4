"""Assemblies and articles in catalog files: what is wrong is named with its line and remedy."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.assembly import Item, assemble
from app.catalog import Value
from app.store.catalogs import CatalogInvalid, Problem, load_release
from tests.catalog.samples import PRODUCT, line_of, write_catalog

ARTICLES = """\
schema: 1
work_centres:
  - {key: bench, name: Bench, rates: {EUR: 50, USD: 55}}
articles:
  - {number: L-1, name: Lamp body, costs: {EUR: 3, USD: "3.30"}, lead_time_days: 4}
  - number: R-1
    name: Rail
    unit: m
    costs: {EUR: 8, USD: "8.80"}
    stock_lengths: [6000, 3000]
    kerf: 2.5
"""
ROWS = """\
number,name,unit,source,lead_time_days,stock_lengths,kerf,cost EUR,cost USD
B-5,"Bulb, 5 W",pcs,stock,2,,,1.10,1.20
B-9,"Bulb, 9 W",pcs,,7,,,1.60,1.75
"""
ASSEMBLY = """\
assembly:
  version: "1"
  number: "LAMP-{place}-{bulbs:02}"
  codes:
    place: {indoor: I, outdoor: O}
  days: 1
  parts:
    - {article: L-1}
    - by: bulb
      articles: {5W: B-5, 9W: B-9}
      quantity: bulbs
    - assembly: bracket
      name: Bracket
      number: "BR-{place}"
      when: place = "outdoor"
      cuts:
        - {name: Arm, material: R-1, length: 100 + 20 * bulbs, pieces: 2}
      operations:
        - {name: Bend, work_centre: bench, setup_minutes: 3, minutes: 1.5}
    - {article: B-5, each: bulbs, position: "Spare {row}", when: row > 2}
"""


def written(tmp_path: Path, *, assembly: str = ASSEMBLY, articles: str = ARTICLES, rows: str = ROWS) -> Path:
    home = write_catalog(tmp_path, lamp=PRODUCT + assembly)
    (home / "articles.yaml").write_text(articles, encoding="utf-8")
    (home / "articles.csv").write_text(rows, encoding="utf-8")
    return home


def only_problem(home: Path) -> Problem:
    with pytest.raises(CatalogInvalid) as caught:
        load_release(home)
    found = caught.value.problems
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


def test_files_become_an_assembly(tmp_path: Path) -> None:
    lamp = load_release(written(tmp_path)).product("lamp")
    item = assemble(lamp, {"place": "outdoor", "bulb": "9W", "bulbs": 3, "sealed": True})
    assert item.number.startswith("LAMP-O-03-")
    assert [(part.name, int(part.quantity), part.position) for part in item.parts] == [
        ("Lamp body", 1, ""),
        ("Bulb, 9 W", 3, ""),
        ("Bracket", 1, ""),
        ("Bulb, 5 W", 1, "Spare 3"),
    ]
    bracket = item.parts[2]
    assert isinstance(bracket, Item)
    assert [(int(cut.length), cut.pieces, cut.material.kerf) for cut in bracket.cuts] == [
        (160, 2, Decimal("2.5"))
    ]
    assert [(int(work.setup), work.minutes) for work in bracket.operations] == [(3, Decimal("1.5"))]
    assert item.lead_time_days == 8


def test_costs_are_part_of_the_release(tmp_path: Path) -> None:
    first = load_release(written(tmp_path / "a"))
    dearer = load_release(written(tmp_path / "b", rows=ROWS.replace("1.60", "1.61")))
    assert first.fingerprint != dearer.fingerprint


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ("article: L-1", "article: L-2", "assembly.parts[1].article", 'no article "L-2"'),
        ("material: R-1", "material: L-1", "assembly.parts[3].cuts[1].material", "is no bar"),
        ("9W: B-9", "8W: B-9", "assembly.parts[2].articles.8W", 'no option "8W"'),
        ("by: bulb\n", "by: bulbs\n", "assembly.parts[2].by", 'no choice "bulbs"'),
        ("quantity: bulbs", "quantity: bulb", "assembly.parts[2].quantity", "a number is needed"),
        ("length: 100 + 20 * bulbs", "length: 100 + bulps", "assembly.parts[3].cuts[1].length", "bulps"),
        ("minutes: 1.5", "minutes: sealed", "assembly.parts[3].operations[1].minutes", "a number is needed"),
        ("work_centre: bench", "work_centre: bank", "assembly.parts[3].operations[1].work_centre", "bench"),
        ('when: place = "outdoor"', "when: bulbs", "assembly.parts[3].when", "a condition is needed"),
        ("each: bulbs, ", "", "assembly.parts[4].when", 'no attribute "row"'),
        ("{row}", "{bulbs}", "assembly.parts[4].position", "only {row}"),
        ("{bulbs:02}", "{bulps:02}", "assembly.number", 'no attribute "bulps"'),
        ("{bulbs:02}", "{bulbs:2}", "assembly.number", "is no field"),
        ("LAMP-{", "A VERY LONG TEMPLATE-{", "assembly.number", "at most 22"),
        ("outdoor: O", "outdoors: O", "assembly.codes.place.outdoors", 'no option "outdoors"'),
        ("indoor: I", "indoor: i", "assembly.codes.place.indoor", "capital letters"),
        ('version: "1"\n  ', "", "assembly.version", "is missing"),
        ("days: 1", "day: 1", "assembly.day", "unknown"),
        ("article: L-1", "assembly: x", "assembly.parts[1].name", "is missing"),
        ("article: L-1", "article: L-1, by: bulb", "assembly.parts[1].article", "write one of"),
        ("article: L-1", "article: L-1, days: 2", "assembly.parts[1].days", "belongs to an assembly"),
        ("article: L-1", "article: L-1, round: down", "assembly.parts[1].round", '"up"'),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(tmp_path: Path, old: str, new: str, key: str, said: str) -> None:
    assembly = ASSEMBLY.replace(old, new, 1)
    if key == "assembly.parts[4].when":
        assembly = assembly.replace(', position: "Spare {row}"', "")
    problem = only_problem(written(tmp_path, assembly=assembly))
    assert (problem.file, problem.key) == ("products/lamp.yaml", key)
    assert said in problem.message
    if new and "\n" not in new and key.count("[") and "name" not in key:
        assert problem.line == line_of(PRODUCT + assembly, new)


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ('USD: "3.30"', "GBP: 3", "articles[1].costs.GBP", "no currency"),
        ("EUR: 3,", "EUR: -3,", "articles[1].costs.EUR", "not negative"),
        ("lead_time_days: 4", "lead_time_days: -1", "articles[1].lead_time_days", "0 to 3650"),
        ("unit: m", "unit: kg", "articles[2].unit", "write unit: m"),
        ("kerf: 2.5", "kerf: 2.55", "articles[2].kerf", "to the tenth"),
        ("[6000, 3000]", "[6000, 300000]", "articles[2].stock_lengths[2]", "100000 mm"),
        ("[6000, 3000]", "[6000, 6000]", "articles[2].stock_lengths", "different"),
        ("number: R-1", "number: B-5", "articles[1].number", "two articles"),
        ("EUR: 50,", "", "work_centres[1].rates", "EUR is missing"),
    ],
)
def test_a_mistake_in_articles_is_named_with_its_place(
    tmp_path: Path, old: str, new: str, key: str, said: str
) -> None:
    home = written(tmp_path, articles=ARTICLES.replace(old, new, 1))
    with pytest.raises(CatalogInvalid) as caught:
        load_release(home)
    assert [problem for problem in caught.value.problems if problem.key == key and said in problem.message]


def test_rows_name_at_least_number_and_name(tmp_path: Path) -> None:
    with pytest.raises(CatalogInvalid, match=r'articles.csv:1: the column "name" is missing'):
        load_release(written(tmp_path, rows="number\nB-5\nB-9\n"))


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("cost EUR", "cost EURO", 1, 'column "cost EURO" is unknown'),
        ("unit,source", "unit,unit", 1, "stands there twice"),
        ("B-9,", "", 3, "8 cells for 9 columns"),
        ("1.60", "1,60", 3, "10 cells for 9 columns"),
        ("1.60", "cheap", 3, "no amount"),
        (",2,,,", ",soon,,,", 2, "whole number"),
        ('"Bulb, 9 W"', '"Bulb, 9 W', 3, "this is not CSV"),
        (",stock,", ",shop,", 2, "purchase, made, stock"),
    ],
)
def test_a_mistake_in_rows_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    home = written(tmp_path, rows=ROWS.replace(old, new, 1))
    with pytest.raises(CatalogInvalid) as caught:
        load_release(home)
    found = [problem for problem in caught.value.problems if problem.file == "articles.csv"]
    assert [(problem.line, said in problem.message) for problem in found] == [(line, True)]


NESTED = """\
schema: 1
key: tower
code: TOWER-1
name: Tower
family: Towers
prices: {EUR: 100, USD: 110}
steps:
  - key: head
    name: Head
    components:
      - key: radios
        name: Radios
        row_name: Radio
        minimum: 0
        maximum: 3
        rows: each
        attributes:
          - key: band
            name: Band
            kind: choice
            options: [{key: low, name: Low}, {key: n78, name: High, facts: {kg: 2}}]
      - key: lamps
        name: Lamps
        minimum: 0
        maximum: 9
        rows: equal
        attributes:
          - {key: red, name: Red, kind: boolean}
    sets:
      - key: extras
        name: Extras
        members: [{key: key, name: Key}, {key: bag, name: Bag}]
    attributes:
      - {key: reach, name: Reach, kind: decimal, minimum: "0.5", maximum: "9.5", step: "0.5", unit: m}
assembly:
  version: "1"
  number: "TOWER-{radios.count}-{reach}"
  codes:
    radios.band: {low: L, n78: H}
  parts:
    - assembly: radio
      name: Radio
      each: radios
      number: "RADIO-{band}"
      position: Radio {row}
      parts:
        - by: band
          articles: {low: B-5, n78: B-9}
          quantity: 1 + band.kg
        - {article: L-1, when: reach >= 2}
    - {article: L-1, each: lamps, when: red}
    - {article: B-5, when: extras.bag}
    - {article: B-9, quantity: radios.count + lamps.count, position: spare}
    - {article: B-9, quantity: 'count(radios where band = "n78") / 2', round: up, position: high}
  cuts:
    - {name: Mast, material: R-1, length: reach * 1000}
"""


def nested(tmp_path: Path, text: str = NESTED) -> Path:
    home = write_catalog(tmp_path, tower=text)
    (home / "articles.yaml").write_text(ARTICLES, encoding="utf-8")
    (home / "articles.csv").write_text(ROWS, encoding="utf-8")
    return home


def test_rows_of_components_bring_their_own_parts(tmp_path: Path) -> None:
    tower = load_release(nested(tmp_path)).product("tower")
    values: dict[str, Value] = {
        "radios.count": 2,
        "radios.1.band": "n78",
        "radios.2.band": "low",
        "lamps.count": 4,
        "lamps.red": True,
        "extras.key": False,
        "extras.bag": True,
        "reach": Decimal("2.5"),
    }
    item = assemble(tower, values)
    assert item.number.startswith("TOWER-2-2P5-")
    first, second, lamps, bag, spare, high = item.parts
    assert isinstance(first, Item)
    assert isinstance(second, Item)
    assert (first.position, second.position) == ("Radio 1", "Radio 2")
    assert first.number.startswith("RADIO-H-")
    assert second.number.startswith("RADIO-L-")
    assert [(part.number, int(part.quantity)) for part in first.parts] == [("B-9", 3), ("L-1", 1)]
    assert [(part.number, int(part.quantity)) for part in second.parts] == [("B-5", 1), ("L-1", 1)]
    assert (lamps.number, int(lamps.quantity)) == ("L-1", 4)
    assert (bag.number, spare.number, int(spare.quantity)) == ("B-5", "B-9", 6)
    assert (high.position, int(high.quantity)) == ("high", 1)
    assert [int(cut.length) for cut in item.cuts] == [2500]


def test_without_rows_there_are_no_parts_of_them(tmp_path: Path) -> None:
    tower = load_release(nested(tmp_path)).product("tower")
    values: dict[str, Value] = {
        "radios.count": 0,
        "lamps.count": 0,
        "extras.key": False,
        "extras.bag": False,
        "reach": Decimal("0.5"),
    }
    assert assemble(tower, values).parts == ()


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ("1 + band.kg", "1 + bands.kg", "assembly.parts[1].parts[1].quantity", "bands"),
        ("by: band", "by: bond", "assembly.parts[1].parts[1].by", 'no choice "bond"'),
        ("RADIO-{band}", "RADIO-{bond}", "assembly.parts[1].number", '"bond"'),
        ("radios.band: {", "radio.band: {", "assembly.codes.radio.band", '"radios.band"'),
        ("n78: H", "n79: H", "assembly.codes.radios.band.n79", '"n79"'),
    ],
)
def test_a_mistake_within_rows_is_named_at_its_place(
    tmp_path: Path, old: str, new: str, key: str, said: str
) -> None:
    with pytest.raises(CatalogInvalid) as caught:
        load_release(nested(tmp_path, NESTED.replace(old, new, 1)))
    found = caught.value.problems
    assert {problem.key for problem in found} == {key}
    assert all(said in problem.message for problem in found)
