"""The quote as a PDF: a preview of a draft, and the very bytes that went to the CRM later on."""

from dataclasses import replace
from datetime import datetime

from app.actions.call import Call
from app.actions.openings import opening_of
from app.actions.reading import readable_quote
from app.actions.releases import release_of
from app.actions.sealing import recipient_of, sealed
from app.catalog import Release
from app.crm import OfferDocument, Opening
from app.documents import Recipient, content_of, render_pdf
from app.quoting import OPEN, Quote, Seal, WriteBack
from app.services import Services
from app.store import documents, seals, write_backs


def render_document(services: Services, call: Call, quote_id: str) -> tuple[str, bytes]:
    """File name and content. Raises QuoteMissing, DocumentFailed. Of a sealed offer its hash is stored."""
    with services.database.reading() as tx:
        quote = readable_quote(tx, call, quote_id)
        release = release_of(services, tx, quote)
        opening = opening_of(tx, call)
        submitted = write_backs.of_quote(tx, quote.id)
        kept = documents.load(tx, submitted.key) if submitted else None
        seal = None if quote.status in OPEN else seals.latest(tx, quote.id)
    if seal is None:
        return filename(quote), kept or _preview(services, quote, release, opening=opening, at=call.at)
    made = kept or sealed_document(services, quote, release, seal)
    with services.database.transaction() as tx:
        seals.note_print(tx, seal, made, at=call.at)
    return filename(quote), made


def document_of(services: Services, quote: Quote, opening: Opening, write_back: WriteBack) -> OfferDocument:
    """Made once for a submission and kept, so that a repeated attempt sends the same bytes."""
    with services.database.reading() as tx:
        kept = documents.load(tx, write_back.key)
        release = release_of(services, tx, quote)
        seal = seals.latest(tx, quote.id)
    if kept is None:
        at = write_back.requested_at
        made = (
            sealed_document(services, quote, release, seal)
            if seal is not None
            else _preview(services, quote, release, opening=opening, at=at)
        )
        with services.database.transaction() as tx:
            documents.keep(tx, write_back.key, made)
            kept = documents.load(tx, write_back.key) or made
            if seal is not None:
                seals.note_print(tx, seal, kept, at=at)
    return OfferDocument(filename(quote), kept)


def sealed_document(services: Services, quote: Quote, release: Release, seal: Seal) -> bytes:
    """The same bytes each time, whoever asks and when. Raises DocumentFailed."""
    content = content_of(
        replace(quote, revision=seal.revision),
        recipient=recipient_of(seal),
        release=release,
        at=seal.sealed_at,
        sealed=sealed(services, seal),
    )
    return render_pdf(content, fonts=services.fonts, at=seal.sealed_at)


def filename(quote: Quote) -> str:
    return f"{quote.number}.pdf"


def _preview(services: Services, quote: Quote, release: Release, *, opening: Opening, at: datetime) -> bytes:
    """Without a seal: nothing is offered yet, or it was before seals were kept."""
    recipient = Recipient(opening.opportunity.account_name, opening.opportunity.name)
    content = content_of(quote, recipient=recipient, release=release, at=at)
    return render_pdf(content, fonts=services.fonts, at=at)
