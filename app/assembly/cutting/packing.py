"""Good plans fast, and a bound that no plan can beat."""

from collections.abc import Callable, Iterator, Mapping
from math import gcd
from typing import Final, TypeAlias

from app.assembly.cutting.plan import Task

Pieces: TypeAlias = tuple[tuple[int, int], ...]
"""What is cut from one bar: (length, how many), longest first."""

Bars: TypeAlias = dict[tuple[int, Pieces], int]
"""How many bars of a length are cut into the same pieces."""

# Looking for the fullest bar takes a bit for each tenth of a millimetre and each piece that may lie in it.
_MOST_BITS: Final = 50_000_000
_VARIETY: Final = 1


def packed(task: Task) -> Bars:
    """The best of the simple ways, over all stock lengths, each bar as short as its pieces allow."""
    longest = max(task.pieces)
    ways = [
        shortened(_filled(task, length + task.kerf, fill), task)
        for length in task.stock
        if length >= longest
        for fill in _fills(task)
    ]
    return min(ways, key=material)


def well_filled(task: Task) -> tuple[tuple[int, Pieces], ...]:
    """Bars that waste little, several with each length: for a search to choose from, not all there are."""
    found: dict[tuple[int, Pieces], None] = {}
    for stock in task.stock:
        for first in sorted(task.pieces, reverse=True):
            if first <= stock:
                for left in _demands(task, first):
                    for fill in _fills(task):
                        found[stock, _ordered(fill(left, stock + task.kerf, task.kerf))] = None
    return tuple(found)


def _demands(task: Task, first: int) -> Iterator[Mapping[int, int]]:
    """All that is needed with one length first; and the same without each other length, for variety."""
    others = {length: many for length, many in task.pieces.items() if length != first}
    yield {first: task.pieces[first], **others}
    for without in list(others)[:_VARIETY]:
        yield {first: task.pieces[first], **{key: many for key, many in others.items() if key != without}}


def _ordered(pieces: Pieces) -> Pieces:
    return tuple(sorted(pieces, reverse=True))


def _fills(task: Task) -> "tuple[Fill, ...]":
    room = max(task.stock) + task.kerf
    small = room * most_in_a_bar(task) <= _MOST_BITS
    return (_longest_first, _fullest) if small else (_longest_first,)


def most_in_a_bar(task: Task) -> int:
    """Pieces to choose from for one bar, each length as often as it fits alone."""
    room = max(task.stock) + task.kerf
    return sum(min(many, room // (length + task.kerf)) for length, many in task.pieces.items())


def material(bars: Bars) -> int:
    return sum(stock * count for (stock, _), count in bars.items())


def least_material(task: Task) -> int:
    """What bars would come to at least if pieces could be poured.

    A bar of length L takes L + kerf of pieces that carry a kerf each; bars only come to multiples of what
    their lengths have in common.
    """
    poured = sum((length + task.kerf) * many for length, many in task.pieces.items())
    least = min(-(-poured * length // (length + task.kerf)) for length in task.stock)
    common = gcd(*task.stock)
    return -(-least // common) * common


def shortened(bars: Bars, task: Task) -> Bars:
    """Only the pieces that are needed, each bar the shortest that holds its own."""
    left = dict(task.pieces)
    needed: Bars = {}
    for (_, pieces), count in bars.items():
        while count:
            cut = tuple((length, min(many, left[length])) for length, many in pieces if left[length])
            if not cut:
                break
            alike = all(left[length] >= many for length, many in pieces)
            often = min(count, *(left[length] // many for length, many in cut)) if alike else 1
            stock = min(one for one in task.stock if fits(cut, one, task.kerf))
            needed[stock, cut] = needed.get((stock, cut), 0) + often
            for length, many in cut:
                left[length] -= many * often
            count -= often
    return needed


def fits(pieces: Pieces, stock: int, kerf: int) -> bool:
    return sum((length + kerf) * many for length, many in pieces) <= stock + kerf


Fill: TypeAlias = Callable[[Mapping[int, int], int, int], Pieces]


def _filled(task: Task, room: int, fill: Fill) -> Bars:
    left = {length: task.pieces[length] for length in sorted(task.pieces, reverse=True)}
    bars: Bars = {}
    while left:
        pieces = fill(left, room, task.kerf)
        often = min(left[length] // many for length, many in pieces)
        key = (room - task.kerf, pieces)
        bars[key] = bars.get(key, 0) + often
        for length, many in pieces:
            left[length] -= many * often
            if not left[length]:
                del left[length]
    return bars


def _longest_first(left: Mapping[int, int], room: int, kerf: int) -> Pieces:
    pieces = []
    for length, many in left.items():
        fit = min(many, room // (length + kerf))
        if fit:
            pieces.append((length, fit))
            room -= fit * (length + kerf)
    return tuple(pieces)


def _fullest(left: Mapping[int, int], room: int, kerf: int) -> Pieces:
    """The pieces that leave the least rest, the longest one among them: sums as bits of a number."""
    first, *_ = left
    mask = (1 << room - first - kerf + 1) - 1
    copies = [
        length for length, many in left.items() for _ in range(_copies(length, many, first, room, kerf))
    ]
    sums = [1]
    for length in copies:
        sums.append((sums[-1] | sums[-1] << (length + kerf)) & mask)
    total = sums[-1].bit_length() - 1
    taken = {first: 1}
    for place in range(len(copies), 0, -1):
        if not sums[place - 1] >> total & 1:
            taken[copies[place - 1]] = taken.get(copies[place - 1], 0) + 1
            total -= copies[place - 1] + kerf
    return tuple((length, taken[length]) for length in left if length in taken)


def _copies(length: int, many: int, first: int, room: int, kerf: int) -> int:
    """How often a length may stand beside the first piece."""
    return min(many - (length == first), (room - first - kerf) // (length + kerf))
