"""Every way to fill a bar that is worth considering, while they can be counted."""

from collections.abc import Iterator
from typing import Final

from app.assembly.cutting.packing import Pieces, fits, most_in_a_bar
from app.assembly.cutting.plan import Task

MOST_PATTERNS: Final = 5_000
_MOST_STEPS: Final = 60_000
_MOST_IN_A_BAR: Final = 2_000


def patterns(task: Task) -> tuple[tuple[int, Pieces], ...] | None:
    """The bars into which no further needed piece fits, and which no shorter bar could replace.

    Whatever a best plan holds is part of one of them. None where they are too many.
    """
    if most_in_a_bar(task) > _MOST_IN_A_BAR:
        return None
    search = _Search(task)
    found: list[tuple[int, Pieces]] = []
    for place, stock in enumerate(sorted(task.stock)):
        shorter = sorted(task.stock)[:place]
        for pieces in search.full(stock):
            if not any(fits(pieces, one, task.kerf) for one in shorter):
                found.append((stock, pieces))
            if len(found) > MOST_PATTERNS:
                return None
        if search.steps > _MOST_STEPS:
            return None
    return tuple(found)


class _Search:
    def __init__(self, task: Task) -> None:
        self.lengths = sorted(task.pieces, reverse=True)
        self.task = task
        self.steps = 0

    def full(self, stock: int) -> Iterator[Pieces]:
        """Depth first, without recursion; ends early once its steps are used up."""
        waiting: list[tuple[int, int, Pieces]] = [(0, stock + self.task.kerf, ())]
        while waiting and self.steps <= _MOST_STEPS:
            self.steps += 1
            place, room, pieces = waiting.pop()
            if place == len(self.lengths):
                if pieces and self._is_full(pieces, room):
                    yield pieces
                continue
            length = self.lengths[place]
            each = length + self.task.kerf
            most = min(self.task.pieces[length], room // each)
            waiting.extend(
                (place + 1, room - many * each, (*pieces, (length, many)) if many else pieces)
                for many in range(most + 1)
            )

    def _is_full(self, pieces: Pieces, room: int) -> bool:
        taken = dict(pieces)
        return all(
            length + self.task.kerf > room or taken.get(length, 0) == self.task.pieces[length]
            for length in self.lengths
        )
