"""Letters, and with them the outbox of mail: a row that is due is a letter still to be sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import RowMapping, insert, or_, select, update

from app.actor import ConnectionName, UserId
from app.approvals import LIVE, Cause, Letter, LetterId, LinkInvalid, LinkUsed, RequestId, RequestStatus
from app.store.approval_tables import approval_seats, quote_approvals
from app.store.database import Transaction
from app.store.letter_tables import approval_letters, lettered_approvals

_COLUMNS = approval_letters.c
# Further away than any letter is postponed: then the clock was set back.
_SET_BACK: Final = timedelta(hours=3)
_LIVE: Final = tuple(status.value for status in LIVE)


@dataclass(frozen=True, slots=True)
class Posting:
    """A letter on its way; ``attempts`` were made so far."""

    letter: Letter
    due_at: datetime
    attempts: int


def unlettered(
    tx: Transaction, *, at: datetime, most: int
) -> tuple[tuple[RequestId, ConnectionName, int], ...]:
    """Waiting requests that changed since their letters were written, or are to be looked at again by now,
    oldest first, with their version.
    """
    known, asked = lettered_approvals.c, quote_approvals.c
    found = (
        select(asked.id, asked.connection, asked.version)
        .outerjoin(lettered_approvals, known.approval == asked.id)
        .where(asked.status == RequestStatus.WAITING.value)
        .where(or_(known.version.is_(None), known.version < asked.version, known.again_at <= at))
    )
    rows = tx.execute(found.order_by(asked.asked_at, asked.id).limit(most))
    return tuple((RequestId(row.id), ConnectionName(row.connection), row.version) for row in rows)


def keep(
    tx: Transaction,
    letters: Iterable[Letter],
    *,
    request: RequestId,
    version: int,
    again_at: datetime | None = None,
) -> None:
    """Each due at once. ``version``: that of the request for which these are all, until ``again_at``."""
    add(tx, letters)
    tx.save(lettered_approvals, {"approval": request, "version": version, "again_at": again_at})


def add(tx: Transaction, letters: Iterable[Letter]) -> None:
    """Beside those that ``keep`` knows of; each due at once."""
    rows = [_row(letter) for letter in letters]
    if rows:
        tx.execute(insert(approval_letters), rows)


def look_again(tx: Transaction, users: Iterable[UserId], *, connection: ConnectionName) -> None:
    """At all live requests with a seat of one of these. Whoever looks at one at the moment is waited for:
    it may not know yet what made this necessary.
    """
    seated = select(approval_seats.c.approval).where(approval_seats.c.user_id.in_(list(users)))
    asked = quote_approvals.c
    found = select(asked.id).where(
        asked.connection == connection, asked.status.in_(_LIVE), asked.id.in_(seated)
    )
    tx.execute(found.order_by(asked.id).with_for_update())
    tx.execute(update(lettered_approvals).where(lettered_approvals.c.approval.in_(found)).values(version=0))


def of_request(tx: Transaction, request: RequestId) -> tuple[Letter, ...]:
    found = select(approval_letters).where(_COLUMNS.approval == request).order_by(_COLUMNS.made_at)
    return tuple(_value(row) for row in tx.execute(found).mappings())


def load(tx: Transaction, letter: LetterId) -> Letter:
    """Raises LinkInvalid."""
    row = tx.execute(select(approval_letters).where(_COLUMNS.id == letter)).mappings().first()
    if row is None:
        raise LinkInvalid("This link leads nowhere any more. Open the quote from your CRM.")
    return _value(row)


def codes(tx: Transaction, request: RequestId, user: UserId) -> tuple[Letter, ...]:
    """Those that were sent to confirm that it is them."""
    own = (_COLUMNS.approval == request, _COLUMNS.user_id == user, _COLUMNS.cause == Cause.CODE.value)
    return tuple(_value(row) for row in tx.execute(select(approval_letters).where(*own)).mappings())


def tried(tx: Transaction, letter: Letter, *, most: int) -> bool:
    """Counts it; false where it was tried so often already. Of many at once each is counted."""
    left = update(approval_letters).where(_COLUMNS.id == letter.id, _COLUMNS.tries < most)
    return tx.execute(left.values(tries=_COLUMNS.tries + 1)).rowcount == 1


def use(tx: Transaction, letter: Letter, *, at: datetime) -> None:
    """Of two at once one is told. Raises LinkUsed."""
    unused = update(approval_letters).where(_COLUMNS.id == letter.id, _COLUMNS.used_at.is_(None))
    if tx.execute(unused.values(used_at=at, due_at=None)).rowcount != 1:
        raise LinkUsed("This link was used already. Open the quote from your CRM to see what came of it.")


def due(tx: Transaction, *, at: datetime, most: int) -> tuple[Posting, ...]:
    come = or_(_COLUMNS.due_at <= at, _COLUMNS.due_at > at + _SET_BACK)
    found = select(approval_letters).where(come).order_by(_COLUMNS.due_at, _COLUMNS.id)
    rows = tx.execute(found.limit(most)).mappings()
    return tuple(Posting(_value(row), row["due_at"], row["attempts"]) for row in rows)


def claim(tx: Transaction, posting: Posting, *, until: datetime) -> bool:
    """Whether it is the caller's to send; unless they say what came of it, it is due again then."""
    mine = update(approval_letters).where(_COLUMNS.id == posting.letter.id, _COLUMNS.due_at == posting.due_at)
    return tx.execute(mine.values(due_at=until, attempts=posting.attempts + 1)).rowcount == 1


def sent(tx: Transaction, letter: Letter, *, at: datetime) -> None:
    _store(tx, letter, {"due_at": None, "sent_at": at, "failure": ""})


def postpone(tx: Transaction, letter: Letter, *, until: datetime | None, failure: str) -> None:
    """Until then; for good where that is None."""
    _store(tx, letter, {"due_at": until, "failure": failure})


def _store(tx: Transaction, letter: Letter, values: dict[str, Any]) -> None:
    tx.execute(update(approval_letters).where(_COLUMNS.id == letter.id).values(values))


def _row(letter: Letter) -> dict[str, Any]:
    return {
        "id": letter.id,
        "connection": letter.connection,
        "approval": letter.request,
        "user_id": letter.user,
        "cause": letter.cause.value,
        "moment": letter.moment,
        "made_at": letter.made_at,
        "expires_at": letter.expires_at,
        "used_at": letter.used_at,
        "due_at": letter.made_at,
        "attempts": 0,
        "sent_at": None,
        "failure": "",
        "tries": letter.tries,
    }


def _value(row: RowMapping) -> Letter:
    same = ("id", "connection", "moment", "made_at", "expires_at", "used_at", "tries")
    kept = {name: row[name] for name in same}
    return Letter(request=row["approval"], user=row["user_id"], cause=Cause(row["cause"]), **kept)
