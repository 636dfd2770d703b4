"""States of many lines that one deed changed: kept, undone and made again together (``line_states`` has them
one by one).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select

from app.quoting import LineState, Quote
from app.store.database import Transaction
from app.store.line_states import MOST_STATES, state_row, state_value, stint_of
from app.store.tables import line_states


@dataclass(frozen=True, slots=True)
class KeptState:
    """What the line was in before it was changed, or before that was undone; ``place`` is in its past."""

    place: int
    state: LineState


def left(tx: Transaction, quote: Quote, states: Mapping[int, LineState]) -> None:
    """The lines were in these states until now. What was undone of them cannot be done again any more."""
    if not states:
        return
    of_lines = (*_of(quote), line_states.c.n.in_(states))
    tx.execute(delete(line_states).where(*of_lines, line_states.c.undone))
    found = (
        select(line_states.c.n, func.max(line_states.c.place).label("place"))
        .where(*of_lines)
        .group_by(line_states.c.n)
    )
    last = {row.n: row.place for row in tx.execute(found)}
    places = {n: last.get(n, -1) + 1 for n in states}
    tx.execute(
        insert(line_states),
        [_row(quote, n, KeptState(places[n], state), undone=False) for n, state in states.items()],
    )
    old = [{"line": n, "last": place - MOST_STATES} for n, place in places.items() if place >= MOST_STATES]
    if old:
        of_line = (*_of(quote), line_states.c.n == bindparam("line"))
        tx.execute(delete(line_states).where(*of_line, line_states.c.place <= bindparam("last")), old)


def of_revision(tx: Transaction, quote: Quote, revision: int, *, undone: bool) -> Mapping[int, KeptState]:
    """By line, what the deed of that revision changed and nobody turned back since."""
    found = select(line_states).where(
        *_of(quote), line_states.c.revision == revision, line_states.c.undone == undone
    )
    names = ("choices", "quantity", "discount", "details")
    return {
        row["n"]: KeptState(row["place"], state_value({key: row[key] for key in names}, quote.currency))
        for row in tx.execute(found).mappings()
    }


def turned(
    tx: Transaction,
    quote: Quote,
    known: Mapping[int, KeptState],
    now: Mapping[int, LineState],
    *,
    undone: bool,
) -> None:
    """The lines go into the states that are known of them; those they are in now stay on the other side."""
    if not known:
        return
    this = delete(line_states).where(
        *_of(quote), line_states.c.n == bindparam("line"), line_states.c.place == bindparam("at")
    )
    tx.execute(this, [{"line": n, "at": kept.place} for n, kept in known.items()])
    step = 1 if undone else -1
    rows = [
        _row(quote, n, KeptState(kept.place + step, now[n]), undone=undone)
        for n, kept in known.items()
        if n in now
    ]
    if rows:
        tx.execute(insert(line_states), rows)


def _of(quote: Quote) -> tuple[ColumnElement[bool], ...]:
    return (
        line_states.c.quote_id == quote.id,
        line_states.c.stint == stint_of(quote.release, quote.moved_at),
    )


def _row(quote: Quote, n: int, kept: KeptState, *, undone: bool) -> Mapping[str, object]:
    return {
        "quote_id": quote.id,
        "n": n,
        "stint": stint_of(quote.release, quote.moved_at),
        "revision": quote.revision + 1,
        "place": kept.place,
        "undone": undone,
        **state_row(kept.state),
    }
