"""Units of measurement: the one file that knows the units library. Exact: factors are fractions.

A unit is written ``kW``, ``m/s``, ``kg/m^3``, ``N*m``, ``m²``; whoever compares two by name alone never asks
the library, which takes a second to start.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Final, TypeAlias

from app.catalog.near import did_you_mean

Powers: TypeAlias = Mapping[str, int]
"""A unit as the powers of its names: ``kg/m^3`` is ``{"kg": 1, "m": -3}``; a plain number has none."""

_NAME: Final = r"[A-Za-z_°%µμΩ]{1,40}"
_FACTOR: Final = re.compile(rf"(?P<sign>[*/]?)(?P<name>{_NAME}|1)(?:\^(?P<power>-?[1-9]))?")
_WHOLE: Final = re.compile(rf"(?:{_NAME}|1)(?:\^-?[1-9])?(?:[*/](?:{_NAME}|1)(?:\^-?[1-9])?)*")
_SPELT: Final = {"²": "^2", "³": "^3", "·": "*", "⋅": "*", "**": "^", " ": "*"}  # a dot that people use
# Read by the library as something else that no catalog means.
_TRADE: Final = {"Nm": "N*m", "kNm": "kN*m", "%": "percent", "°": "degree"}
_LONGEST: Final = 40
_COMMON: Final = (
    *("mm", "cm", "m", "km", "g", "kg", "t", "s", "min", "h", "day", "W", "kW", "MW", "kWh", "VA", "kVA"),
    *("V", "mV", "kV", "A", "mA", "Hz", "kHz", "MHz", "GHz", "Pa", "kPa", "MPa", "bar", "mbar", "N", "kN"),
    *("Nm", "l", "ml", "degC", "K", "degree", "rpm", "percent", "inch", "ft", "lb", "dB", "dBm"),
)
_PI: Final = Fraction("3.1415926535897932384626433832795028841971693993751")  # as the library has it
_EVEN: Final = 10**15


class UnitUnknown(ValueError):
    """A text that is no unit; it says what to write."""


@dataclass(frozen=True, slots=True)
class Measure:
    """``factor`` base units to one of this unit; ``dimensions``: powers of the base units, without zeros."""

    factor: Fraction
    dimensions: Powers

    def times(self, other: "Measure", power: int) -> "Measure":
        joined = {
            name: self.dimensions.get(name, 0) + power * other.dimensions.get(name, 0)
            for name in (*self.dimensions, *other.dimensions)
        }
        dimensions = {name: count for name, count in sorted(joined.items()) if count}
        return Measure(self.factor * other.factor**power, dimensions)


def powers(text: str) -> Powers:
    """The powers of a unit as it is written. Raises UnitUnknown."""
    plain = text.strip()
    for spelt, meant in _SPELT.items():
        plain = plain.replace(spelt, meant)
    if len(plain) > _LONGEST or not _WHOLE.fullmatch(plain):
        raise UnitUnknown(f'"{text[:_LONGEST]}" is no unit; write kW, m/s, kg/m^3 and the like')
    found: dict[str, int] = {}
    for factor in _FACTOR.finditer(plain):
        if factor["name"] != "1":
            power = int(factor["power"] or 1) * (-1 if factor["sign"] == "/" else 1)
            found[factor["name"]] = found.get(factor["name"], 0) + power
    return {name: power for name, power in found.items() if power}


def spelt(unit: Powers) -> str:
    """``powers`` of it are the same again."""
    over = [_raised(name, power) for name, power in unit.items() if power > 0]
    under = [_raised(name, -power) for name, power in unit.items() if power < 0]
    return "/".join(["*".join(over) or "1", *under])


def multiplied(left: Powers, right: Powers, *, power: int = 1) -> Powers:
    joined = {name: left.get(name, 0) + power * right.get(name, 0) for name in (*left, *right)}
    return {name: count for name, count in joined.items() if count}


def measure(unit: Powers) -> Measure:
    """Raises UnitUnknown, naming the name that the library does not know."""
    result = Measure(Fraction(1), {})
    for name, power in unit.items():
        result = result.times(_named(name), power)
    return result


def check_unit(text: str) -> None:
    """Raises UnitUnknown for a text that is no unit. Does not ask the library about common ones."""
    strange = {name: power for name, power in powers(text).items() if name not in _COMMON}
    if strange:
        measure(strange)


def _raised(name: str, power: int) -> str:
    return name if power == 1 else f"{name}^{power}"


@cache
def _registry() -> Any:
    # Imported here: most catalogs compare like with like, and need no second for a library.
    from pint import UnitRegistry  # see above

    return UnitRegistry(non_int_type=Fraction)


@cache
def _named(name: str) -> Measure:
    meant = _TRADE.get(name, name)
    if "*" in meant:
        return measure(powers(meant))
    registry = _registry()
    try:
        unit = registry.parse_units(meant)
        nothing = registry.Quantity(Fraction(0), unit).to_base_units()
        one = registry.Quantity(Fraction(1), unit).to_base_units()
    except (AttributeError, ArithmeticError, TypeError, ValueError):
        raise UnitUnknown(f'there is no unit "{name}"; {did_you_mean(name, _COMMON)}') from None
    if nothing.magnitude != 0:
        # Degrees Celsius and decibels do not start at nothing: they are compared with their own kind only.
        return Measure(Fraction(1), {str(unit): 1})
    dimensions = {str(base): int(power) for base, power in one.unit_items()}
    return _without_pi(Measure(Fraction(one.magnitude), dict(sorted(dimensions.items()))))


def _without_pi(known: Measure) -> Measure:
    # A turn is exactly 360 degrees, but only nearly any number of radians: pi stays a dimension of its own.
    turns = known.factor / _PI
    return Measure(turns, {**known.dimensions, "pi": 1}) if turns.denominator < _EVEN else known
