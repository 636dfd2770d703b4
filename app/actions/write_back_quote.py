"""One attempt to write a submitted quote to the CRM, as the user who submitted it.

Called by the durable flow until it ends. Every outcome is stored before it is reported, and an attempt may be
repeated at any point: the CRM recognises the key, so nothing is ever doubled. No transaction is open while
the CRM is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.actions.attempting import SESSION_ENDED, Defect, Ending, abandon, ending, passage, settle
from app.actions.connected import connection_named
from app.actions.copies import told_now
from app.actions.documents import document_of
from app.actions.mapped_facts import beside
from app.actions.offers import link_of, offer_of
from app.actions.openings import opening_for
from app.crm import Access, Connection, CrmSessionExpired, Opening, ReceiptMismatch
from app.delivery import pause
from app.errors import Missing, Outside, Refused, Unverified
from app.quoting import Deed, Outcome, Quote, Receipt, WriteBack, WriteBackKey, WriteBackState
from app.quoting.drift import Place
from app.services import Services
from app.store import (
    AuditEntry,
    KeptDeed,
    Requester,
    Transaction,
    accesses,
    attempts,
    audit,
    copies,
    deeds,
    line_states,
    moves,
    quotes,
    steps,
    write_backs,
)
from app.store.attempts import Ended
from app.store.copies import Copy
from app.telemetry import counted, current_trail

_A_MOMENT = timedelta(seconds=1)
_DONE = (WriteBackState.WRITTEN, WriteBackState.FAILED)


@dataclass(frozen=True, slots=True)
class _Job:
    """All that an attempt needs, read in one go."""

    write_back: WriteBack
    asker: Requester
    quote: Quote
    connection: Connection
    opening: Opening
    access: Access | None
    copy: Copy
    told: Mapping[str, str]


def write_back_quote(services: Services, key: WriteBackKey, *, at: datetime, chance: int = 1000) -> Outcome:
    """Never raises an expected failure: each becomes an outcome that says when, or on whom, to go on.

    ``chance`` of 0 to 1000 spreads the pauses.
    """
    job = _started(services, _job(services, key, at=at), at=at)
    if isinstance(job, Outcome):
        return job
    if job.access is None:
        return _wait_for_user(services, job, None, at=at)
    return _attempt(services, job, job.access, at=at, chance=chance)


def _attempt(services: Services, job: _Job, access: Access, *, at: datetime, chance: int) -> Outcome:
    with counted() as tally:
        try:
            receipt = _save(services, job, access, at=at)
        except CrmSessionExpired as failure:
            return _wait_for_user(services, job, ending(Ended.WAITS_FOR_USER, failure, tally), at=at)
        except Outside as failure:
            return _again_later(services, job, ending(Ended.POSTPONED, failure, tally), at=at, chance=chance)
        except (Refused, Missing, Unverified) as failure:
            return _failed(services, job, ending(Ended.FAILED, failure, tally), at=at)
        except Exception:
            # Stored for those who look; the flow logs it and tries again.
            _again_later(services, job, ending(Ended.POSTPONED, Defect(), tally), at=at, chance=chance)
            raise
        return _written(services, job, ending(Ended.DONE, None, tally), receipt, at=at)


def _job(services: Services, key: WriteBackKey, *, at: datetime) -> _Job:
    with services.database.reading() as tx:
        write_back, asker = write_backs.load(tx, key), write_backs.requester(tx, key)
        quote = quotes.load(tx, write_back.quote, connection=asker.connection)
        connection = connection_named(tx, asker.connection)
        opening = opening_for(tx, asker.connection, user=asker.user, opportunity=quote.opportunity)
        access = _access(tx, asker, at=at)
        copy = copies.load(tx, quote.id, connection=asker.connection)
        told = told_now(tx, quote)
    return _Job(write_back, asker, quote, connection, opening, access, copy, told)


def _access(tx: Transaction, asker: Requester, *, at: datetime) -> Access | None:
    kept = accesses.load(tx, connection=asker.connection, user=asker.user, at=at)
    return Access(*kept) if kept else None


def _save(services: Services, job: _Job, access: Access, *, at: datetime) -> Receipt:
    crm = services.gateway.crm(job.connection)
    document = document_of(services, job.quote, job.opening, job.write_back)
    offer = offer_of(
        job.quote,
        job.opening,
        job.write_back,
        document=document,
        link=link_of(services, job.quote),
        told=job.told,
        announced=job.copy.crm_quote if job.copy.place is Place.ANNOUNCED else "",
        beside=beside(services, crm, quote=job.quote, opening=job.opening),
    )
    return crm.save_quote(access, offer, at=at)


def _started(services: Services, job: _Job, *, at: datetime) -> _Job | Outcome:
    """Counted as an attempt, unless there is nothing to do, the road is closed, or no token to go with."""
    with services.database.transaction() as tx:
        now = write_backs.load(tx, job.write_back.key)
        if now.state in _DONE:
            return Outcome(now.state)
        if job.access is None:
            return replace(job, write_back=now)
        wait = _announcing(tx, job, at=at) or passage(tx, job.asker.connection, now.key, at=at)
        if wait is not None:
            return Outcome(WriteBackState.QUEUED, retry_in=wait)
        attempt = now.attempts + 1
        write_back = replace(now, state=WriteBackState.WRITING, attempts=attempt, failure=None)
        write_backs.update(tx, write_back)
        attempts.begin(tx, now.key, attempt, at=at, correlation=current_trail().correlation)
        _note(tx, job, "write_back_started", at=at, attempt=attempt)
    return replace(job, write_back=write_back)


def _announcing(tx: Transaction, job: _Job, *, at: datetime) -> timedelta | None:
    """How long to wait for somebody who announces the quote just now: two records would be made of it."""
    copy = copies.load(tx, job.quote.id, connection=job.asker.connection)
    claimed = copy.claimed_until is not None and at < copy.claimed_until
    changed = (copy.place, copy.crm_quote) != (job.copy.place, job.copy.crm_quote)
    return _A_MOMENT if claimed or changed else None


def _ended(tx: Transaction, job: _Job, ending: Ending | None, *, at: datetime) -> Outcome | None:
    """How it ended meanwhile: a takeover or a wake may have started the same write-back beside this one.

    Without an ``ending`` nothing was tried.
    """
    state = write_backs.load(tx, job.write_back.key).state
    overtaken = state in _DONE
    if ending is not None:
        settle(tx, job.asker.connection, job.write_back, ending.overtaken if overtaken else ending, at=at)
    return Outcome(state) if overtaken else None


def _written(services: Services, job: _Job, ending: Ending, receipt: Receipt, *, at: datetime) -> Outcome:
    with services.database.transaction() as tx:
        if ended := _ended(tx, job, ending, at=at):
            return ended
        write_backs.update(
            tx, replace(job.write_back, state=WriteBackState.WRITTEN, receipt=receipt, failure=None)
        )
        _move(tx, job, Deed.CONFIRM, at=at)
        copies.save(
            tx,
            replace(
                copies.load(tx, job.quote.id, connection=job.asker.connection),
                place=Place.WRITTEN,
                crm_quote=receipt.crm_quote,
                key=job.write_back.key,
                # An earlier attempt that had been committed told the same.
                agreed=job.told,
                findings=(),
            ),
        )
        line_states.forget(tx, job.quote.id)
        moves.forget(tx, job.quote.id)
        steps.forget(tx, job.quote.id)
        _note(tx, job, "write_back_written", at=at, crm_quote=receipt.crm_quote, repeated=receipt.repeated)
    return Outcome(WriteBackState.WRITTEN)


def _failed(services: Services, job: _Job, ending: Ending, *, at: datetime) -> Outcome:
    """For good. After a mismatch the quote stays locked: it is in the CRM, a second one would double it."""
    with services.database.transaction() as tx:
        if ended := _ended(tx, job, ending, at=at):
            return ended
        told = ending.told("", at=at)
        write_backs.update(tx, replace(job.write_back, state=WriteBackState.FAILED, failure=told))
        if ending.code != ReceiptMismatch.code:
            _move(tx, job, Deed.FAIL, at=at)
        _note(tx, job, "write_back_failed", at=at, code=ending.code)
    return Outcome(WriteBackState.FAILED)


def _wait_for_user(services: Services, job: _Job, ending: Ending | None, *, at: datetime) -> Outcome:
    """Their token is gone, and no other may do it: the flow ends, and their next visit starts it again."""
    with services.database.transaction() as tx:
        if ended := _ended(tx, job, ending, at=at):
            return ended
        if _access(tx, job.asker, at=at) != job.access:
            # They came back while the old token was being tried.
            return Outcome(WriteBackState.QUEUED, retry_in=timedelta(0))
        accesses.forget(tx, connection=job.asker.connection, user=job.asker.user)
        abandon(tx, job.asker.connection, job.write_back.key, at=at)
        told = SESSION_ENDED.told("user", at=at)
        write_backs.update(tx, replace(job.write_back, state=WriteBackState.QUEUED, failure=told))
        _note(tx, job, "write_back_waits_for_user", at=at)
    return Outcome(WriteBackState.QUEUED, waits_for="user")


def _again_later(services: Services, job: _Job, ending: Ending, *, at: datetime, chance: int) -> Outcome:
    with services.database.transaction() as tx:
        if ended := _ended(tx, job, ending, at=at):
            return ended
        told = ending.told("crm", at=at)
        write_backs.update(tx, replace(job.write_back, state=WriteBackState.QUEUED, failure=told))
        _note(tx, job, "write_back_postponed", at=at, code=ending.code)
        wait = pause(
            ending.treatment,
            attempts.streak(tx, job.write_back.key, ending.code),
            chance=chance,
            asked=ending.asked,
        )
    return Outcome(WriteBackState.QUEUED, retry_in=wait)


def _move(tx: Transaction, job: _Job, deed: Deed, *, at: datetime) -> None:
    quote = quotes.load(tx, job.quote.id, connection=job.asker.connection)
    if job.write_back.receipt is not None:
        # Replayed: it was written before, and its life went on from there.
        return
    after = quote.moved(deed, at=at)
    quotes.update(tx, after, expected=quote.revision)
    deeds.note(
        tx, after, KeptDeed(at, job.asker.user, quote.owner_name, deed, quote.status, after.status, "")
    )


def _note(tx: Transaction, job: _Job, verb: str, *, at: datetime, **facts: object) -> None:
    entry = AuditEntry(
        at=at,
        connection=job.asker.connection,
        org=job.asker.org,
        user=job.asker.user,
        verb=verb,
        subject=job.quote.id,
        correlation_id=current_trail().correlation or job.write_back.key,
        facts=facts,
    )
    audit.write(tx, entry)
