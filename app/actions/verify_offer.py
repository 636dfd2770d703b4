"""Is this document, this code or this stored quote what was offered, and does it still count?

A document is known by its bytes: each file that was handed out for a sealed offer left its hash. What a file
says of itself is looked at only where its bytes are unknown, and then only to find what to compare it with.
"""

from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from app.actions.documents import public_look, sealed_document
from app.actions.printed import printed_difference
from app.actions.releases import release_of
from app.actions.sealing import offered_again
from app.actor import ConnectionName
from app.documents import read_document, spots
from app.errors import Misconfigured, Missing, Refused
from app.quoting import (
    UNKNOWN,
    Difference,
    Quote,
    QuoteMissing,
    Seal,
    Verdict,
    Verification,
    WriteBackKey,
    offer_differences,
    read_code,
    read_mark,
    standing,
    successor,
)
from app.services import Services
from app.store import Transaction, documents, editions, seals, stored_quotes


class QuoteAmbiguous(Refused):
    code: ClassVar[str] = "quote_ambiguous"


def verify_code(services: Services, number: str, code: str, *, at: datetime) -> Verification:
    """A number without its code says nothing: both are on the document, and only there."""
    wanted = read_code(code)
    if wanted is None:
        return UNKNOWN
    with services.database.reading() as tx:
        seal = seals.of_code(tx, wanted, number=number.strip().upper())
        return UNKNOWN if seal is None else _standing(tx, seal, at=at)


def verify_document(
    services: Services, document: bytes, *, of_quote: str | None = None, at: datetime
) -> Verification:
    """What differs is told with both figures. ``of_quote``: documents of other quotes are unknown.

    Raises DocumentUnreadable, ReadersBusy, DocumentFailed.
    """
    with services.database.reading() as tx:
        seal = seals.of_print(tx, document)
        if seal is not None:
            return _standing(tx, seal, at=at) if of_quote in (None, seal.quote) else UNKNOWN
    said = read_document(document)
    mark = read_mark(said.keywords)
    with services.database.reading() as tx:
        seal = seals.of_digest(tx, mark[1]) if mark else None
        if seal is None or of_quote not in (None, seal.quote):
            return UNKNOWN
        known = _standing(tx, seal, at=at)
    genuine = _made_again(services, seal)
    if document == genuine:
        return known
    differences = _differences(document, said.text, genuine=genuine, seal=seal)
    return replace(known, verdict=Verdict.ALTERED, superseded_by="", differences=differences)


def verify_quote(
    services: Services, name: str, *, connection: ConnectionName | None = None, at: datetime
) -> Verification:
    """A stored quote, by id or number, against its seal: whether somebody changed what is stored.

    Raises QuoteMissing, QuoteAmbiguous, SealAltered, ReleaseMissing, ReleaseAltered.
    """
    with services.database.reading() as tx:
        found = stored_quotes.named(tx, name, connection=connection)
        if not found:
            raise QuoteMissing("There is no quote with that id or number here.")
        if len(found) > 1:
            raise QuoteAmbiguous("Several connections have a quote of that number. Name the connection.")
        quote = stored_quotes.read(tx, found[0])
        seal = seals.latest(tx, quote.id)
        if seal is None:
            return replace(UNKNOWN, number=quote.number)
        known = _standing(tx, seal, at=at)
        if known.verdict is Verdict.NOT_ISSUED:
            return known
        differences = _changed(services, tx, quote, seal)
    if not differences:
        return known
    return replace(known, verdict=Verdict.ALTERED, superseded_by="", differences=differences)


def without_figures(verification: Verification) -> Verification:
    """For people of whom only is known that they hold a file: where it differs, never what was offered.

    Whoever got a copy in which prices were blacked out would otherwise learn them.
    """
    places = dict.fromkeys(one.place for one in verification.differences)
    return replace(verification, differences=tuple(Difference(place, "", "") for place in places))


def _standing(tx: Transaction, seal: Seal, *, at: datetime) -> Verification:
    quote = stored_quotes.read(tx, seal.quote)
    newest = seals.latest(tx, seal.quote) or seal
    following = successor(editions.of_family(tx, quote), quote.edition)
    return standing(seal, quote, newest=newest, successor=following.number if following else "", at=at)


def _changed(services: Services, tx: Transaction, quote: Quote, seal: Seal) -> tuple[Difference, ...]:
    now = offered_again(quote, seal, release=release_of(services, tx, quote))
    return offer_differences(seal.offer, now)


def _made_again(services: Services, seal: Seal) -> bytes | None:
    """The document as it was handed out; None where it cannot be had any more."""
    with services.database.reading() as tx:
        kept = documents.load(tx, WriteBackKey(f"{seal.quote}-r{seal.revision}"))
        if kept is not None:
            return kept
        quote = stored_quotes.read(tx, seal.quote)
        try:
            if _changed(services, tx, quote, seal):
                return None
            release = release_of(services, tx, quote)
        except (Missing, Misconfigured):
            return None
        look = public_look(tx, quote)
    return sealed_document(services, quote, release, seal, look=look)


def _differences(document: bytes, text: str, *, genuine: bytes | None, seal: Seal) -> tuple[Difference, ...]:
    if genuine is None:
        return (Difference("the file", "the document that was issued", "another file"),)
    if document.startswith(genuine):
        return (Difference("the end of the file", "nothing", "something added, such as a signature"),)
    found = spots(read_document(genuine).text, text)
    if not found:
        return (Difference("the file itself", "the file as issued", "a file with the same words"),)
    return tuple(printed_difference(spot, seal.offer) for spot in found)
