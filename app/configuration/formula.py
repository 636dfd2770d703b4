"""Clauses over numbered variables, split into what always holds and what a rule of the catalog says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final, TypeAlias

from app.errors import Refused

Literal: TypeAlias = int
Clause: TypeAlias = tuple[Literal, ...]

TRUE: Final = 1
FALSE: Final = -1

_MOST_CLAUSES: Final = 3_000_000


class CatalogTooLarge(Refused):
    """A rule, table or attribute that cannot be held in bounded memory."""

    code: ClassVar[str] = "catalog_too_large"


@dataclass(frozen=True, slots=True)
class Group:
    """What one rule, table or condition of the catalog says. ``texts``: its sentence by language."""

    key: str
    text: str
    clauses: tuple[Clause, ...]
    texts: Mapping[str, str] = field(default_factory=dict)


class Formula:
    """Grows while a product is encoded.

    ``definitions`` only give meaning to variables: alone they never exclude a configuration.
    ``groups`` exclude; each can be left out by itself. ``counts``: of literals that were counted, for each
    number from 1 that at least so many of them are true.
    """

    def __init__(self) -> None:
        self.variables = TRUE
        self.definitions: list[Clause] = [(TRUE,)]
        self.groups: list[Group] = []
        self.counts: dict[Clause, Clause] = {}
        self._gates: dict[Clause, Literal] = {}
        self._parts: dict[Literal, Clause] = {}

    def variable(self) -> Literal:
        self.variables += 1
        return self.variables

    def define(self, *literals: Literal) -> None:
        """One defining clause. Raises CatalogTooLarge."""
        if TRUE in literals:
            return
        if len(self.definitions) >= _MOST_CLAUSES:
            raise CatalogTooLarge("The product needs too many clauses. Split it, or use smaller ranges.")
        self.definitions.append(tuple(literal for literal in literals if literal != FALSE))

    def both(self, literals: Iterable[Literal]) -> Literal:
        """A literal that is true exactly while all of them are."""
        parts = sorted(set(literals) - {TRUE})
        if FALSE in parts or any(-part in parts for part in parts):
            return FALSE
        if len(parts) <= 1:
            return parts[0] if parts else TRUE
        return self._gate(tuple(parts))

    def either(self, literals: Iterable[Literal]) -> Literal:
        """A literal that is true exactly while at least one of them is."""
        return -self.both(-literal for literal in literals)

    def same(self, left: Literal, right: Literal) -> Literal:
        """A literal that is true exactly while the two agree."""
        return self.both((self.either((-left, right)), self.either((left, -right))))

    def all_clauses(self) -> Iterator[Sequence[Literal]]:
        yield from self.definitions
        for group in self.groups:
            yield from group.clauses

    def parts(self, literal: Literal) -> Clause | None:
        """Of a literal that ``both`` made: those of which it says that all are true."""
        return self._parts.get(literal)

    def _gate(self, parts: Clause) -> Literal:
        known = self._gates.get(parts)
        if known is not None:
            return known
        gate = self._gates[parts] = self.variable()
        self._parts[gate] = parts
        for part in parts:
            self.define(-gate, part)
        self.define(gate, *(-part for part in parts))
        return gate
