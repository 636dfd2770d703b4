"""The quote as a PDF: a preview of a draft, and the very bytes that went to the CRM later on."""

from datetime import datetime

from app.actions.call import Call
from app.actions.openings import opening_of
from app.actions.reading import readable_quote
from app.actions.releases import release_of
from app.catalog import Release
from app.crm import OfferDocument, Opening
from app.documents import Recipient, content_of, render_pdf
from app.quoting import Quote, WriteBack
from app.services import Services
from app.store import documents, write_backs


def render_document(services: Services, call: Call, quote_id: str) -> tuple[str, bytes]:
    """File name and content. Raises QuoteMissing, DocumentFailed. Nothing is stored."""
    with services.database.reading() as tx:
        quote = readable_quote(tx, call, quote_id)
        release = release_of(services, tx, quote)
        opening = opening_of(tx, call)
        submitted = write_backs.of_quote(tx, quote.id)
        kept = documents.load(tx, submitted.key) if submitted else None
    return filename(quote), kept or _rendered(services, quote, release, opening=opening, at=call.at)


def document_of(services: Services, quote: Quote, opening: Opening, write_back: WriteBack) -> OfferDocument:
    """Made once for a submission and kept, so that a repeated attempt sends the same bytes."""
    with services.database.reading() as tx:
        kept = documents.load(tx, write_back.key)
        release = release_of(services, tx, quote)
    if kept is None:
        made = _rendered(services, quote, release, opening=opening, at=write_back.requested_at)
        with services.database.transaction() as tx:
            documents.keep(tx, write_back.key, made)
            kept = documents.load(tx, write_back.key) or made
    return OfferDocument(filename(quote), kept)


def filename(quote: Quote) -> str:
    return f"{quote.number}.pdf"


def _rendered(services: Services, quote: Quote, release: Release, *, opening: Opening, at: datetime) -> bytes:
    recipient = Recipient(opening.opportunity.account_name, opening.opportunity.name)
    content = content_of(quote, recipient=recipient, release=release, at=at)
    return render_pdf(content, fonts=services.fonts, at=at)
