"""The document of a quote in the panel: page by page as a picture, in words beside it, and what to choose."""

import base64
from typing import Final

from flask import Blueprint, render_template, request

from app.actions import Section, Wish, choose_document, preview_page
from app.web.asked_document import asked_document
from app.web.session import current_call, services

routes = Blueprint("previewing", __name__)

LANGUAGES: Final = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "ja": "日本語",
    "ar": "العربية",
}
SECTIONS: Final = {
    Section.INTRODUCTION: "Introduction",
    Section.LINES: "Lines",
    Section.TERMS: "Terms",
    Section.ACCEPTANCE: "Acceptance",
    Section.TECHNICAL: "Technical data",
    Section.PRICES: "How prices are made (internal)",
}
_PARTS: Final = {
    "recipient": "the names from the CRM",
    "seller": "the sender",
    "lines": "the lines",
    "others": "optional and alternative lines",
    "terms": "the terms",
    "technical": "the technical data",
    "prices": "the appendix of prices",
    "introduction": "the introduction",
    "note": "the note",
    "facts": "the facts at its head",
}


@routes.get("/quotes/<quote_id>/document")
def document(quote_id: str) -> str:
    return _page(quote_id)


@routes.post("/quotes/<quote_id>/document")
def keep(quote_id: str) -> str:
    """What is chosen for the quote, but for what is internal; then the same page again."""
    asked = asked_document()
    sections = None if asked.sections is None else asked.sections - {Section.PRICES}
    choose_document(services(), current_call(), quote_id, wish=Wish(asked.language, sections))
    return _page(quote_id, said="The quote will go out like this.")


def _page(quote_id: str, *, said: str = "") -> str:
    wanted = request.values.get("page", "1")
    page = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    preview = preview_page(services(), current_call(), quote_id, page, wish=asked_document())
    view = preview.view
    return render_template(
        "panel/document.html",
        quote=view.quote,
        view=view,
        content=view.content,
        page=preview.page,
        picture=base64.b64encode(preview.page.svg).decode(),
        languages=LANGUAGES,
        spoken=view.language.partition("-")[0],
        sections={one: SECTIONS[one] for one in view.choose},
        missing=[(one, ", ".join(_PARTS.get(part, part) for part in one.where)) for one in view.missing],
        query=_query(view.language, view.sections),
        said=said,
    )


def _query(language: str, sections: frozenset[Section]) -> str:
    return f"language={language}&sections={','.join(one for one in Section if one in sections)}"
