"""The order of lines: they are shown by their places, between which there is room for others.

A line that is moved gets a place between its new neighbours, and the others keep theirs: so a move in a long
quote changes one line. Only where there is no room left, all get new places.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from app.quoting.quote import Line

STRIDE: Final = 1 << 20


def next_place(lines: Sequence[Line]) -> int:
    """Of a line that comes after all others: its number is higher than theirs."""
    return lines[-1].place if lines else 0


def placed(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with places that say this order. Those that were in this order already keep theirs."""
    if all(_key(one) < _key(two) for one, two in pairwise(lines)):
        return tuple(lines)
    made: list[Line] = []
    run: list[Line] = []
    kept = staying([_key(line) for line in lines])
    for index, line in enumerate(lines):
        if index not in kept:
            run.append(line)
            continue
        if not _fill(made, run, line):
            return _renumbered(lines)
        made.append(line)
        run = []
    start = made[-1].place if made else 0
    made += (_at(line, start + STRIDE * n) for n, line in enumerate(run, start=1))
    return tuple(made)


def moved(lines: Sequence[Line], numbers: Collection[int], *, before: int | None) -> tuple[Line, ...]:
    """The lines of these numbers, in the order they have, before that line; at the end for None."""
    going = [line for line in lines if line.n in numbers]
    others = [line for line in lines if line.n not in numbers]
    at = next((index for index, line in enumerate(others) if line.n == before), len(others))
    return placed([*others[:at], *going, *others[at:]])


def staying(keys: Sequence[Any]) -> frozenset[int]:
    """The places in the sequence that form a longest rising part of it: the fewest others have to move."""
    tails: list[Any] = []
    ends: list[int] = []
    before: list[int] = []
    for index, key in enumerate(keys):
        length = bisect_left(tails, key)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [key]
        ends[length : length + 1] = [index]
    return frozenset(_chain(before, ends[-1] if ends else -1))


def _chain(before: Sequence[int], last: int) -> Iterator[int]:
    while last >= 0:
        yield last
        last = before[last]


def _fill(made: list[Line], run: Sequence[Line], right: Line) -> bool:
    """Puts the run between what was made and ``right``. False if there is no room for it."""
    if not run:
        return True
    if not made:
        made += (_at(line, right.place - STRIDE * n) for line, n in _counted_down(run))
        return True
    left = made[-1].place
    step = (right.place - left) // (len(run) + 1)
    if step < 1:
        return False
    made += (_at(line, left + step * n) for n, line in enumerate(run, start=1))
    return True


def _counted_down(run: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    return zip(run, range(len(run), 0, -1), strict=True)


def _renumbered(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(_at(line, STRIDE * n) for n, line in enumerate(lines, start=1))


def _at(line: Line, place: int) -> Line:
    return line if line.place == place else replace(line, place=place)


def _key(line: Line) -> tuple[int, int]:
    return line.place, line.n
