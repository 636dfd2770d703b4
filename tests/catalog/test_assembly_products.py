"""Products within products: what a component's rows are made of is written once, at their own product."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.assembly import Item, assemble, check_number, costs
from app.catalog import Release, Value
from app.configuration import Configurator
from app.store.catalogs import CatalogInvalid, load_release
from tests.catalog.samples import write_catalog

ARTICLES = """\
schema: 1
work_centres:
  - {key: bench, name: Bench, rates: {EUR: 60, USD: 66}}
articles:
  - {number: M-05, name: Motor 0.5 kW, costs: {EUR: 90, USD: 99}, lead_time_days: 9}
  - {number: M-15, name: Motor 1.5 kW, costs: {EUR: 140, USD: 154}, lead_time_days: 14}
  - {number: F-1, name: Foot, costs: {EUR: 4, USD: "4.40"}}
"""
MOTOR = """\
schema: 1
key: motor
code: MOT
name: Motor unit
family: Drives
prices: {EUR: 300, USD: 330}
steps:
  - key: drive
    name: Drive
    attributes:
      - key: power
        name: Power
        kind: choice
        options:
          - {key: small, name: 0.5 kW}
          - {key: large, name: 1.5 kW}
      - {key: feet, name: Feet, kind: boolean}
      - key: paint
        name: Paint
        kind: choice
        options:
          - {key: grey, name: Grey}
          - {key: blue, name: Blue}
assembly:
  version: "1"
  number: "MOT-{power}"
  days: 2
  parts:
    - by: power
      articles: {small: M-05, large: M-15}
    - {article: F-1, quantity: 4, when: feet}
  operations:
    - {name: Mount, work_centre: bench, minutes: 10}
"""
STATION = """\
schema: 1
key: station
code: STA
name: Station
family: Drives
prices: {EUR: 900, USD: 990}
steps:
  - key: drives
    name: Drives
    components:
      - {key: motors, name: Motors, row_name: Motor, product: motor, minimum: 1, maximum: 3}
      - {key: spares, name: Spares, product: motor, rows: equal, minimum: 0, maximum: 4}
assembly:
  version: "1"
  number: "STA-{motors.count}"
  days: 1
  parts:
    - assembly: frame
      name: Frame
      parts:
        - {component: motors}
    - {component: spares, position: Spare}
