"""Revoking a token (RFC 7009) and asking about one (RFC 7662)."""

from app.sandbox.org import Org
from app.sandbox.wire import Reply, Request, json_reply

from .clients import proven
from .refusals import NO_STORE, invalid_request, unsupported_token


def revoke(org: Org, request: Request) -> Reply:
    """By whoever holds the token. A refusal comes as a form, as the vendor's does."""
    token = request.form().get("token") or request.parameters().get("token") or ""
    return Reply(200, b"", NO_STORE) if org.tokens.revoke(token) else unsupported_token().form_reply()


def introspect(org: Org, request: Request) -> Reply:
    """By an app that proves who it is, about its own tokens; of all others it learns that they are dead."""
    form = request.form()
    app = proven(org, request, form)
    if not form.get("token"):
        raise invalid_request("missing required parameter: token")
    held = org.tokens.found(form["token"])
    user = None if held is None else org.database.row("User", held.user_id)
    if held is None or held.app != app.name or not held.living() or user is None or not user["IsActive"]:
        return json_reply(200, {"active": False}, NO_STORE)
    facts = {
        "active": True,
        "scope": held.scope,
        "client_id": app.key,
        "username": user["Username"],
        "sub": org.identity(user["Id"]),
        "token_type": f"{held.kind}_token",
        "exp": int(held.expires),
        "iat": int(held.issued),
        "nbf": int(held.issued),
    }
    return json_reply(200, facts, NO_STORE)
