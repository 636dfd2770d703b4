"""What a quote says to its reader, in words and figures and without any layout."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.catalog import Release, Seller, clauses_for
from app.documents import figures
from app.documents.brand import Brand
from app.documents.languages.words import Words
from app.documents.look import PLAIN, Look
from app.documents.offer import NAME_LIMIT, NOTE_LIMIT, offered_lines, other_lines, totals
from app.documents.parts import (
    Acceptance,
    BrandBlock,
    Clause,
    Clauses,
    Fact,
    LineTable,
    PriceAppendix,
    RecipientBlock,
    SellerBlock,
    TechnicalData,
    Totals,
)
from app.documents.plain_text import plain
from app.documents.prices import price_appendix
from app.documents.sections import Section
from app.documents.technical import technical_data
from app.quoting import Quote, Status

CLAUSE_LIMIT: Final = 5_000

_NOT_SUBMITTED: Final = (Status.DRAFT, Status.IN_APPROVAL, Status.APPROVED, Status.FAILED)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets the offer and what for, as the CRM has it: any text whatever."""

    account: str
    opportunity: str


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A whole document. ``page`` holds ``{page}`` and ``{pages}``, written with ``digits``, and
    ``glyphs_missing`` ``{mark}``. ``watermark`` is empty but on a draft, ``introduction`` has paragraphs.
    Sections that are off are None or empty. ``mark`` says in the file's metadata which sealed offer it is.
    """

    language: str
    region: str
    direction: str
    digits: str
    title: str
    author: str
    heading: str
    brand: BrandBlock
    watermark: str
    seller: SellerBlock
    recipient: RecipientBlock
    facts: tuple[Fact, ...]
    introduction: tuple[str, ...]
    lines: LineTable | None
    totals: Totals | None
    others: tuple[LineTable, ...]
    note: str
    terms: Clauses | None
    acceptance: Acceptance | None
    technical: TechnicalData | None
    prices: PriceAppendix | None
    reference: str
    page: str
    glyphs_missing: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """How a document tells which offer it is: ``code`` for people, who ask at ``place``; ``mark`` inside."""

    code: str
    mark: str
    place: str


def content_of(
    quote: Quote,
    *,
    recipient: Recipient,
    release: Release,
    at: datetime,
    look: Look = PLAIN,
    sealed: Sealed | None = None,
) -> DocumentContent:
    """The quote as of ``at``, whose date in its own zone is printed as the date of issue.

    ``release`` is the one that the quote was made with. Raises ProductUnknown if it lacks a product of it.
    """
    speech, brand, words = look.speech, look.brand, look.speech.words
    number = plain(quote.number, limit=NAME_LIMIT)
    issued = figures.day(at.date(), speech.locale)
    seller = _seller(brand, release.seller)
    with_lines = bool(quote.offered)
    return DocumentContent(
        language=speech.language,
        region=speech.tag.partition("-")[2],
        direction=speech.direction,
        digits=figures.digits_of(speech.locale),
        title=f"{words.quotation} {number}",
        author=seller.name,
        heading=words.quotation,
        brand=BrandBlock(brand.logo.svg if brand.logo else "", brand.primary, brand.accent, brand.font),
        watermark=words.draft if quote.status in _NOT_SUBMITTED else "",
        seller=seller,
        recipient=_recipient(recipient, look),
        facts=_facts(quote, number=number, issued=issued, look=look),
        introduction=_introduction(look) if quote.lines and look.shows(Section.INTRODUCTION) else (),
        lines=offered_lines(quote, release=release, speech=speech) if look.shows(Section.LINES) else None,
        totals=totals(quote, speech=speech) if with_lines else None,
        others=other_lines(quote, release=release, speech=speech) if look.shows(Section.LINES) else (),
        note=plain(quote.header.note, limit=NOTE_LIMIT),
        terms=_terms(quote, release, look=look) if look.shows(Section.TERMS) else None,
        acceptance=(
            _acceptance(quote, number=number, issued=issued, look=look)
            if with_lines and look.shows(Section.ACCEPTANCE)
            else None
        ),
        technical=(
            technical_data(quote.lines, release=release, speech=speech)
            if look.shows(Section.TECHNICAL)
            else None
        ),
        prices=price_appendix(quote, release=release, speech=speech) if look.shows(Section.PRICES) else None,
        reference=_reference(quote, sealed=sealed, words=words),
        page=words.page,
        glyphs_missing=words.glyphs_missing,
        mark=sealed.mark if sealed else "",
    )


def _reference(quote: Quote, *, sealed: Sealed | None, words: Words) -> str:
    reference = words.reference.format(quote=quote.id[:8], release=quote.release[:8])
    return f"{reference} · {sealed.code} · {sealed.place}" if sealed else reference


def _seller(brand: Brand, seller: Seller) -> SellerBlock:
    """What the brand says; the seller of the catalog says the rest."""
    contacts = brand.contacts or tuple(text for text in (seller.email, seller.phone) if text)
    return SellerBlock(
        name=plain(brand.name or seller.name, limit=NAME_LIMIT),
        address=_lines(brand.address or seller.address),
        contacts=_lines(contacts),
        footer=_lines(brand.footer or (seller.registration,)),
    )


def _lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(text, limit=NAME_LIMIT) for text in texts)


def _recipient(recipient: Recipient, look: Look) -> RecipientBlock:
    words = look.speech.words
    subject = Fact(words.project, plain(recipient.opportunity, limit=NAME_LIMIT))
    return RecipientBlock(words.prepared_for, plain(recipient.account, limit=NAME_LIMIT), subject)


def _facts(quote: Quote, *, number: str, issued: str, look: Look) -> tuple[Fact, ...]:
    words, locale = look.speech.words, look.speech.locale
    facts = (
        Fact(words.number, number),
        Fact(words.edition, figures.ordinal(quote.edition, locale) if quote.edition > 1 else ""),
        Fact(words.issued, issued),
        Fact(words.valid_until, figures.day(quote.valid_until, locale)),
        Fact(words.currency, quote.currency),
        Fact(words.contact, plain(quote.owner_name, limit=NAME_LIMIT)),
    )
    return tuple(fact for fact in facts if fact.text)


def _introduction(look: Look) -> tuple[str, ...]:
    """The brand's letter in the language of the document, else our own words."""
    letters, speech = look.brand.letters, look.speech
    letter = letters.get(speech.tag) or letters.get(speech.language)
    if not letter:
        return (speech.words.introduction,)
    paragraphs = (plain(part, limit=CLAUSE_LIMIT) for part in letter.split("\n\n"))
    return tuple(part for part in paragraphs if part)


def _terms(quote: Quote, release: Release, *, look: Look) -> Clauses:
    return Clauses(look.speech.words.terms, tuple(_clauses(quote, release, look=look)))


def _clauses(quote: Quote, release: Release, *, look: Look) -> Iterator[Clause]:
    found = clauses_for(
        release.terms, region=quote.header.region, language=look.speech.tag, own=release.language
    )
    for text, language in found:
        yield Clause(plain(text, limit=CLAUSE_LIMIT), language.partition("-")[0])


def _acceptance(quote: Quote, *, number: str, issued: str, look: Look) -> Acceptance:
    words, locale = look.speech.words, look.speech.locale
    text = (words.accepted if quote.edition == 1 else words.accepted_revised).format(
        number=number,
        edition=figures.ordinal(quote.edition, locale),
        issued=issued,
        total=figures.amount_with_currency(quote.total, locale),
    )
    return Acceptance(words.acceptance, text, words.signature_fields)
