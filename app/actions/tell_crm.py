"""What became of a quote is told to the CRM: asked for with the deed itself, done by a durable flow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from app.actions.align_quotes import align_quotes
from app.actions.aligning import As
from app.actor import UserId
from app.delivery import ERRAND_KINDS, errand_key
from app.quoting import Quote, QuoteId, Status
from app.quoting.drift import Place
from app.services import Services
from app.store import Transaction, accesses, copies, errands
from app.store.errands import StoredErrand

_KIND: Final = ERRAND_KINDS["status_update"]
# The writing call says so itself.
_BY_ITSELF: Final = (Status.SUBMITTED, Status.WRITTEN)


def ask_to_tell(tx: Transaction, quote: Quote, *, by: UserId, at: datetime, again: str = "") -> None:
    """``quote`` as it is after the deed of that user; nothing to tell of one that the CRM never heard of.

    Told by whoever did it, or, where the CRM is closed to them at the moment (they decided by letter), by
    the quote's owner. Once a revision, and once more for each ``again``.
    """
    copy = copies.load(tx, quote.id, connection=quote.connection)
    unheard = copy.place is Place.NOWHERE and quote.status is not Status.IN_APPROVAL
    if unheard or quote.status in _BY_ITSELF:
        return
    errands.add(
        tx,
        StoredErrand(
            key=errand_key(_KIND, f"{quote.id}-{quote.revision}" + (f"-{again}" if again else "")),
            connection=quote.connection,
            org=quote.org,
            user=by if _may(tx, quote, by, at=at) else quote.owner,
            opportunity=quote.opportunity,
            requested_at=at,
            payload={"quote": quote.id},
        ),
    )


def _may(tx: Transaction, quote: Quote, user: UserId, *, at: datetime) -> bool:
    return accesses.load(tx, connection=quote.connection, user=user, at=at) is not None


def told(services: Services, errand: StoredErrand, *, at: datetime) -> Mapping[str, Any]:
    """As it is by now, which may be more than was asked for. Raises as ``align_quotes``."""
    who = As(errand.connection, errand.user)
    found = align_quotes(services, [QuoteId(errand.payload["quote"])], who, at=at)
    return {"differs": [one.kind.value for copy in found for one in copy.findings]}
