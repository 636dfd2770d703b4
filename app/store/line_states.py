"""The states that lines were in before, so that changes can be undone and done again, after a reload too.

A line's states are numbered by ``place`` in the order they came in. The one it is in now is not kept here:
its place is the gap between those before it and those after it, which were undone. A change drops the latter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import RowMapping, bindparam, delete, func, insert, or_, select

from app.quoting import LineState, Quote, QuoteId
from app.store.database import Transaction
from app.store.quote_rows import discount_row, discount_value, values_row, values_value
from app.store.tables import line_states

MOST_STATES: Final = 50
"""So many changes of a line can be undone; older states are dropped."""

# Made once: each click runs some of them, and to build one costs more than to run it.
_OF_LINE = (line_states.c.quote_id == bindparam("quote"), line_states.c.n == bindparam("line"))
_LAST = select(func.max(line_states.c.place)).where(*_OF_LINE, ~line_states.c.undone).scalar_subquery()
_NEXT = select(func.min(line_states.c.place)).where(*_OF_LINE, line_states.c.undone).scalar_subquery()
_AROUND = select(line_states).where(
    *_OF_LINE, or_(line_states.c.place == _LAST, line_states.c.place == _NEXT)
)
_DROP_UNDONE = delete(line_states).where(*_OF_LINE, line_states.c.undone)
_DROP_OLD = delete(line_states).where(*_OF_LINE, line_states.c.place <= bindparam("last"))
_DROP_ONE = delete(line_states).where(*_OF_LINE, line_states.c.place == bindparam("at"))
_DROP_LINE = delete(line_states).where(*_OF_LINE)
_DROP_ALL = delete(line_states).where(line_states.c.quote_id == bindparam("quote"))
_ADD = (
    insert(line_states).values(place=func.coalesce(_LAST + 1, 0), undone=False).returning(line_states.c.place)
)
_PUT = insert(line_states)


@dataclass(frozen=True, slots=True)
class Around:
    """The states that undoing and doing again lead to."""

    before: LineState | None = None
    after: LineState | None = None


def around(tx: Transaction, quote: Quote, n: int) -> Around:
    found = {row["undone"]: row for row in _around(tx, quote, n)}
    before, after = found.get(False), found.get(True)
    return Around(
        None if before is None else _value(before, quote), None if after is None else _value(after, quote)
    )


def left(tx: Transaction, quote: Quote, n: int, *, state: LineState) -> None:
    """The line was in this state until now. What was undone before cannot be done again any more."""
    line = _line(quote.id, n)
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
        tx.execute(_DROP_LINE, _line(quote_id, n))


def _swapped(tx: Transaction, quote: Quote, row: RowMapping, *, now: LineState, place: int) -> LineState:
    """The state of the row is gone into; ``now`` stays at ``place``, on the other side of it."""
    tx.execute(_DROP_ONE, {**_line(quote.id, row["n"]), "at": row["place"]})
    tx.execute(_PUT, [{**_row(quote, row["n"], now), "place": place, "undone": not row["undone"]}])
    return _value(row, quote)


def _around(tx: Transaction, quote: Quote, n: int) -> list[RowMapping]:
    return list(tx.execute(_AROUND, _line(quote.id, n)).mappings())


def _line(quote_id: QuoteId, n: int) -> Mapping[str, Any]:
    return {"quote": quote_id, "line": n}


def _row(quote: Quote, n: int, state: LineState) -> Mapping[str, Any]:
    return {
        "quote_id": quote.id,
        "n": n,
        "choices": values_row(state.choices),
        "quantity": state.quantity,
        "discount": None if state.discount is None else discount_row(state.discount),
    }


def _value(row: RowMapping, quote: Quote) -> LineState:
    discount = row["discount"]
    return LineState(
        choices=values_value(row["choices"]),
        quantity=row["quantity"],
        discount=None if discount is None else discount_value(discount, quote.currency),
    )
