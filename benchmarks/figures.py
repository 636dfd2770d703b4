"""Figures and how they are printed: each beside a reference of the same run, because machines differ."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Figure:
    """``wanted`` is the most that the value may be, ``ratio_wanted`` the most that its ratio may be."""

    name: str
    value: float
    unit: str
    reference: str
    reference_value: float
    wanted: float | None = None
    ratio_wanted: float | None = None

    @property
    def ratio(self) -> float:
        return self.value / self.reference_value if self.reference_value else math.inf

    @property
    def verdict(self) -> str:
        """``ok``, ``MISSED``, or nothing where nothing is wanted."""
        asked = [
            (found, limit)
            for found, limit in ((self.value, self.wanted), (self.ratio, self.ratio_wanted))
            if limit is not None
        ]
        if not asked:
            return ""
        return "ok" if all(found <= limit for found, limit in asked) else "MISSED"

    @property
    def goal(self) -> str:
        goals = []
        if self.wanted is not None:
            goals.append(f"≤ {_short(self.wanted)} {self.unit}")
        if self.ratio_wanted is not None:
            goals.append(f"≤ {_short(self.ratio_wanted)} ×")
        return ", ".join(goals)


_HEADS = ("figure", "value", "reference", "its value", "ratio", "wanted", "")
_WIDTHS: Final = (58, 10, 24, 10, 9, 18, 6)


def heads() -> str:
    line = _line(_HEADS)
    return f"{line}\n{'-' * len(line)}"


def row(figure: Figure) -> str:
    """Of the same width for all, so that each can be printed as soon as it is there."""
    return _line(_row(figure))


def _line(cells: Sequence[str]) -> str:
    return "  ".join(_cell(cells, n, width) for n, width in enumerate(_WIDTHS)).rstrip()


def _row(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        f"{_short(figure.value)} {figure.unit}",
        figure.reference,
        f"{_short(figure.reference_value)} {figure.unit}",
        f"{figure.ratio:.3g} ×" if figure.reference_value else "",
        figure.goal,
        figure.verdict,
    )


def _cell(row: Sequence[str], column: int, width: int) -> str:
    return row[column].rjust(width) if column in (1, 3, 4) else row[column].ljust(width)


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 100 or number == int(number) else f"{number:.3g}"
