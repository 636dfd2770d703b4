"""What became of each quote, step by step: who moved it from which status to which, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import insert, select

from app.actor import UserId
from app.quoting import Deed, Quote, QuoteId, Status
from app.store.database import Transaction
from app.store.life_tables import quote_deeds

MOST_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class KeptDeed:
    """``user`` is empty for what time did. ``reason``: in the words of whoever did it."""

    at: datetime
    user: UserId
    user_name: str
    deed: Deed
    before: Status
    after: Status
    reason: str


def note(tx: Transaction, quote: Quote, kept: KeptDeed) -> None:
    """``quote``: as it is after the deed."""
    row = {
        "quote_id": quote.id,
        "revision": quote.revision,
        "at": kept.at,
        "user_id": kept.user,
        "user_name": kept.user_name,
        "deed": kept.deed.value,
        "before": kept.before.value,
        "after": kept.after.value,
        "reason": kept.reason,
    }
    tx.execute(insert(quote_deeds), [row])


def of_quote(tx: Transaction, quote_id: QuoteId) -> tuple[KeptDeed, ...]:
    """The last ones, oldest first."""
    found = select(quote_deeds).where(quote_deeds.c.quote_id == quote_id)
    rows = tx.execute(found.order_by(quote_deeds.c.revision.desc()).limit(MOST_SHOWN)).mappings().all()
    return tuple(
        KeptDeed(
            at=row["at"],
            user=row["user_id"],
            user_name=row["user_name"],
            deed=Deed(row["deed"]),
            before=Status(row["before"]),
            after=Status(row["after"]),
            reason=row["reason"],
        )
        for row in reversed(rows)
    )
