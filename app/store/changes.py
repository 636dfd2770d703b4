"""What each stored change of a quote changed, and whose it was: so that a change meant for an older revision
can be told from what others did meanwhile, and be made all the same where both touch different things.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final

from sqlalchemy import RowMapping, delete, insert, select

from app.actor import UserId
from app.errors import Stale
from app.quoting import Changed, Meeting, Quote, QuoteId, differences, meetings
from app.store.database import Transaction
from app.store.tables_of_changes import quote_changes

MOST_CHANGES: Final = 200
"""So many of the last changes of a quote are known."""

_PACE: Final = 50
_RELOAD: Final = (
    "The quote was changed meanwhile, perhaps in another window. Reload it, then change it again."
)


@dataclass(frozen=True, slots=True)
class KeptChange:
    """From revision ``since`` to ``revision``. ``user`` and ``name`` are empty where nobody's call did it."""

    revision: int
    since: int
    at: datetime
    user: UserId
    name: str
    changed: tuple[Changed, ...]


class QuoteChanged(Stale):
    """``meanwhile``: what others changed, if it is known. ``meetings``: where both changed the same."""

    code: ClassVar[str] = "quote_changed"

    def __init__(
        self,
        detail: str = _RELOAD,
        *,
        facts: Mapping[str, object] | None = None,
        quote: Quote | None = None,
        meanwhile: tuple[KeptChange, ...] = (),
        meetings: tuple[Meeting, ...] = (),
    ) -> None:
        super().__init__(detail, facts=facts)
        self.quote = quote
        self.meanwhile = meanwhile
        self.meetings = meetings


def note(tx: Transaction, before: Quote, after: Quote) -> None:
    """Who acts is known from the quote's loading."""
    actor = tx.acting.get(after.id)
    row = {
        "quote_id": after.id,
        "revision": after.revision,
        "since": before.revision,
        "at": after.changed_at,
        "user_id": "" if actor is None else actor.user,
        "user_name": "" if actor is None else actor.name,
        "changed": [_row(one) for one in differences(before, after)],
    }
    tx.execute(_ADD, [row])
    if after.revision % _PACE == 0:
        old = quote_changes.c.revision <= after.revision - MOST_CHANGES
        tx.execute(delete(quote_changes).where(quote_changes.c.quote_id == after.id, old))


def since(tx: Transaction, quote: Quote, revision: int) -> tuple[KeptChange, ...] | None:
    """All changes that came after that revision, oldest first; None where not all of them are known."""
    found = (
        select(quote_changes)
        .where(
            quote_changes.c.quote_id == quote.id,
            quote_changes.c.revision > revision,
            quote_changes.c.revision <= quote.revision,
        )
        .order_by(quote_changes.c.revision)
    )
    known = tuple(_value(row) for row in tx.execute(found).mappings())
    steps = [revision, *(one.revision for one in known)]
    is_whole = [one.since for one in known] == steps[:-1] and steps[-1] == quote.revision
    return known if is_whole else None


def check_disjoint(tx: Transaction, current: Quote, changed: Quote, *, expected: int) -> None:
    """A change of ``current`` that was meant for an older revision. Raises QuoteChanged where it meets what
    was changed since, or that is not known.
    """
    facts = {"expected": expected, "revision": current.revision}
    known = since(tx, current, expected)
    if known is None:
        raise QuoteChanged(facts=facts, quote=current)
    theirs = [one for kept in known for one in kept.changed]
    met = meetings(differences(current, changed), theirs)
    if met:
        raise QuoteChanged(
            "The same was changed meanwhile, perhaps in another window. Look at both, and choose.",
            facts=facts,
            quote=current,
            meanwhile=known,
            meetings=met,
        )


def check_untouched(tx: Transaction, quote: Quote, n: int, *, expected: int) -> None:
    """For what depends on all of a line. Raises QuoteChanged if any of it was changed since that revision."""
    if expected == quote.revision:
        return
    known = since(tx, quote, expected)
    if known is None or any(n in one.lines for kept in known for one in kept.changed):
        facts = {"expected": expected, "revision": quote.revision}
        raise QuoteChanged(facts=facts, quote=quote, meanwhile=known or ())


def forget(tx: Transaction, quote_id: QuoteId) -> None:
    tx.execute(delete(quote_changes).where(quote_changes.c.quote_id == quote_id))


_ADD: Final = insert(quote_changes)


def _row(one: Changed) -> list[Any]:
    return [list(one.lines), one.part, one.before, one.after]


def _value(row: RowMapping) -> KeptChange:
    return KeptChange(
        revision=row["revision"],
        since=row["since"],
        at=row["at"],
        user=row["user_id"],
        name=row["user_name"],
        changed=tuple(
            Changed(tuple(lines), part, before, after) for lines, part, before, after in row["changed"]
        ),
    )
