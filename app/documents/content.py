"""What a quote says to its reader, in words and figures and without any layout."""

from dataclasses import dataclass
from datetime import datetime

from app.amounts import Money
from app.catalog import Release, Seller
from app.documents import figures
from app.documents.parts import (
    Acceptance,
    Clauses,
    Fact,
    LineTable,
    RecipientBlock,
    Row,
    SellerBlock,
    TechnicalData,
    Totals,
)
from app.documents.plain_text import plain, summary
from app.documents.technical import technical_data
from app.documents.words import LANGUAGES, Words, spoken
from app.quoting import Line, Quote

NAME_LIMIT = 300
DESCRIPTION_LIMIT = 160
CLAUSE_LIMIT = 5_000


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets the offer and what for, as the CRM has it: any text whatever."""

    account: str
    opportunity: str


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A whole document. ``page`` holds ``{page}`` and ``{pages}``; ``glyphs_missing`` holds ``{mark}``.

    ``mark`` says in the file's metadata which sealed offer it is; empty for a preview.
    """

    language: str
    title: str
    author: str
    heading: str
    seller: SellerBlock
    recipient: RecipientBlock
    facts: tuple[Fact, ...]
    introduction: str
    lines: LineTable
    totals: Totals
    terms: Clauses
    acceptance: Acceptance
    technical: TechnicalData
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
    language: str = "en",
    sealed: Sealed | None = None,
) -> DocumentContent:
    """The quote as of ``at``, whose date in its own zone is printed as the date of issue.

    ``release`` is the one that the quote was made with. Raises ProductUnknown if it lacks a product of it.
    """
    language = spoken(language)
    words = LANGUAGES[language]
    number = plain(quote.number, limit=NAME_LIMIT)
    issued = figures.day(at.date(), language)
    return DocumentContent(
        language=language,
        title=f"{words.quotation} {number}",
        author=plain(release.seller.name, limit=NAME_LIMIT),
        heading=words.quotation,
        seller=_seller(release.seller),
        recipient=_recipient(recipient, words),
        facts=_facts(quote, number=number, issued=issued, words=words, language=language),
        introduction=words.introduction if quote.lines else "",
        lines=_lines(quote, words=words, language=language),
        totals=_totals(quote, words=words, language=language),
        terms=Clauses(words.terms, tuple(plain(term, limit=CLAUSE_LIMIT) for term in release.terms)),
        acceptance=_acceptance(quote, number=number, issued=issued, words=words, language=language),
        technical=technical_data(quote.lines, release=release, words=words, language=language),
        reference=_reference(quote, sealed=sealed, words=words),
        page=words.page,
        glyphs_missing=words.glyphs_missing,
        mark=sealed.mark if sealed else "",
    )


def _reference(quote: Quote, *, sealed: Sealed | None, words: Words) -> str:
    reference = words.reference.format(quote=quote.id[:8], release=quote.release[:8])
    return f"{reference} · {sealed.code} · {sealed.place}" if sealed else reference


def _seller(seller: Seller) -> SellerBlock:
    return SellerBlock(
        name=plain(seller.name, limit=NAME_LIMIT),
        address=tuple(plain(line, limit=NAME_LIMIT) for line in seller.address),
        contacts=tuple(plain(text, limit=NAME_LIMIT) for text in (seller.email, seller.phone) if text),
        registration=plain(seller.registration, limit=NAME_LIMIT),
    )


def _recipient(recipient: Recipient, words: Words) -> RecipientBlock:
    subject = Fact(words.project, plain(recipient.opportunity, limit=NAME_LIMIT))
    return RecipientBlock(words.prepared_for, plain(recipient.account, limit=NAME_LIMIT), subject)


def _facts(quote: Quote, *, number: str, issued: str, words: Words, language: str) -> tuple[Fact, ...]:
    facts = (
        Fact(words.number, number),
        Fact(words.revision, str(quote.revision)),
        Fact(words.issued, issued),
        Fact(words.valid_until, figures.day(quote.valid_until, language)),
        Fact(words.currency, quote.currency),
        Fact(words.contact, plain(quote.owner_name, limit=NAME_LIMIT)),
    )
    return tuple(fact for fact in facts if fact.text)


def _lines(quote: Quote, *, words: Words, language: str) -> LineTable:
    return LineTable(
        heading=words.offer,
        caption=words.all_amounts.format(currency=quote.currency),
        columns=words.columns,
        rows=tuple(_row(line, language) for line in quote.lines),
        empty=words.no_lines,
    )


def _row(line: Line, language: str) -> Row:
    price = line.price
    return Row(
        n=str(line.n),
        name=plain(line.name, limit=NAME_LIMIT),
        code=plain(line.code, limit=NAME_LIMIT),
        description=summary(line.description, limit=DESCRIPTION_LIMIT),
        quantity=figures.whole(line.quantity, language),
        unit_list=figures.amount(price.unit_list, language),
        discount=figures.percent(price.discount_percent, language),
        unit_net=figures.amount(price.unit_net, language),
        net=figures.amount(price.net, language),
    )


def _totals(quote: Quote, *, words: Words, language: str) -> Totals:
    """Without any discount the net total says it all."""
    taken_off: Money = quote.list_total - quote.total
    parts = (
        Fact(words.list_total, figures.amount(quote.list_total, language)),
        Fact(words.discount_total, figures.amount(-taken_off, language)),
    )
    net = Fact(words.net_total, figures.amount_with_currency(quote.total, language))
    return Totals(parts if taken_off else (), net, words.taxes)


def _acceptance(quote: Quote, *, number: str, issued: str, words: Words, language: str) -> Acceptance:
    text = words.accepted.format(
        number=number,
        revision=quote.revision,
        issued=issued,
        total=figures.amount_with_currency(quote.total, language),
    )
    return Acceptance(words.acceptance, text, words.signature_fields)
