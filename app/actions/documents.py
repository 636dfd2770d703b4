"""What goes into the document of a quote: whose brand, in which language, with which sections."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Final

from app.actions.brands import brand_kept, brand_of
from app.actions.releases import release_of
from app.actions.sealing import recipient_of, sealed
from app.catalog import Release
from app.crm import OfferDocument, Opening
from app.documents import (
    LANGUAGES,
    PUBLIC,
    DocumentContent,
    Look,
    Recipient,
    Section,
    Sections,
    content_of,
    render_pdf,
    speech_of,
)
from app.errors import Refused
from app.quoting import ON_OPPORTUNITY, Quote, Seal, Status, WriteBack
from app.services import Services
from app.store import Transaction, brands, documents, seals


class LanguageUnknown(Refused):
    code: ClassVar[str] = "language_unknown"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a document; what is None is as it was chosen for the quote, or as the brand has it."""

    language: str | None = None
    sections: Sections | None = None

    @property
    def asks_nothing(self) -> bool:
        return self.language is None and self.sections is None

    def over(self, other: "Wish") -> "Wish":
        """This one, and the other where it asks nothing."""
        return Wish(
            other.language if self.language is None else self.language,
            other.sections if self.sections is None else self.sections,
        )


NOTHING: Final = Wish()
_OUT: Final = (Status.SUBMITTED, *ON_OPPORTUNITY)


def check_language(language: str) -> None:
    """Raises LanguageUnknown."""
    if language.partition("-")[0] not in LANGUAGES:
        raise LanguageUnknown(
            f"Documents are not printed in that language. There are {', '.join(LANGUAGES)}, "
            "each with a region such as de-CH where figures follow it."
        )


def look_of(tx: Transaction, quote: Quote, *, wish: Wish, user_language: str = "") -> Look:
    """``user_language`` counts where nobody chose one. A quote that is out keeps the look it had then."""
    content = brands.choice(tx, quote.id)
    settled = content.get("settled") if quote.status in _OUT else None
    if settled is not None:
        brand, wanted = brand_kept(tx, settled["brand"]), wish.over(_wish(settled))
    else:
        brand, wanted = brand_of(tx, quote.connection), wish.over(_wish(content))
    language = wanted.language or brand.language or user_language
    return Look(speech_of(language), brand, brand.sections if wanted.sections is None else wanted.sections)


def settle_look(tx: Transaction, quote: Quote, *, user_language: str) -> None:
    """What goes out is what its author saw, also where the worker makes it, and stays so.

    ``quote``: before it is submitted.
    """
    look = look_of(tx, quote, wish=NOTHING, user_language=user_language)
    settled = choice_content(Wish(look.speech.tag, look.sections & PUBLIC))
    digest = brands.digest_of(tx, quote.connection)
    brands.keep_choice(tx, quote.id, {**brands.choice(tx, quote.id), "settled": {**settled, "brand": digest}})


def carry_choice(tx: Transaction, quote: Quote, follower: Quote) -> None:
    """A quote that is made from another one goes out in the same language and with the same sections."""
    content = brands.choice(tx, quote.id)
    wish = _wish(content.get("settled") or content)
    if not wish.asks_nothing:
        brands.keep_choice(tx, follower.id, choice_content(wish))


def choice_content(wish: Wish) -> dict[str, object]:
    """As it is stored."""
    sections = None if wish.sections is None else [one.value for one in Section if one in wish.sections]
    return {"language": wish.language, "sections": sections}


def _wish(content: Mapping[str, Any]) -> Wish:
    sections = content.get("sections")
    return Wish(
        content.get("language"), None if sections is None else frozenset(Section(one) for one in sections)
    )


def document_content(
    services: Services,
    quote: Quote,
    release: Release,
    opening: Opening,
    *,
    look: Look,
    at: datetime,
    seal: Seal | None = None,
) -> DocumentContent:
    """Of a sealed offer as it was when it was submitted, and with its code. Raises ProductUnknown."""
    if seal is not None:
        return _sealed_content(services, quote, release, seal, look=look)
    recipient = Recipient(opening.opportunity.account_name, opening.opportunity.name)
    return content_of(quote, recipient=recipient, release=release, at=at, look=look)


def document_of(services: Services, quote: Quote, opening: Opening, write_back: WriteBack) -> OfferDocument:
    """Made once for a submission and kept, so that a repeated attempt sends the same bytes.

    Whatever was chosen, nothing internal is in it.
    """
    with services.database.reading() as tx:
        kept = documents.load(tx, write_back.key)
        release = release_of(services, tx, quote)
        seal = seals.latest(tx, quote.id)
        look = public_look(tx, quote)
    if kept is None:
        at = seal.sealed_at if seal else write_back.requested_at
        content = document_content(services, quote, release, opening, look=look, at=at, seal=seal)
        made = render_pdf(content, fonts=services.fonts, at=at)
        with services.database.transaction() as tx:
            documents.keep(tx, write_back.key, made)
            kept = documents.load(tx, write_back.key) or made
            if seal is not None:
                seals.note_print(tx, seal, kept, at=at)
    return OfferDocument(filename(quote), kept)


def public_look(tx: Transaction, quote: Quote) -> Look:
    """As the document goes to the customer."""
    look = look_of(tx, quote, wish=NOTHING)
    return Look(look.speech, look.brand, look.sections & PUBLIC)


def sealed_document(services: Services, quote: Quote, release: Release, seal: Seal, *, look: Look) -> bytes:
    """The same bytes each time, whoever asks and when. Raises DocumentFailed."""
    content = _sealed_content(services, quote, release, seal, look=look)
    return render_pdf(content, fonts=services.fonts, at=seal.sealed_at)


def _sealed_content(
    services: Services, quote: Quote, release: Release, seal: Seal, *, look: Look
) -> DocumentContent:
    return content_of(
        replace(quote, revision=seal.revision),
        recipient=recipient_of(seal),
        release=release,
        at=seal.sealed_at,
        look=look,
        sealed=sealed(services, seal),
    )


def filename(quote: Quote) -> str:
    return f"{quote.number}.pdf"
