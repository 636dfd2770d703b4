"""Verifying what somebody holds, without a session; and a stored quote against its seal, with one."""

from flask import Response, request
from werkzeug.exceptions import UnsupportedMediaType

from app.actions import show_sealed_offer, verify_own_document, verify_own_quote
from app.web.api.headers import answered
from app.web.api.operations import Operations
from app.web.api.schemas.verifications import VerificationBody, VerificationJson, verification_json
from app.web.session import current_call, services
from app.web.verifying import allow_document, verified_code, verified_document

verifications = Operations("verifications", "Is it what was offered, and does it still count?")
seals = Operations("seals", "What was offered, word for word")


@verifications.call("POST", "/verifications", body=VerificationBody, answer=VerificationJson, public=True)
def code(body: dict[str, str]) -> Response:
    """Verify the number and the code that a document carries"""
    return answered(verification_json(verified_code(body["number"], body["code"])))


@verifications.call(
    "POST", "/verifications/document", consumes="application/pdf", answer=VerificationJson, public=True
)
def document() -> Response:
    """Verify a PDF, at most 8 MB; it is compared and not kept"""
    return answered(verification_json(verified_document(_pdf())))


@seals.call("GET", "/quotes/<quote_id>/verification", answer=VerificationJson)
def verification(quote_id: str) -> Response:
    """Verify the stored quote against what was sealed when it was submitted"""
    return answered(verification_json(verify_own_quote(services(), current_call(), quote_id)))


@seals.call("POST", "/quotes/<quote_id>/verification", consumes="application/pdf", answer=VerificationJson)
def verification_of_document(quote_id: str) -> Response:
    """Verify a PDF, at most 8 MB, against this quote: what differs is told with both figures"""
    found = verify_own_document(services(), current_call(), quote_id, document=_pdf())
    return answered(verification_json(found))


@seals.call("GET", "/quotes/<quote_id>/offer.json", produces="application/json")
def offer(quote_id: str) -> Response:
    """The canonical form as it was sealed: the SHA-256 of these bytes is the offer's hash"""
    seal = show_sealed_offer(services(), current_call(), quote_id)
    response = Response(seal.content, mimetype="application/json")
    response.set_etag(seal.digest)
    return response


def _pdf() -> bytes:
    allow_document()
    if request.mimetype != "application/pdf":
        raise UnsupportedMediaType
    return request.get_data(cache=False)
