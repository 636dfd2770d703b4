"""A look at the document before it is made: what is on it, what its fonts lack, one page as a picture."""

from dataclasses import dataclass

from app.actions.call import Call
from app.actions.documents import NOTHING, Wish, filename
from app.actions.render_document import Prepared, prepared
from app.documents import (
    LANGUAGES,
    DocumentContent,
    Page,
    Section,
    Sections,
    Unprintable,
    coverage_of,
    render_page,
    unprintable,
)
from app.quoting import Quote, can_edit, can_see_cost
from app.quoting.status import OPEN
from app.services import Services


@dataclass(frozen=True, slots=True)
class DocumentView:
    """``sections`` are on it, of those that this reader may ``choose`` from; ``missing`` are characters
    that no font shows. ``may_keep``: whether the reader may choose for the quote.
    """

    quote: Quote
    filename: str
    language: str
    languages: tuple[str, ...]
    sections: Sections
    choose: tuple[Section, ...]
    missing: tuple[Unprintable, ...]
    may_keep: bool
    content: DocumentContent


@dataclass(frozen=True, slots=True)
class PagePreview:
    page: Page
    view: DocumentView


def describe_document(services: Services, call: Call, quote_id: str, *, wish: Wish = NOTHING) -> DocumentView:
    """Nothing is typeset. Raises QuoteMissing, LanguageUnknown, PricesHidden."""
    return _view(services, call, prepared(services, call, quote_id, wish=wish))


def _view(services: Services, call: Call, found: Prepared) -> DocumentView:
    actor, opportunity = call.actor, call.session.opportunity
    sees_cost = can_see_cost(actor, found.quote, opportunity=opportunity)
    return DocumentView(
        quote=found.quote,
        filename=filename(found.quote),
        language=found.look.speech.tag,
        languages=tuple(LANGUAGES),
        sections=found.look.sections,
        choose=tuple(one for one in Section if sees_cost or one is not Section.PRICES),
        missing=unprintable(found.content, coverage_of(services.fonts)),
        may_keep=can_edit(actor, found.quote, opportunity=opportunity) and found.quote.status in OPEN,
        content=found.content,
    )


def preview_page(
    services: Services, call: Call, quote_id: str, page: int, *, wish: Wish = NOTHING
) -> PagePreview:
    """One page; the last one for a number beyond it.

    Raises QuoteMissing, LanguageUnknown, PricesHidden, DocumentFailed.
    """
    found = prepared(services, call, quote_id, wish=wish)
    shown = render_page(found.content, page, fonts=services.fonts, at=found.at)
    return PagePreview(shown, _view(services, call, found))
