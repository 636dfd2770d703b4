"""The states that lines were in before, so that changes can be undone and done again, after a reload too.

A line's states are numbered by ``place`` in the order they came in. The one it is in now is not kept here:
its place is the gap between those before it and those after it, which were undone. A change drops the latter.

States belong to a *stint*, the time of the quote on one release: those of another are out of reach until the
move between them is undone (``moves``).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import RowMapping, bindparam, delete, func, insert, or_, select

from app.quoting import LineState, Quote, QuoteId
from app.store.database import Transaction
from app.store.detail_rows import details_row, details_value, discount_row, discount_value
from app.store.quote_rows import values_row, values_value
from app.store.tables import line_states

MOST_STATES: Final = 50
"""So many changes of a line can be undone; older states are dropped."""

_KEPT: Final = ("choices", "quantity", "discount", "details")

# A line that was removed keeps its past, for when that is undone.
_MOST_LOOKED_AT: Final = 100

# Made once: each click runs some of them, and to build one costs more than to run it.
_OF_QUOTE = (line_states.c.quote_id == bindparam("quote"), line_states.c.stint == bindparam("now_stint"))
_OF_LINE = (*_OF_QUOTE, line_states.c.n == bindparam("line"))
_LAST = select(func.max(line_states.c.place)).where(*_OF_LINE, ~line_states.c.undone).scalar_subquery()
_NEXT = select(func.min(line_states.c.place)).where(*_OF_LINE, line_states.c.undone).scalar_subquery()
_AROUND = select(line_states).where(
    *_OF_LINE, or_(line_states.c.place == _LAST, line_states.c.place == _NEXT)
)
_DROP_UNDONE = delete(line_states).where(*_OF_LINE, line_states.c.undone)
_DROP_OLD = delete(line_states).where(*_OF_LINE, line_states.c.place <= bindparam("last"))
_DROP_ONE = delete(line_states).where(*_OF_LINE, line_states.c.place == bindparam("at"))
_ALL = line_states.c.quote_id == bindparam("quote")
_DROP_LINE = delete(line_states).where(_ALL, line_states.c.n == bindparam("line"))
_DROP_ALL = delete(line_states).where(_ALL)
_DROP_STINTS = delete(line_states).where(_ALL, line_states.c.stint.not_in(bindparam("kept", expanding=True)))
_LATEST = (
    select(line_states.c.n, line_states.c.revision)
    .where(*_OF_QUOTE, line_states.c.undone == bindparam("is_undone"))
    .order_by(line_states.c.revision.desc(), line_states.c.n)
    .limit(_MOST_LOOKED_AT)
)
_ADD = (
    insert(line_states).values(place=func.coalesce(_LAST + 1, 0), undone=False).returning(line_states.c.place)
)
_PUT = insert(line_states)


@dataclass(frozen=True, slots=True)
class Around:
    """The states that undoing and doing again lead to."""

    before: LineState | None = None
    after: LineState | None = None


@dataclass(frozen=True, slots=True)
class LatestChange:
    """Of which line, and the revision that came of it."""

    n: int
    revision: int


def stint_of(release: str, moved_at: datetime | None) -> str:
    """16 hex digits."""
    moment = "" if moved_at is None else moved_at.astimezone(UTC).isoformat()
    return sha256(f"{release}@{moment}".encode()).hexdigest()[:16]


def latest(tx: Transaction, quote: Quote) -> LatestChange | None:
    """The line that was changed, or changed again, last; None if no line has anything to be undone."""
    return _latest(tx, quote, undone=False)


def latest_undone(tx: Transaction, quote: Quote) -> LatestChange | None:
    return _latest(tx, quote, undone=True)


def around(tx: Transaction, quote: Quote, n: int) -> Around:
    found = {row["undone"]: row for row in _around(tx, quote, n)}
    before, after = found.get(False), found.get(True)
    return Around(
        None if before is None else _value(before, quote),
        None if after is None else _value(after, quote),
    )


def left(tx: Transaction, quote: Quote, n: int, *, state: LineState) -> None:
    """The line was in this state until now. What was undone before cannot be done again any more."""
    line = _line(quote, n)
    tx.execute(_DROP_UNDONE, line)
    place = tx.execute(_ADD, {**line, **_row(quote, n, state)}).scalar_one()
    if place >= MOST_STATES:
        tx.execute(_DROP_OLD, {**line, "last": place - MOST_STATES})


def undo(tx: Transaction, quote: Quote, n: int, *, now: LineState) -> LineState | None:
    """The state before; ``now`` can be come back to. None if there is none before."""
    row = next((row for row in _around(tx, quote, n) if not row["undone"]), None)
    return None if row is None else _swapped(tx, quote, row, now=now, place=row["place"] + 1)


def redo(tx: Transaction, quote: Quote, n: int, *, now: LineState) -> LineState | None:
    """The state that was undone last; ``now`` can be come back to. None if nothing was."""
    row = next((row for row in _around(tx, quote, n) if row["undone"]), None)
    return None if row is None else _swapped(tx, quote, row, now=now, place=row["place"] - 1)


def forget(tx: Transaction, quote_id: QuoteId, n: int | None = None) -> None:
    """Of one line, or of all lines of the quote."""
    if n is None:
        tx.execute(_DROP_ALL, {"quote": quote_id})
    else:
        tx.execute(_DROP_LINE, {"quote": quote_id, "line": n})


def forget_stints(tx: Transaction, quote_id: QuoteId, *, but: Collection[str]) -> None:
    """All that no move leads back to."""
    tx.execute(_DROP_STINTS, {"quote": quote_id, "kept": list(but)})


def _swapped(tx: Transaction, quote: Quote, row: RowMapping, *, now: LineState, place: int) -> LineState:
    """The state of the row is gone into; ``now`` stays at ``place``, on the other side of it."""
    tx.execute(_DROP_ONE, {**_line(quote, row["n"]), "at": row["place"]})
    tx.execute(_PUT, [{**_row(quote, row["n"], now), "place": place, "undone": not row["undone"]}])
    return _value(row, quote)


def _around(tx: Transaction, quote: Quote, n: int) -> list[RowMapping]:
    return list(tx.execute(_AROUND, _line(quote, n)).mappings())


def _latest(tx: Transaction, quote: Quote, *, undone: bool) -> LatestChange | None:
    there = {line.n for line in quote.lines}
    rows = tx.execute(_LATEST, {**_stint(quote), "is_undone": undone})
    return next((LatestChange(row.n, row.revision) for row in rows if row.n in there), None)


def _stint(quote: Quote) -> Mapping[str, Any]:
    return {"quote": quote.id, "now_stint": stint_of(quote.release, quote.moved_at)}


def _line(quote: Quote, n: int) -> Mapping[str, Any]:
    return {**_stint(quote), "line": n}


def _row(quote: Quote, n: int, state: LineState) -> Mapping[str, Any]:
    return {
        "quote_id": quote.id,
        "n": n,
        "stint": stint_of(quote.release, quote.moved_at),
        "revision": quote.revision + 1,
        **state_row(state),
    }


def state_row(state: LineState) -> Mapping[str, Any]:
    return {
        "choices": values_row(state.choices),
        "quantity": state.quantity,
        "discount": None if state.discount is None else discount_row(state.discount),
        "details": details_row(state.details),
    }


def state_value(row: Mapping[str, Any], currency: str) -> LineState:
    discount = row["discount"]
    return LineState(
        choices=values_value(row["choices"]),
        quantity=row["quantity"],
        discount=None if discount is None else discount_value(discount, currency),
        details=details_value(row.get("details", {})),
    )


def _value(row: RowMapping, quote: Quote) -> LineState:
    return state_value({name: row[name] for name in _KEPT}, quote.currency)
