"""One thing wrong with a catalog, and where."""

from dataclasses import dataclass
from typing import TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""Names of things, outermost first: ``("attribute", "band", "option", "n78", "prices", "EUR")``."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``message`` says what is wrong and what to write instead.

    ``place`` starts with ``attribute``, ``step``, ``rule`` or ``table`` and a key, or is the path of keys in
    the written form (``("prices", "EUR")``). In findings on a release, ``product`` and a key come before it.
    ``code`` is stable; empty: the catalog cannot be read as one.
    """

    place: Place
    message: str
    code: str = ""
