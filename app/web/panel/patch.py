"""What differs between two states of a quote's table, as the page needs it: rows that changed, went, came."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from app.web.panel.rows import Row

MOST = 200
"""Rows beyond which a whole page is less work than its parts."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Rows that stand one after the other behind the row of that id; "" for those that come first."""

    after: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Patch:
    """``gone`` are ids. A row that moved is gone from its place and has arrived at another."""

    changed: tuple[Row, ...]
    gone: tuple[str, ...]
    arrived: tuple[Arrived, ...]

    @property
    def size(self) -> int:
        return len(self.changed) + len(self.gone) + sum(len(one.rows) for one in self.arrived)


def patch(before: Sequence[Row], after: Sequence[Row]) -> Patch:
    known = {row.id: row for row in before}
    staying = _staying([row.id for row in before], [row.id for row in after])
    return Patch(
        changed=tuple(row for row in after if row.id in staying and not _same(known[row.id], row)),
        gone=tuple(row.id for row in before if row.id not in staying),
        arrived=tuple(_arrived(after, staying)),
    )


def _same(one: Row, other: Row) -> bool:
    if one.what == "line" and other.what == "line" and one.line is other.line:
        return one.sold == other.sold
    return one == other


def _arrived(after: Sequence[Row], staying: frozenset[str]) -> list[Arrived]:
    found: list[Arrived] = []
    behind, coming = "", list[Row]()
    for row in after:
        if row.id not in staying:
            coming.append(row)
            continue
        if coming:
            found.append(Arrived(behind, tuple(coming)))
            coming = []
        behind = row.id
    if coming:
        found.append(Arrived(behind, tuple(coming)))
    return found


def _staying(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """As many ids as possible that are in both in the same order: by the longest rising run of places."""
    place = {one: at for at, one in enumerate(before)}
    common = [one for one in after if one in place]
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for index, one in enumerate(common):
        length = bisect_left(ends, place[one])
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [place[one]]
        last[length : length + 1] = [index]
    kept, at = set[str](), last[-1] if last else -1
    while at >= 0:
        kept.add(common[at])
        at = previous[at]
    return frozenset(kept)
