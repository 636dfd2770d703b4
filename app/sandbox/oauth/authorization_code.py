"""The grant `authorization_code`, with PKCE (RFC 7636)."""

import base64
import hashlib
import hmac

from app.sandbox.org import Org
from app.sandbox.wire import Request

from .answers import Json, approved
from .clients import Form, named_or_proven
from .people import check_active
from .refusals import invalid_grant, invalid_request, redirect_mismatch


def exchange_code(org: Org, request: Request, form: Form) -> Json:
    """A code is spent by the first try with it, whether or not the rest is right."""
    app = named_or_proven(org, request, form)
    if not form.get("code"):
        raise invalid_request("missing required parameter: code")
    grant = org.codes.take(form["code"], app.key)
    if grant is None:
        raise invalid_grant("invalid authorization code")
    if grant.spent():
        raise invalid_grant("expired authorization code")
    if form.get("redirect_uri") != grant.redirect_uri:
        raise redirect_mismatch()
    if grant.challenge and not _fits(form.get("code_verifier", ""), grant.challenge):
        raise invalid_grant("invalid code verifier")
    check_active(org.database.row("User", grant.user_id))
    return approved(org, app, grant.user_id, scope=grant.scope)


def _fits(verifier: str, challenge: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    made = base64.urlsafe_b64encode(digest).rstrip(b"=")
    return hmac.compare_digest(made, challenge.encode())
