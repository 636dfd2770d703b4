"""The quote as a PDF: the very bytes that went to the CRM, or a document as it is asked for."""

from dataclasses import dataclass
from datetime import datetime

from app.actions.call import Call
from app.actions.documents import NOTHING, Wish, check_language, document_content, filename, look_of
from app.actions.openings import opening_of
from app.actions.reading import readable_quote
from app.actions.releases import release_of
from app.documents import DocumentContent, Look, PricesHidden, Section, render_pdf
from app.quoting import OPEN, Quote, Seal, WriteBack, can_see_cost
from app.services import Services
from app.store import Transaction, documents, seals, write_backs


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that typesetting needs. The same quote, look and catalog give the same bytes: ``at`` is when the
    quote last changed, or was submitted. ``kept``: what went to the CRM, where nothing else is asked for.
    ``seal``: of the offer that a document for the customer is of.
    """

    quote: Quote
    look: Look
    content: DocumentContent
    at: datetime
    kept: bytes | None
    seal: Seal | None


def render_document(
    services: Services, call: Call, quote_id: str, *, wish: Wish = NOTHING
) -> tuple[str, bytes]:
    """File name and content. Of a sealed offer the hash of what is handed out is stored.

    Raises QuoteMissing, LanguageUnknown, PricesHidden, DocumentFailed.
    """
    found = prepared(services, call, quote_id, wish=wish)
    name = filename(found.quote)
    if found.look.shows(Section.PRICES):
        name = name.replace(".pdf", "-internal.pdf")
    made = found.kept or render_pdf(found.content, fonts=services.fonts, at=found.at)
    if found.seal is not None:
        with services.database.transaction() as tx:
            seals.note_print(tx, found.seal, made, at=call.at)
    return name, made


def prepared(services: Services, call: Call, quote_id: str, *, wish: Wish) -> Prepared:
    """Raises QuoteMissing, LanguageUnknown, PricesHidden."""
    if wish.language is not None:
        check_language(wish.language)
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        release = release_of(services, tx, quote)
        opening = opening_of(tx, call)
        submitted = write_backs.of_quote(tx, quote.id)
        look = look_of(tx, quote, wish=wish, user_language=call.session.language)
        kept = _kept(tx, submitted) if wish.asks_nothing else None
        is_offer = quote.status not in OPEN and not look.shows(Section.PRICES)
        seal = seals.latest(tx, quote.id) if is_offer else None
    if look.shows(Section.PRICES) and not can_see_cost(
        call.actor, quote, opportunity=call.session.opportunity
    ):
        raise PricesHidden("How prices are made is for those who may see what things cost.")
    at = submitted.requested_at if submitted else quote.changed_at
    at = seal.sealed_at if seal else at
    content = document_content(services, quote, release, opening, look=look, at=at, seal=seal)
    return Prepared(quote, look, content, at, kept, seal)


def _kept(tx: Transaction, submitted: WriteBack | None) -> bytes | None:
    return documents.load(tx, submitted.key) if submitted else None
