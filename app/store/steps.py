"""What was done to many lines at once, to their order, or to a quote as a whole, so that it can be undone.

A step says how the quote was arranged before and after, and holds the lines that it brought or took. What it
changed within lines stands in ``line_states``, with the step's revision. It belongs to a stint, as they do.

The last step is undone while the quote is arranged as it left it, and made again while it is arranged as it
was before: that is looked at, not noted.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, select, update

from app.quoting import Arrangement, KeptLine, Quote, QuoteId, arrangement_of, state_of
from app.store.database import Transaction
from app.store.detail_rows import header_row, header_value
from app.store.line_states import state_row, state_value, stint_of
from app.store.tables_of_changes import quote_steps

MOST_STEPS: Final = 30
"""So many steps of a quote can be undone; older ones are forgotten."""


@dataclass(frozen=True, slots=True)
class KeptStep:
    """``said``: what was done, in words. ``revision``: the quote's with the deed that was done to it last.
    ``kept`` and ``currency``: of what ``lines`` are made.
    """

    place: int
    revision: int
    said: str
    before: Arrangement
    after: Arrangement
    kept: Sequence[Mapping[str, Any]]
    currency: str

    @property
    def lines(self) -> tuple[KeptLine, ...]:
        """Those that it brought or took, as they were last. Each page looks for the last step, and only who
        takes it back for its lines, which may be a thousand.
        """
        return tuple(_line(one, self.currency) for one in self.kept)


def done(tx: Transaction, before: Quote, after: Quote, *, said: str) -> None:
    """What was undone before cannot be made again any more."""
    tx.execute(delete(quote_steps).where(_of(before), quote_steps.c.undone))
    last = tx.execute(select(func.max(quote_steps.c.place)).where(_of(before))).scalar_one()
    place = 0 if last is None else last + 1
    row = {
        "quote_id": before.id,
        "stint": stint_of(before.release, before.moved_at),
        "place": place,
        "undone": False,
        "revision": after.revision,
        "said": said,
        "before": _arrangement_row(arrangement_of(before)),
        "after": _arrangement_row(arrangement_of(after)),
        "lines": _lines_row(_only_in(before, after) + _only_in(after, before)),
    }
    tx.execute(insert(quote_steps), [row])
    if place >= MOST_STEPS:
        tx.execute(delete(quote_steps).where(_of(before), quote_steps.c.place <= place - MOST_STEPS))


def latest(tx: Transaction, quote: Quote) -> KeptStep | None:
    """The last step, if it can be undone."""
    found = _first(tx, quote, ~quote_steps.c.undone, quote_steps.c.place.desc())
    return found if found is not None and found.after == arrangement_of(quote) else None


def latest_undone(tx: Transaction, quote: Quote) -> KeptStep | None:
    """The step that was undone last, if it can be made again."""
    found = _first(tx, quote, quote_steps.c.undone, quote_steps.c.place)
    return found if found is not None and found.before == arrangement_of(quote) else None


def turned(tx: Transaction, before: Quote, after: Quote, step: KeptStep, *, undone: bool) -> None:
    """The step was undone, or made again: the quote as it was until now can be come back to."""
    gone = {line.n: line for line in _only_in(before, after)}
    lines = [*gone.values(), *(line for line in step.lines if line.n not in gone)]
    changes = {"undone": undone, "revision": after.revision, "lines": _lines_row(lines)}
    tx.execute(update(quote_steps).where(_of(before), quote_steps.c.place == step.place).values(changes))


def forget_stints(tx: Transaction, quote_id: QuoteId, *, but: Collection[str]) -> None:
    """All that no move leads back to."""
    gone = (quote_steps.c.quote_id == quote_id, quote_steps.c.stint.not_in(list(but)))
    tx.execute(delete(quote_steps).where(*gone))


def forget(tx: Transaction, quote_id: QuoteId) -> None:
    tx.execute(delete(quote_steps).where(quote_steps.c.quote_id == quote_id))


def _only_in(one: Quote, other: Quote) -> tuple[KeptLine, ...]:
    known = {line.n for line in other.lines}
    return tuple(
        KeptLine(line.n, line.product, state_of(line), line.place)
        for line in one.lines
        if line.n not in known
    )


def _first(
    tx: Transaction, quote: Quote, which: ColumnElement[bool], order: ColumnElement[Any]
) -> KeptStep | None:
    found = select(quote_steps).where(_of(quote), which).order_by(order).limit(1)
    row = tx.execute(found).mappings().first()
    return None if row is None else _value(row, quote.currency)


def _of(quote: Quote) -> ColumnElement[bool]:
    stint = stint_of(quote.release, quote.moved_at)
    return (quote_steps.c.quote_id == quote.id) & (quote_steps.c.stint == stint)


def _value(row: RowMapping, currency: str) -> KeptStep:
    return KeptStep(
        place=row["place"],
        revision=row["revision"],
        said=row["said"],
        before=_arrangement(row["before"], currency),
        after=_arrangement(row["after"], currency),
        kept=row["lines"],
        currency=currency,
    )


def _line(row: Mapping[str, Any], currency: str) -> KeptLine:
    return KeptLine(row["n"], row["product"], state_value(row, currency), row["place"])


def _lines_row(lines: Iterable[KeptLine]) -> list[Mapping[str, Any]]:
    return [{"n": one.n, "product": one.product, "place": one.place, **state_row(one.state)} for one in lines]


def _arrangement_row(arrangement: Arrangement) -> Mapping[str, Any]:
    return {
        "header": header_row(arrangement.header),
        "valid_until": arrangement.valid_until.isoformat(),
        "order": _runs(arrangement.order),
    }


def _arrangement(row: Mapping[str, Any], currency: str) -> Arrangement:
    order = tuple(n for first, last in row["order"] for n in range(first, last + 1))
    return Arrangement(header_value(row["header"], currency), date.fromisoformat(row["valid_until"]), order)


def _runs(order: Iterable[int]) -> list[list[int]]:
    """Numbers that follow each other as their first and last: a long quote is mostly one run."""
    runs: list[list[int]] = []
    for n in order:
        if runs and runs[-1][1] + 1 == n:
            runs[-1][1] = n
        else:
            runs.append([n, n])
    return runs
