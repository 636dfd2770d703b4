"""The sections of a document that can be there or not."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar, Final

from app.errors import Forbidden, Refused


class SectionUnknown(Refused):
    code: ClassVar[str] = "section_unknown"


class PricesHidden(Forbidden):
    """The appendix tells what things cost to make."""

    code: ClassVar[str] = "prices_hidden"


class Section(StrEnum):
    """In the order in which they stand. ``prices`` is internal: how each price is made, cost and margin."""

    INTRODUCTION = "introduction"
    LINES = "lines"
    TERMS = "terms"
    ACCEPTANCE = "acceptance"
    TECHNICAL = "technical"
    PRICES = "prices"


Sections = frozenset[Section]

PUBLIC: Final[Sections] = frozenset(Section) - {Section.PRICES}
"""All that a customer may read."""


def sections_named(names: Iterable[str]) -> Sections:
    """Raises SectionUnknown."""
    found = set()
    for name in names:
        try:
            found.add(Section(name))
        except ValueError:
            known = ", ".join(Section)
            raise SectionUnknown(f"There is no section {name[:40]!r}. There are {known}.") from None
    return frozenset(found)
