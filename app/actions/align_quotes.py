"""Looks at what the CRM holds of some quotes, tells it what it should say by now, and mends what is safe.

Everything is done as one user, with their token. It may be repeated at any moment: what is told is found by
looking, so nothing is told twice, and a document is hung only where none hangs. No transaction is open while
the CRM is asked.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from app.actions.aligning import Aligning, As, Errand, access_of
from app.actions.announcing import announced
from app.actions.connected import connection_named
from app.actions.copies import believed_of
from app.actions.mending import mended
from app.quoting import QuoteId, Status
from app.quoting.drift import Place
from app.services import Services
from app.store import Transaction, copies, quotes
from app.store.copies import Copy

AT_ONCE: Final = 50


def align_quotes(services: Services, ids: Sequence[QuoteId], who: As, *, at: datetime) -> tuple[Copy, ...]:
    """At most ``AT_ONCE``. What is known by now of those that are there; one on its way is left alone.

    Raises CrmSessionExpired, the other leaves of ``app.crm.errors``, ConnectionMissing, QuoteMissing.
    """
    with services.database.reading() as tx:
        errand = Errand(services, who, connection_named(tx, who.connection), access_of(tx, who, at=at), at)
        jobs = tuple(_jobs(tx, ids[:AT_ONCE], who))
    told = [announced(errand, job) for job in jobs]
    there = [job for job in told if job.copy.place is not Place.NOWHERE or job.quote.status is Status.FAILED]
    held = errand.crm.look(
        errand.access,
        opportunities=tuple(dict.fromkeys(job.quote.opportunity for job in there)),
        quotes=tuple(job.copy.crm_quote for job in there if job.copy.crm_quote),
    )
    return tuple(mended(errand, job, held) for job in there)


def _jobs(tx: Transaction, ids: Sequence[QuoteId], who: As) -> Iterator[Aligning]:
    for one in ids:
        quote = quotes.load(tx, one, connection=who.connection)
        if quote.status is not Status.SUBMITTED:
            copy = copies.load(tx, one, connection=who.connection)
            yield Aligning(quote, copy, believed_of(tx, quote, copy))
