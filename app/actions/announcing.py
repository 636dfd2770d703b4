"""A quote that waits for approval becomes a record in the CRM, without lines, while people decide."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from app.actions.aligning import Aligning, Errand, note
from app.actions.copies import believed_of
from app.actions.mapped_facts import beside
from app.actions.offers import head_of, link_of
from app.actions.openings import opening_for
from app.errors import AppError
from app.quoting import Status, WriteBackState
from app.quoting.drift import Place
from app.store import copies, quotes, write_backs

_ON_ITS_WAY: Final = (WriteBackState.QUEUED, WriteBackState.WRITING, WriteBackState.WRITTEN)
_LONGEST: Final = timedelta(minutes=5)


def announced(errand: Errand, job: Aligning) -> Aligning:
    """Unchanged unless it waits for approval and is nowhere yet. Raises as ``Crm.announce``."""
    if job.copy.place is not Place.NOWHERE or job.quote.status is not Status.IN_APPROVAL:
        return job
    if errand.crm.one_at_a_time:
        return job
    if not _claimed(errand, job):
        return job
    try:
        crm_quote = _made(errand, job)
    except AppError:
        # What became of it is unknown: the next time it is found by its key.
        _settle(errand, job, crm_quote="")
        raise
    return _settle(errand, job, crm_quote=crm_quote)


def _claimed(errand: Errand, job: Aligning) -> bool:
    """Whether it is ours to announce: a write-back, which makes a record too, waits until we are through."""
    with errand.services.database.transaction() as tx:
        copy = copies.load(tx, job.quote.id, connection=errand.who.connection)
        quote = quotes.load(tx, job.quote.id, connection=errand.who.connection)
        taken = copy.claimed_until is not None and errand.at < copy.claimed_until
        write_back = write_backs.of_quote(tx, quote.id)
        sent = write_back is not None and write_back.state in _ON_ITS_WAY
        if taken or sent or copy.place is not Place.NOWHERE or quote.status is not Status.IN_APPROVAL:
            return False
        copies.save(tx, replace(copy, claimed_until=errand.at + _LONGEST))
    return True


def _made(errand: Errand, job: Aligning) -> str:
    quote = job.quote
    with errand.services.database.reading() as tx:
        opening = opening_for(tx, quote.connection, user=errand.who.user, opportunity=quote.opportunity)
    about = beside(errand.services, errand.crm, quote=quote, opening=opening).about
    head = head_of(quote, opening, link=link_of(errand.services, quote), told=job.believed.now, about=about)
    return errand.crm.announce(errand.access, head)


def _settle(errand: Errand, job: Aligning, *, crm_quote: str) -> Aligning:
    with errand.services.database.transaction() as tx:
        copy = replace(copies.load(tx, job.quote.id, connection=errand.who.connection), claimed_until=None)
        if crm_quote:
            copy = replace(
                copy,
                place=Place.ANNOUNCED,
                crm_quote=crm_quote,
                key=f"{job.quote.id}-announced",
                agreed=job.believed.now,
            )
            note(tx, errand, job.quote, "announce_quote", crm_quote=crm_quote)
        copies.save(tx, copy)
        return Aligning(job.quote, copy, believed_of(tx, job.quote, copy))
