"""The terms of an offer: clauses, each for some regions or for all, in the languages that a catalog gives."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from app.catalog.texts import language_of, said


@dataclass(frozen=True, slots=True)
class Clause:
    """``text`` is in the catalog's language, ``texts`` has it by language; no ``regions``: for all."""

    text: str
    texts: Mapping[str, str] = field(default_factory=dict)
    regions: tuple[str, ...] = ()

    def holds(self, region: str) -> bool:
        return not self.regions or region in self.regions


Terms: TypeAlias = tuple[str | Clause, ...]
"""A text by itself is a clause in the catalog's language for every region."""


def clauses_for(terms: Terms, *, region: str, language: str, own: str) -> Iterator[tuple[str, str]]:
    """What holds in ``region``, each text with the language that it is in: ``language``, else ``own``, the
    catalog's. A quote without a region gets what holds everywhere.
    """
    for clause in _clauses(terms):
        if clause.holds(region):
            found = language_of(clause.texts, language=language) or own
            yield said(clause.text, clause.texts, language=language), found


def regions_of(terms: Terms) -> tuple[str, ...]:
    """Every region that a clause names, in the order of the clauses."""
    return tuple(dict.fromkeys(region for one in _clauses(terms) for region in one.regions))


def _clauses(terms: Terms) -> Iterable[Clause]:
    return (Clause(one) if isinstance(one, str) else one for one in terms)
