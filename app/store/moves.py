"""Moves of quotes between releases, so that they can be undone and made again.

A move is undone where nothing was done since that would be lost; made again where nothing was done since it
was undone. Both are looked at, not noted: whoever changes lines need not think of moves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, select, update

from app.quoting import KeptLine, Quote, QuoteId, QuoteState, state_of_quote
from app.store import line_states, steps
from app.store.database import Transaction
from app.store.detail_rows import discount_row, discount_value
from app.store.line_states import state_row, state_value, stint_of
from app.store.tables import quote_moves

MOST_MOVES: Final = 5
"""So many moves of a quote can be undone; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class KeptMove:
    """From ``before`` to ``after``. ``revision``: the quote's with the deed that was done to it last."""

    place: int
    revision: int
    before: QuoteState
    after: QuoteState


def moved(tx: Transaction, before: Quote, after: Quote) -> None:
    """The quote went over. What was undone before cannot be made again any more."""
    tx.execute(delete(quote_moves).where(_of(before.id), quote_moves.c.undone))
    last = tx.execute(select(func.max(quote_moves.c.place)).where(_of(before.id))).scalar_one()
    place = 0 if last is None else last + 1
    row = {
        "quote_id": before.id,
        "place": place,
        "undone": False,
        "revision": after.revision,
        "before": _row(state_of_quote(before)),
        "after": _row(state_of_quote(after)),
    }
    tx.execute(insert(quote_moves), [row])
    tx.execute(delete(quote_moves).where(_of(before.id), quote_moves.c.place <= place - MOST_MOVES))
    _forget_out_of_reach(tx, after)


def to_undo(tx: Transaction, quote: Quote) -> KeptMove | None:
    """The last move, while the quote has the lines that came of it."""
    found = _first(tx, quote, ~quote_moves.c.undone, quote_moves.c.place.desc())
    return found if found is not None and found.after.has_lines_of(quote) else None


def to_redo(tx: Transaction, quote: Quote) -> KeptMove | None:
    """The move that was undone last, while the quote is as it was before."""
    found = _first(tx, quote, quote_moves.c.undone, quote_moves.c.place)
    return found if found is not None and found.before == state_of_quote(quote) else None


def undone(tx: Transaction, quote: Quote, move: KeptMove) -> None:
    """The quote as it is now can be come back to."""
    after = _row(state_of_quote(quote))
    tx.execute(_this(quote, move).values(undone=True, revision=quote.revision + 1, after=after))


def redone(tx: Transaction, quote: Quote, move: KeptMove) -> None:
    tx.execute(_this(quote, move).values(undone=False, revision=quote.revision + 1))


def forget(tx: Transaction, quote_id: QuoteId) -> None:
    tx.execute(delete(quote_moves).where(_of(quote_id)))


def _forget_out_of_reach(tx: Transaction, quote: Quote) -> None:
    rows = tx.execute(select(quote_moves).where(_of(quote.id))).mappings()
    known = [_value(row, quote.currency) for row in rows]
    kept = {stint_of(one.release, one.moved_at) for move in known for one in (move.before, move.after)}
    line_states.forget_stints(tx, quote.id, but=kept)
    steps.forget_stints(tx, quote.id, but=kept)


def _first(
    tx: Transaction, quote: Quote, which: ColumnElement[bool], order: ColumnElement[Any]
) -> KeptMove | None:
    found = select(quote_moves).where(_of(quote.id), which).order_by(order).limit(1)
    row = tx.execute(found).mappings().first()
    return None if row is None else _value(row, quote.currency)


def _of(quote_id: QuoteId) -> ColumnElement[bool]:
    return quote_moves.c.quote_id == quote_id


def _this(quote: Quote, move: KeptMove) -> Any:
    return update(quote_moves).where(_of(quote.id), quote_moves.c.place == move.place)


def _value(row: RowMapping, currency: str) -> KeptMove:
    before, after = (_state(row[name], currency) for name in ("before", "after"))
    return KeptMove(row["place"], row["revision"], before, after)


def _row(state: QuoteState) -> Mapping[str, Any]:
    lines = [
        {"n": one.n, "product": one.product, "place": one.place, **state_row(one.state)}
        for one in state.lines
    ]
    moment = None if state.moved_at is None else state.moved_at.isoformat()
    discount = None if state.discount is None else discount_row(state.discount)
    return {
        "release": state.release,
        "moved_at": moment,
        "currency": state.currency,
        "discount": discount,
        "lines": lines,
    }


def _state(row: Mapping[str, Any], known: str) -> QuoteState:
    """``known``: the currency of the quote, which older rows do not name."""
    moment, discount = row["moved_at"], row.get("discount")
    currency = row.get("currency", known)
    return QuoteState(
        release=row["release"],
        moved_at=None if moment is None else datetime.fromisoformat(moment),
        currency=currency,
        discount=None if discount is None else discount_value(discount, currency),
        lines=tuple(_line(one, currency) for one in row["lines"]),
    )


def _line(row: Mapping[str, Any], currency: str) -> KeptLine:
    return KeptLine(row["n"], row["product"], state_value(row, currency), row.get("place", 0))
