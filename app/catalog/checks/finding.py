"""One thing wrong with a catalog, and where."""

from dataclasses import dataclass
from typing import TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""Names of things, outermost first: ``("attribute", "band", "option", "n78", "prices", "EUR")``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``message`` says what is wrong and what to write instead. ``place`` starts with a kind of thing:
    ``product`` (then a key, only in findings on a whole release), ``attribute``, ``step``, ``rule``, ``table``, ``tier``,
    ``catalog``."""

    place: Place
    message: str
