"""The cells of a table as stretches of states of its columns."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.catalog.cells import Cell, Span, Unread
from app.configuration.conditions import NotACondition
from app.configuration.variables import States

Stretch: TypeAlias = tuple[int, int]
"""First and last of neighbouring places."""

Row: TypeAlias = tuple[int, ...]
"""The number of its cell in each column."""


@dataclass(frozen=True, slots=True)
class Read:
    """A cell as stretches of places of its column."""

    stretches: tuple[Stretch, ...]
    narrow: bool


class Cells:
    """The distinct cells of each column, numbered: equal ones are those that admit the same places."""

    def __init__(self, columns: Sequence[States]) -> None:
        self.known: list[list[Read]] = [[] for _ in columns]
        self._columns = columns
        # A long table has few cells, and has them again and again: they are looked up by identity.
        self._seen: list[dict[int, int]] = [{} for _ in columns]
        self._numbers: list[dict[Read, int]] = [{} for _ in columns]

    def numbers(self, row: Sequence[Cell]) -> Row:
        return tuple([self._number(cell, at) for at, cell in enumerate(row)])

    def _number(self, cell: Cell, at: int) -> int:
        number = self._seen[at].get(id(cell))
        if number is None:
            read = _read(cell, self._columns[at])
            number = self._numbers[at].setdefault(read, len(self.known[at]))
            if number == len(self.known[at]):
                self.known[at].append(read)
            self._seen[at][id(cell)] = number
        return number


def _read(cell: Cell, states: States) -> Read:
    if cell is None:
        return Read(((0, len(states.values) - 1),), False)
    found = sorted(stretch for member in cell for stretch in _stretches(member, states))
    joined: list[Stretch] = []
    for first, last in found:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return Read(tuple(joined), len(joined) == 1 and joined[0][0] == joined[0][1])


def _stretches(member: object, states: States) -> Iterator[Stretch]:
    if isinstance(member, Unread):
        raise NotACondition
    if isinstance(member, Span):
        first = bisect_left(states.values, member.minimum)
        last = bisect_right(states.values, member.maximum) - 1
        if first <= last:
            yield first, last
    elif (place := states.place(member)) is not None:
        yield place, place
