"""The addresses below /services/oauth2, the identity address, and the description of them all."""

from app.sandbox.org import Org
from app.sandbox.wire import Reply, Request

from .authorize import authorize
from .clients import LONGEST
from .discovery import configuration
from .grants import token
from .identity import identity
from .introspection import introspect, revoke
from .refusals import OAuthRefused, invalid_request, unsupported_grant


def answer(org: Org, request: Request) -> Reply:
    try:
        return _routed(org, request)
    except OAuthRefused as refused:
        return refused.reply()


def _routed(org: Org, request: Request) -> Reply:
    path = request.path.rstrip("/")
    name = path.removeprefix("/services/oauth2/")
    if request.path.startswith("/id/") or name == "userinfo":
        return identity(org, request)
    if path.startswith("/.well-known/"):
        return configuration(org, request)
    if name == "authorize":
        return authorize(org, request)
    if name == "token":
        return token(org, request)
    if name not in ("revoke", "introspect"):
        raise unsupported_grant()
    if request.method != "POST" and not (name == "revoke" and request.method == "GET"):
        raise invalid_request("must use HTTP POST")
    if max(len(request.body), len(request.query)) > LONGEST:
        raise invalid_request("the request is too long")
    return (revoke if name == "revoke" else introspect)(org, request)
