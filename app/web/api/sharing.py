"""Who works on a draft beside its owner."""

from typing import Any

from flask import Response

from app.actions import share_quote, show_sharing, unshare_quote
from app.web.api.headers import answered, expected_revision
from app.web.api.operations import IF_MATCH, Operations
from app.web.api.schemas.quotes import QuoteJson, quote_json
from app.web.api.schemas.sharing import EditorBody, SharingJson, sharing_json
from app.web.session import current_call, services

sharing = Operations("sharing", "Who works on a draft beside its owner")
_EDITORS = "/quotes/<quote_id>/editors"


@sharing.call("GET", _EDITORS, answer=SharingJson)
def show(quote_id: str) -> Response:
    """With whom the draft is shared, and who else could be"""
    return answered(sharing_json(show_sharing(services(), current_call(), quote_id)))


@sharing.call("POST", _EDITORS, body=EditorBody, answer=QuoteJson, headers=(IF_MATCH,))
def share(body: dict[str, Any], quote_id: str) -> Response:
    """Let a colleague of the same org work on the draft"""
    call, user = current_call(), body["user"]
    quote = share_quote(services(), call, quote_id, user, expected=expected_revision())
    return answered(quote_json(quote), revision=quote.revision)


@sharing.call("DELETE", f"{_EDITORS}/<user>", answer=QuoteJson, headers=(IF_MATCH,))
def unshare(quote_id: str, user: str) -> Response:
    """Take that back; a colleague may also leave"""
    quote = unshare_quote(services(), current_call(), quote_id, user, expected=expected_revision())
    return answered(quote_json(quote), revision=quote.revision)
