"""The catalog of machinery: every product is walked to completion, made, costed and sold above cost, and its
drive tables are what the formulas in their headings come to.
"""

import math
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cache
from itertools import product as product_of
from random import Random

import pytest

from app.actions.check_catalog import check_catalog
from app.actions.run_cases import run_cases
from app.assembly import Item, assemble, check_number, costs, cut_lists, within
from app.catalog import Product, Release, Value
from app.catalog.cells import admits
from app.configuration import Configurator, Domain
from app.pricing import Terms, price_line
from app.store.catalogs import load_release, shipped_catalog

PRODUCTS = ("belt", "roller", "cabinet", "gearmotor")
FACTORS = {"one_shift": Decimal(1), "two_shifts": Decimal("1.25"), "day_and_night": Decimal("1.5")}
SLOPES = {"flat": 0, "deg10": 10, "deg20": 20}


@cache
def machinery() -> Release:
    return load_release(shipped_catalog("machinery"))


@cache
def walked(key: str) -> tuple[dict[str, Value], ...]:
    """Complete configurations: at each click a value that is said to be possible."""
    configurator, chance = Configurator(machinery().product(key)), Random(7)
    found = []
    for _ in range(5):
        chosen: dict[str, Value] = {}
        while not (state := configurator.configure(chosen)).complete:
            attribute = chance.choice(state.open)
            chosen[attribute] = some(state.domains[attribute], chance)
        found.append(dict(state.values))
    return tuple(found)


def some(domain: Domain, chance: Random) -> Value:
    if domain.values:
        return chance.choice(domain.values)
    first, last = chance.choice(domain.ranges)
    assert isinstance(first, int)
    assert isinstance(last, int)
    return chance.randint(first, last)


def levels(item: Item) -> int:
    return 1 + max((levels(part) if isinstance(part, Item) else 1 for part in item.parts), default=0)


def number(value: Value) -> Decimal:
    assert not isinstance(value, str)
    return Decimal(value)


@pytest.fixture(params=PRODUCTS)
def product(request: pytest.FixtureRequest) -> Product:
    return machinery().product(request.param)


def test_every_walk_ends_in_something_that_is_made_and_sold_above_cost(product: Product) -> None:
    for values in walked(product.key):
        item = assemble(product, values)
        check_number(item.number)
        for currency in ("EUR", "USD"):
            cost = costs(item, currency).cost
            net = price_line(product, values, quantity=1, terms=Terms(currency, None)).net
            assert cost is not None
            assert cost.amount < net.amount


@pytest.mark.parametrize(("key", "deep"), [("belt", 5), ("roller", 4)])
def test_conveyors_are_made_of_levels_and_cut_from_bars(key: str, deep: int) -> None:
    for values in walked(key):
        item = assemble(machinery().product(key), values)
        assert levels(item) == deep
        for cuts in cut_lists(item, lot=2):
            assert cuts.net <= cuts.used


def test_the_gear_motor_of_a_belt_is_the_one_that_is_sold_by_itself() -> None:
    belt, motor = machinery().product("belt"), machinery().product("gearmotor")
    for values in walked("belt"):
        own = {key.removeprefix("drive.1."): one for key, one in values.items() if key.startswith("drive.1.")}
        inside = [item for item, _ in within(assemble(belt, values)) if item.product == "gearmotor"]
        assert [item.number for item in inside] == [assemble(motor, own).number]


def test_the_drive_of_a_belt_is_strong_and_fast_enough_by_the_book() -> None:
    """F = g L ((q + 2.4) 0.33 + q sin a); P = F v c / 0.8; M = F c d / 2; v = pi d n / 60."""
    belt = machinery().product("belt")
    for values in walked(belt.key):
        length, load = float(number(values["length"])) / 1000, float(number(values["load"]))
        slope = math.sin(math.radians(SLOPES[str(values["incline"])]))
        pull = Decimal(9.81 * length * ((load + 2.4) * 0.33 + load * slope))
        factor, speed = FACTORS[str(values["hours"])], number(values["speed"])
        diameter = Decimal(str(values["drum"])[1:]) / 1000
        rpm, torque = number(values["drive.1.speed"]), number(values["drive.1.torque"])
        power = Decimal(str(values["drive.1.power"]).removesuffix(" kW")) * 1000
        assert abs(speed - Decimal(math.pi) * diameter * rpm / 60) <= Decimal("0.005")
        assert pull * speed * factor / Decimal("0.8") <= power
        assert pull * factor * diameter / 2 <= torque


