"""What a quote offered when it was submitted, and whether what is stored of it still is that."""

from typing import ClassVar

from app.actions.call import Call
from app.actions.reading import readable_quote
from app.actions.verify_offer import verify_document, verify_quote
from app.errors import Missing
from app.quoting import Seal, Verification
from app.services import Services
from app.store import seals


class SealMissing(Missing):
    code: ClassVar[str] = "seal_not_found"


def show_sealed_offer(services: Services, call: Call, quote_id: str) -> Seal:
    """Raises QuoteMissing, SealMissing for one that was never submitted, SealAltered."""
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        seal = seals.latest(tx, quote.id)
    if seal is None:
        raise SealMissing("The quote was not submitted yet, so nothing is sealed.")
    return seal


def verify_own_quote(services: Services, call: Call, quote_id: str) -> Verification:
    """Raises QuoteMissing, and what ``verify_quote`` raises."""
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
    return verify_quote(services, quote.id, connection=quote.connection, at=call.at)


def verify_own_document(services: Services, call: Call, quote_id: str, *, document: bytes) -> Verification:
    """A file against what this quote offered, with both figures: who reads the quote knows them.

    Raises QuoteMissing, DocumentUnreadable, ReadersBusy, DocumentFailed.
    """
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
    return verify_document(services, document, of_quote=quote.id, at=call.at)
