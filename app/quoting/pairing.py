"""Which line of one quote is which line of another.

Editions of one offer share the numbers of their lines, which are never given again. So do a quote and what
was made from it, as far as they go. What has no partner by that, and lines of strangers, are paired by
product and likeness: most equal answers first, of equally many the nearest.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from app.catalog import same
from app.quoting.quote import Line, Quote

Pair: TypeAlias = tuple[Line | None, Line | None]

_MOST_COMPARED: Final = 60_000
"""Lines of one product are compared each with each up to so many times; above, in the order they stand in."""


def paired(before: Quote, after: Quote) -> tuple[Pair, ...]:
    """In the order of ``after``; what is gone stands where it stood before, after what came before it."""
    partners = dict(_by_number(before, after)) if _related(before, after) else {}
    if before.family == after.family:
        return tuple(_in_order(before, after, partners))
    taken = set(partners.values())
    left = [line for line in before.lines if line.n not in partners]
    right = [line for line in after.lines if line.n not in taken]
    partners.update((one.n, other.n) for one, other in _by_likeness(left, right))
    return tuple(_in_order(before, after, partners))


def _related(before: Quote, after: Quote) -> bool:
    family = before.family == after.family
    return family or before.id == after.follows or after.id == before.follows


def _by_number(before: Quote, after: Quote) -> Iterator[tuple[int, int]]:
    products = {line.n: line.product for line in after.lines}
    for line in before.lines:
        if products.get(line.n) == line.product:
            yield line.n, line.n


def _by_likeness(left: Sequence[Line], right: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    wanted = _by_product(right)
    for product, ones in _by_product(left).items():
        others = wanted.get(product, [])
        if len(ones) * len(others) > _MOST_COMPARED:
            yield from zip(ones, others, strict=False)
        else:
            yield from _likest(ones, others)


def _by_product(lines: Sequence[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.product].append(line)
    return found


def _likest(ones: Sequence[Line], others: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """The order of candidates is the same from both sides, so that swapping the quotes swaps the pairs."""
    candidates = sorted(
        (-_likeness(one, other), abs(i - j), i + j, i, j)
        for i, one in enumerate(ones)
        for j, other in enumerate(others)
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    for *_, i, j in candidates:
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            yield ones[i], others[j]


def _likeness(one: Line, other: Line) -> int:
    """A different answer counts against them, so that a line with few answers is not like every other."""
    keys = one.values.keys() | other.values.keys()
    equal = sum(same(one.values.get(key), other.values.get(key)) for key in keys)
    beside = (one.quantity == other.quantity) + (one.details == other.details)
    return 4 * (2 * equal - len(keys)) + beside


def _in_order(before: Quote, after: Quote, partners: dict[int, int]) -> Iterator[Pair]:
    wanted = {new: old for old, new in partners.items()}
    gone_after: dict[int | None, list[Line]] = defaultdict(list)
    last: int | None = None
    for line in before.lines:
        if line.n in partners:
            last = partners[line.n]
        else:
            gone_after[last].append(line)
    yield from ((line, None) for line in gone_after[None])
    known = {line.n: line for line in before.lines}
    for line in after.lines:
        yield (known[wanted[line.n]] if line.n in wanted else None), line
        yield from ((gone, None) for gone in gone_after[line.n])
