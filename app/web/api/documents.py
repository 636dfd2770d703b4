"""The document of a quote: what is on it, one page as a picture, and the PDF."""

from io import BytesIO
from typing import Any, Final

from flask import Response, send_file

from app.actions import (
    Wish,
    choose_document,
    describe_document,
    preview_page,
    render_document,
    sections_named,
)
from app.web.api.headers import answered
from app.web.api.operations import Operations
from app.web.api.schemas.documents import DocumentBody, DocumentJson, document_json
from app.web.asked_document import asked_document
from app.web.session import current_call, services

documents = Operations("documents", "The document of a quote")

QUERY: Final = (
    {
        "in": "query",
        "name": "language",
        "schema": {"type": "string", "example": "de-CH"},
        "description": "en, de, fr, es, ja or ar, and maybe a region. Without it the one chosen for the "
        "quote, else that of the brand, else the user's.",
    },
    {
        "in": "query",
        "name": "sections",
        "schema": {"type": "string", "example": "introduction,lines,terms"},
        "description": "Which are on it, with commas between them: introduction, lines, terms, acceptance, "
        "technical, prices. Without it those chosen for the quote, else those of the brand. prices is "
        "internal: for those alone who may see what things cost.",
    },
)


@documents.call("GET", "/quotes/<quote_id>/document", answer=DocumentJson, query=QUERY)
def describe(quote_id: str) -> Response:
    """What is on the document, and which characters no font can show; nothing is made"""
    view = describe_document(services(), current_call(), quote_id, wish=asked_document())
    return answered(document_json(view), revision=view.quote.revision)


@documents.call("PUT", "/quotes/<quote_id>/document", body=DocumentBody, answer=DocumentJson)
def choose(body: dict[str, Any], quote_id: str) -> Response:
    """Choose language and sections of what goes to the customer; `null` is as the brand has it"""
    sections = body["sections"]
    wish = Wish(body["language"] or None, None if sections is None else sections_named(sections))
    choose_document(services(), current_call(), quote_id, wish=wish)
    return answered(document_json(describe_document(services(), current_call(), quote_id)))


@documents.call("GET", "/quotes/<quote_id>/document/pages/<int:page>", produces="image/svg+xml", query=QUERY)
def page(quote_id: str, page: int) -> Response:
    """One page as a picture, the last for a number beyond it; the header `Quotewright-Pages` says how many"""
    shown = preview_page(services(), current_call(), quote_id, page, wish=asked_document()).page
    response = Response(shown.svg, mimetype="image/svg+xml")
    response.headers["Quotewright-Pages"] = str(shown.of)
    return response


@documents.call("GET", "/quotes/<quote_id>/document.pdf", produces="application/pdf", query=QUERY)
def pdf(quote_id: str) -> Response:
    """The quote as PDF; without any wish, and once it was submitted, the very file that went to the CRM"""
    name, content = render_document(services(), current_call(), quote_id, wish=asked_document())
    return send_file(BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name)
