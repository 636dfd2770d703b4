"""The grant `refresh_token`; a token used again after it was replaced ends the whole approval (RFC 9700)."""

from app.sandbox.org import Org
from app.sandbox.tokens import ROTATED
from app.sandbox.wire import Request

from .answers import Json, refreshed, rotates
from .clients import Form, named_or_proven
from .people import check_active
from .refusals import OAuthRefused, invalid_grant, scope_refused


def _expired() -> OAuthRefused:
    return invalid_grant("expired access/refresh token")


def exchange_refresh(org: Org, request: Request, form: Form) -> Json:
    app = named_or_proven(org, request, form)
    token = form.get("refresh_token", "")
    held = org.tokens.found(token)
    if held is None or held.app != app.name:
        raise _expired()
    if held.kind == ROTATED:
        org.tokens.end_family(held.family)
    if held.kind != "refresh" or not held.living():
        raise _expired()
    had = held.scope.split()
    scopes = list(dict.fromkeys(form.get("scope", "").split())) or had
    if not set(scopes) <= set(had):
        raise scope_refused()
    check_active(org.database.row("User", held.user_id))
    with org.database.transaction():
        # One piece: whoever comes second ends the whole family, so what the first was given must be in it.
        if not rotates(org, app) or org.tokens.rotate(token):
            return refreshed(org, app, held.user_id, scope=" ".join(scopes), family=held.family)
    org.tokens.end_family(held.family)
    raise _expired()