"""
SMALL: dict[str, Value] = {"power": "small", "feet": True, "paint": "grey"}


def files(tmp_path: Path, *, station: str = STATION, motor: str = MOTOR) -> Path:
    home = write_catalog(tmp_path, motor=motor, station=station)
    (home / "articles.yaml").write_text(ARTICLES, encoding="utf-8")
    return home


def configured(motors: list[dict[str, Value]], *, spares: dict[str, Value], count: int) -> dict[str, Value]:
    rows = {f"motors.{n}.{key}": one for n, row in enumerate(motors, start=1) for key, one in row.items()}
    equal = {f"spares.{key}": one for key, one in spares.items()}
    return {"motors.count": len(motors), **rows, "spares.count": count, **equal}


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return load_release(files(tmp_path))


def parts_of(item: Item) -> list[Item]:
    frame, *spares = (part for part in item.parts if isinstance(part, Item))
    return [*(part for part in frame.parts if isinstance(part, Item)), *spares]


def test_a_row_is_made_of_what_its_product_is_made_of_with_the_same_number(release: Release) -> None:
    alone = assemble(release.product("motor"), SMALL)
    values = configured([SMALL, {**SMALL, "power": "large"}], spares=SMALL, count=2)
    first, second, spare = parts_of(assemble(release.product("station"), values))
    check_number(first.number)
    assert replace(first, because=()) == replace(alone, quantity=Decimal(1), parts=first.parts)
    assert [replace(one, because=()) for one in first.parts] == [
        replace(one, because=()) for one in alone.parts
    ]
    assert second.number != first.number
    assert (spare.number, int(spare.quantity), spare.position) == (alone.number, 2, "Spare")


def test_equal_rows_are_one_line_and_rows_that_differ_in_anything_are_not(release: Release) -> None:
    station = release.product("station")
    [line] = parts_of(assemble(station, configured([SMALL, SMALL], spares={}, count=0)))
    assert line.quantity == 2
    # Paint brings no part, and yet a blue motor is another item.
    lines = parts_of(assemble(station, configured([SMALL, {**SMALL, "paint": "blue"}], spares={}, count=0)))
    assert [line.quantity for line in lines] == [1, 1]
    assert len({line.number for line in lines}) == 2


def test_reasons_bear_the_names_of_the_whole(release: Release) -> None:
    [line] = parts_of(assemble(release.product("station"), configured([SMALL], spares={}, count=0)))
    assert line.parts[0].because == ("Motor 1 · Power: 0.5 kW",)
    names = {one.name for one in release.product("station").attributes}
    assert "Motor 1 · Power" in names


def test_cost_and_lead_time_are_those_of_the_product(release: Release) -> None:
    alone = assemble(release.product("motor"), SMALL)
    whole = assemble(release.product("station"), configured([SMALL], spares=SMALL, count=2))
    one, three = costs(alone, "EUR").cost, costs(whole, "EUR").cost
    assert one is not None
    assert one.amount == 90 + 16 + 10
    assert three == one + one + one
    assert (alone.lead_time_days, whole.lead_time_days) == (11, 12)


def test_a_change_of_the_product_changes_what_the_whole_is_made_of(tmp_path: Path) -> None:
    values = configured([SMALL], spares={}, count=0)
    before = assemble(load_release(files(tmp_path / "a")).product("station"), values)
    motor = MOTOR.replace("quantity: 4", "quantity: 6")
    after = assemble(load_release(files(tmp_path / "b", motor=motor)).product("station"), values)
    assert [part.quantity for part in parts_of(before)[0].parts] == [1, 4]
    assert [part.quantity for part in parts_of(after)[0].parts] == [1, 6]


def test_a_raised_version_renumbers_the_product_and_all_around_it(tmp_path: Path) -> None:
    values = configured([SMALL], spares={}, count=0)
    before = assemble(load_release(files(tmp_path / "a")).product("station"), values)
    motor = MOTOR.replace('version: "1"', 'version: "2"')
    after = assemble(load_release(files(tmp_path / "b", motor=motor)).product("station"), values)
    assert before.number != after.number
    assert parts_of(before)[0].number != parts_of(after)[0].number


def test_a_product_in_a_product_in_a_product(tmp_path: Path) -> None:
    home = files(tmp_path)
    line = STATION.replace("key: station", "key: line").replace("STA", "LINE")
    line = line.replace("row_name: Motor, product: motor", "row_name: Station, product: station")
    (home / "products/line.yaml").write_text(line, encoding="utf-8")
    inner = {f"motors.1.{key}": one for key, one in configured([SMALL], spares={}, count=0).items()}
    product = load_release(home).product("line")
    item = assemble(product, {"motors.count": 1, "spares.count": 0, **inner})
    [station] = parts_of(item)
    [motor] = parts_of(station)
    assert motor.number == assemble(load_release(home).product("motor"), SMALL).number
    assert motor.parts[0].because == ("Station 1 · Motor 1 · Power: 0.5 kW",)
    assert Configurator(product).configure({}).open


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ("motors}", "motor}", "parts[1].parts[1].component", 'no component "motor"'),
        ("motors}", "motors, each: 2}", "parts[1].parts[1].each", "brings its own rows"),
        ("motors}", "motors, days: 2}", "parts[1].parts[1].days", "of its own"),
        ("motors}", "motors, article: F-1}", "parts[1].parts[1].article", "write one of"),
        ("spares,", "spares, quantity: paint,", "parts[2].quantity", "a number is needed"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, old: str, new: str, key: str, said: str) -> None:
    station = STATION.replace(f"component: {old}", f"component: {new}")
    with pytest.raises(CatalogInvalid) as caught:
        load_release(files(tmp_path, station=station))
    [problem] = caught.value.problems
    assert (problem.file, problem.key) == ("products/station.yaml", f"assembly.{key}")
    assert said in problem.message


def test_rows_that_are_no_product_and_products_without_assembly_are_refused(tmp_path: Path) -> None:
    bare = MOTOR[: MOTOR.index("assembly:")]
    with pytest.raises(CatalogInvalid, match='the product "motor" has no assembly'):
        load_release(files(tmp_path / "a", motor=bare))
    own = STATION.replace(
        "product: motor, minimum", "attributes: [{key: feet, name: Feet, kind: boolean}], minimum"
    )
    with pytest.raises(CatalogInvalid, match="its rows are no product"):
        load_release(files(tmp_path / "b", station=own))


def test_a_circle_is_refused_with_its_way_and_nothing_else_is_said(tmp_path: Path) -> None:
    circle = MOTOR.replace(
        "    attributes:\n      - key: power",
        "    components:\n      - {key: inside, name: Inside, product: station, minimum: 0, maximum: 1}\n"
        "    attributes:\n      - key: power",
    ).replace("  parts:\n    - by: power", "  parts:\n    - {component: inside}\n    - by: power")
    with pytest.raises(CatalogInvalid) as caught:
        load_release(files(tmp_path, motor=circle))
    assert caught.value.code == "catalog_invalid"
    assert all("a product cannot be a part of itself" in one.message for one in caught.value.problems)
