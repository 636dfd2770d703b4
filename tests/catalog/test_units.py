"""Units: numbers are brought to one unit exactly, and what does not fit is refused at its character."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.expressions import converted, evaluate, parse, write
from app.catalog.expressions.tree import Compare
from app.catalog.units import UnitUnknown, check_unit, measure, powers, spelt
from tests.configuration.station import STATION

UNITS = {"length": "mm", "width": "m", "power": "W", "heat": "degC", "sites": "sites", "turns": "degree"}


class Units:
    def unit(self, attribute: str) -> str:
        return UNITS.get(attribute, "")

    def fact_unit(self, attribute: str, fact: str) -> str:
        return {"power_w": "W"}.get(fact, "")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("length <= 30", "length <= 30"),
        ("length <= 12 m", "length <= 12000 mm"),
        ("length <= width", 'length <= width * 1000 "mm/m"'),
        ("radio.power_w <= 1.5 kW", "radio.power_w <= 1500 W"),
        ("width >= 1 ft", "width >= 0.3048 m"),
        ("width / 3 <= 1 mile", "width / 3 <= 1609.344 m"),
        ('length * width <= 3 "m^2"', 'length * width <= 3000 "mm*m"'),
        ("power / 1 kW <= 3", 'power / 1 kW * 0.001 "kW/W" <= 3'),
        ("max(length, 3 ft) < 1 inch", "max(length, 914.4 mm) < 25.4 mm"),
        ("abs(length - 1 m) <= 1 cm", "abs(length - 1000 mm) <= 10 mm"),
        ("turns <= 2 turn", "turns <= 720 degree"),
        ("heat >= 20 degC", "heat >= 20 degC"),
        ("sites <= 3 sites", "sites <= 3 sites"),
    ],
)
def test_numbers_are_brought_to_one_unit_exactly(source: str, expected: str) -> None:
    tree, problems = converted(parse(source), Units(), source=source)
    assert problems == ()
    assert write(tree) == expected
    assert converted(tree, Units(), source="") == (tree, ())


@pytest.mark.parametrize(
    ("source", "column", "said"),
    [
        ("power <= 3 m", 10, "m cannot be converted to W"),
        ("power <= 3 kw", 10, 'there is no unit "kw"; did you mean "kW"?'),
        ("length + power < 3", 10, "W cannot be converted to mm"),
        ("radio.ports <= 12 kW", 1, "this has no unit"),
        ("heat >= 290 K", 9, "K cannot be converted to degC"),
        ("turns >= 3 radian", 10, "radian cannot be converted to degree"),
        ("sites <= 3 m", 10, "m cannot be converted to sites"),
        ('length <= 3 "m; x"', 11, "is no unit"),
        ("sum(length, 3 kg) > 1", 13, "kg cannot be converted to mm"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_character(source: str, column: int, said: str) -> None:
    _, problems = converted(parse(source), Units(), source=source)
    assert [(problem.column, said in problem.message) for problem in problems] == [(column, True)]


def test_torque_is_no_textile() -> None:
    assert measure(powers("Nm")) == measure(powers("J"))


@pytest.mark.parametrize("text", ["", "kW; drop", "m^99", "m**9**9", "m//s", "x" * 60, "(m)", "3 m", "m^0"])
def test_what_is_no_unit_is_refused(text: str) -> None:
    with pytest.raises(UnitUnknown):
        check_unit(text)


@pytest.mark.parametrize("text", ["kW", "m/s", "kg/m^3", "N·m", "m²", "1/min", "kW*h", "°C", "%"])
def test_units_are_read_as_people_write_them(text: str) -> None:
    assert powers(spelt(powers(text))) == powers(text)
    measure(powers(text))


@given(st.integers(1, 10**9), st.sampled_from(["mm", "cm", "km", "inch", "ft", "mile"]))
def test_a_number_in_another_unit_is_the_same_number_to_the_last_digit(number: int, unit: str) -> None:
    factor = measure({unit: 1}).factor / measure({"mm": 1}).factor
    source = f"length = {number} {unit}"
    tree, _ = converted(parse(source), Units(), source=source)
    assert isinstance(tree, Compare)
    assert evaluate(tree.right, {}, STATION) == Fraction(number) * factor
