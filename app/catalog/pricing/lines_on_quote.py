"""Choosing lines of a quote for a step that looks at more than one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chosen:
    """Lines of these products, of these families and in these groups of the quote; all if nothing is said.

    One of the three is enough for a line.
    """

    products: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def holds(self, product: str, family: str, group: str) -> bool:
        if not (self.products or self.families or self.groups):
            return True
        return product in self.products or family in self.families or (bool(group) and group in self.groups)


@dataclass(frozen=True, slots=True)
class Needed:
    """So many units have to be on the quote, on whichever lines."""

    lines: Chosen
    quantity: int = 1