def test_the_tables_of_drives_are_what_their_headings_say() -> None:
    """Torque is rounded down to 5 Nm and no more than the size bears; belt speed is rounded to 0.01 m/s."""
    bears = {"S1": 90, "S2": 160, "S3": 280, "S4": 380}
    motor = machinery().product("gearmotor")
    for power, size, speed, torque in rows(motor, "drives", "power", "size", "speed", "torque"):
        kilowatts = Decimal(str(power).removesuffix(" kW"))
        made = 9550 * kilowatts * Decimal("0.94") / number(speed)
        fives = (made / 5).to_integral_value(ROUND_DOWN) * 5
        assert torque == min(fives, bears[str(size)])
        assert bears[str(size)] >= Decimal("0.6") * made
    belt = machinery().product("belt")
    for drum, rpm, speed in rows(belt, "speeds", "drum", "drive.1.speed", "speed"):
        exact = Decimal(math.pi) * int(str(drum)[1:]) * number(rpm) / 60_000
        assert speed == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_the_table_of_rates_lets_pass_every_speed_that_suffices_and_no_other() -> None:
    """n (l + 100) <= 3600 * 1000 (v - 0.005), n an hour, l in mm, v of the table of speeds in m/s."""
    belt = machinery().product("belt")
    listed = {number(speed) for [speed] in rows(belt, "speeds", "speed")}
    table = next(one for one in belt.tables if one.key == "rates")
    lengths = range(200, 1201, 100)
    for pieces, length, speed in product_of(range(500, 4001, 500), lengths, listed):
        passes = any(
            admits(of, pieces) and admits(by, length) and admits(at, speed) for of, by, at in table.rows
        )
        assert passes == (pieces * (length + 100) <= 3_600_000 * (speed - Decimal("0.005")))


def test_needs_of_a_belt_bind_as_their_formulas_say() -> None:
    """A full belt bears m / l kg/m; the belt is 100 mm wider than a piece."""
    belt = Configurator(machinery().product("belt"))
    for weight, length, width in product_of((10, 20, 50), (200, 400, 700, 1200), (100, 400, 700)):
        loads = tuple(load for load in range(10, 61, 10) if weight * 1000 <= load * length)
        wanted: dict[str, Value] = {"piece_weight": weight, "piece_width": width}
        if not loads:
            assert length not in belt.configure(wanted).domains["piece_length"].values
            continue
        domains = belt.configure(wanted | {"piece_length": length}).domains
        assert domains["load"].values == loads
        assert domains["width"].values == tuple(w for w in range(300, 801, 100) if w >= width + 100)


def rows(product: Product, table: str, *columns: str) -> list[list[Value]]:
    """Of a table whose cells hold one value each."""
    found = next(one for one in product.tables if one.key == table)
    places = [[*found.columns].index(next(one for one in found.columns if one == key)) for key in columns]
    listed: list[list[Value]] = []
    for row in found.rows:
        cells = [row[place] for place in places]
        listed.append([next(iter(cell)) for cell in cells if cell])  # type: ignore[misc]  # no spans here
    return listed


def test_the_catalog_is_proven_without_a_finding_and_keeps_its_promises() -> None:
    folder, day = shipped_catalog("machinery"), date(2026, 11, 1)
    checked = check_catalog(folder, day=day, watch=lambda *_: None)
    assert checked.findings == ()
    _, ran = run_cases(folder, day=day)
    assert len(ran) == 30
    assert [failure for case in ran for failure in case.failures] == []
