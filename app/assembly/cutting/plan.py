"""The task of a cut list and its plan, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from app.errors import Refused

MOST_LENGTHS: Final = 200
MOST_PIECES: Final = 10_000_000


class CutsTooMany(Refused):
    code: ClassVar[str] = "cuts_too_many"


class PieceTooLong(Refused):
    code: ClassVar[str] = "piece_too_long"


@dataclass(frozen=True, slots=True)
class Task:
    """``pieces``: how many of each length; ``stock``: the lengths of bar there are, as many as needed."""

    pieces: Mapping[int, int]
    stock: tuple[int, ...]
    kerf: int

    def __post_init__(self) -> None:
        """Raises CutsTooMany, PieceTooLong."""
        if len(self.pieces) > MOST_LENGTHS or sum(self.pieces.values()) > MOST_PIECES:
            raise CutsTooMany(
                f"A cut list has at most {MOST_LENGTHS} different lengths and {MOST_PIECES} pieces. "
                "Lower the quantity of the line."
            )
        if max(self.pieces, default=0) > max(self.stock, default=0):
            raise PieceTooLong(
                "A piece is longer than any bar of its material. Ask the catalog's owner for a longer one."
            )


@dataclass(frozen=True, slots=True)
class Bar:
    """``count`` bars of length ``stock``, each cut into ``pieces``: (length, how many), longest first."""

    stock: int
    pieces: tuple[tuple[int, int], ...]
    count: int
    kerf: int

    @property
    def rest(self) -> int:
        """What is left of each, after the cut that severs it."""
        return max(0, self.stock - sum((length + self.kerf) * many for length, many in self.pieces))


@dataclass(frozen=True, slots=True)
class Plan:
    bars: tuple[Bar, ...]
    optimal: bool
    bound: int

    @property
    def material(self) -> int:
        return sum(bar.stock * bar.count for bar in self.bars)
