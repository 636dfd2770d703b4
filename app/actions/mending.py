"""One quote beside what the CRM holds of it: told what it should say, mended where that is safe, noted."""

from collections.abc import Sequence
from dataclasses import replace

from app.actions.aligning import Aligning, Errand, note
from app.actions.documents import document_of
from app.actions.openings import opening_for
from app.crm import CrmChanged
from app.quoting.drift import Finding, HeldQuote, Kind, Merged, Place, chosen, compared, merged
from app.store import OpeningMissing, copies, errands, write_backs
from app.store.copies import Copy


def mended(errand: Errand, job: Aligning, held: Sequence[HeldQuote]) -> Copy:
    """``held``: all of ours on its opportunity. Raises the leaves of ``app.crm.errors`` but CrmChanged."""
    found = [one for one in held if one.key.startswith(f"{job.quote.id}-")]
    findings = compared(job.believed, found)
    if not found and errand.crm.one_at_a_time and not job.believed.newest:
        # A later quote took its place on the opportunity.
        findings = ()
    if not found or job.believed.place is Place.NOWHERE:
        return _kept(errand, job, job.copy, findings=findings)
    there = chosen(job.believed, found)
    told = merged(job.believed.last, job.believed.now, there.told)
    agreed = _told(errand, there, told)
    lost = [one for one in findings if one.kind is Kind.DOCUMENT_MISSING]
    if lost and _hung_again(errand, job, there):
        findings = tuple(one for one in findings if one not in lost)
    copy = replace(
        job.copy,
        crm_quote=there.crm_quote,
        agreed={**job.copy.agreed, **agreed},
        crm_changed_at=there.changed_at,
        crm_changed_by=there.changed_by,
    )
    wrote = tuple(told.write) if agreed == told.agreed else ()
    return _kept(errand, job, copy, findings=(*findings, *told.findings), told=wrote, hung=bool(lost))


def _told(errand: Errand, there: HeldQuote, told: Merged) -> dict[str, str]:
    """What is agreed on after it. Changed there meanwhile, nothing is written: the next look shows how."""
    if not told.write:
        return dict(told.agreed)
    try:
        errand.crm.tell(errand.access, there.crm_quote, told.write, unchanged_since=there.changed_at)
    except CrmChanged:
        return {name: text for name, text in told.agreed.items() if name not in told.write}
    return dict(told.agreed)


def _hung_again(errand: Errand, job: Aligning, there: HeldQuote) -> bool:
    """The same bytes as before. Not while who looks has never opened the opportunity."""
    with errand.services.database.reading() as tx:
        write_back = write_backs.of_quote(tx, job.quote.id)
        try:
            opening = opening_for(
                tx, job.quote.connection, user=errand.who.user, opportunity=job.quote.opportunity
            )
        except OpeningMissing:
            return False
    if write_back is None:
        return False
    document = document_of(errand.services, job.quote, opening, write_back)
    errand.crm.attach(errand.access, there.crm_quote, document)
    return True


def _kept(
    errand: Errand,
    job: Aligning,
    copy: Copy,
    *,
    findings: tuple[Finding, ...],
    told: tuple[str, ...] = (),
    hung: bool = False,
) -> Copy:
    """Unless the quote was written or announced anew meanwhile: then that counts."""
    with errand.services.database.transaction() as tx:
        now = copies.load(tx, job.quote.id, connection=errand.who.connection)
        if (now.place, now.key) != (job.copy.place, job.copy.key):
            return now
        after = replace(
            copy,
            findings=findings,
            conceded=now.conceded,
            looked_at=errand.at,
            looked_by=errand.who.user,
            claimed_until=now.claimed_until,
        )
        copies.save(tx, after)
        errands.overtake(tx, connection=errand.who.connection, about=f"status_update:{job.quote.id}-")
        if told or hung or findings != now.findings:
            kinds = sorted({one.kind.value for one in findings})
            note(tx, errand, job.quote, "align_quote", told=list(told), document_hung=hung, differs=kinds)
    return after
