"""The consent page, and the one-time code that an approval becomes."""

import time
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlencode

from app.sandbox.apps import REQUIRED, App
from app.sandbox.org import Org
from app.sandbox.pages import rendered
from app.sandbox.tokens import CODE_LIFE, Grant
from app.sandbox.wire import Reply, Request, html_reply

from .clients import LONGEST, Form, app_with
from .people import check_active, check_admin_approved
from .refusals import OAuthRefused, invalid_request, redirect_mismatch, scope_refused

_PAGE_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'"}
_CHALLENGE_LENGTH = 43
_SAYS = {
    "api": "Manage user data via APIs",
    "id": "Access the identity URL service",
    "refresh_token": "Perform requests at any time",
    "offline_access": "Perform requests at any time",
    "web": "Manage user data via Web browsers",
    "full": "Full access",
    "profile": "Access your name and picture",
    "email": "Access your email address",
}


def signed_in_as(alias: str) -> dict[str, str]:
    """So that the consent page, in a window of its own, proposes whoever looks at the record."""
    return {"Set-Cookie": f"user={alias}; Path=/; HttpOnly; SameSite=Lax"}


def _looking(request: Request) -> str:
    """The alias of whoever looks at a record in this browser; empty for nobody."""
    try:
        cookies = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookies["user"].value if "user" in cookies else ""


def authorize(org: Org, request: Request) -> Reply:
    """Raises OAuthRefused as long as it is not certain where to send the browser back to."""
    if request.method not in ("GET", "POST") or max(len(request.query), len(request.body)) > LONGEST:
        raise invalid_request("must use HTTP GET or POST")
    asked = request.parameters() | (request.form() if request.method == "POST" else {})
    app = app_with(org, asked.get("client_id", ""))
    if asked.get("redirect_uri", "") not in org.callbacks(app):
        raise redirect_mismatch()
    try:
        scopes = _checked(app, asked)
        if request.method == "GET":
            return _page(org, app, request, asked, scopes)
        return _back(asked, code=_code(org, app, asked, scopes))
    except OAuthRefused as refused:
        return _back(asked, **refused.values())


def _checked(app: App, asked: Form) -> tuple[str, ...]:
    if asked.get("response_type") != "code":
        raise OAuthRefused("unsupported_response_type", "response type not supported")
    challenge, method = asked.get("code_challenge", ""), asked.get("code_challenge_method", "")
    if not challenge and (app.pkce == REQUIRED or method):
        raise invalid_request("missing required code challenge")
    if challenge and (method != "S256" or len(challenge) != _CHALLENGE_LENGTH):
        raise invalid_request("invalid code challenge")
    if asked.get("prompt") == "none" or asked.get("immediate") == "true":
        raise OAuthRefused("immediate_unsuccessful", "immediate unsuccessful")
    scopes = app.granted(asked.get("scope", ""))
    if scopes is None:
        raise scope_refused()
    return scopes


def _page(org: Org, app: App, request: Request, asked: Form, scopes: tuple[str, ...]) -> Reply:
    page = rendered(
        "consent.html",
        label=app.label or app.name,
        says=list(dict.fromkeys(_SAYS[one] for one in scopes)),
        asked=asked,
        users=[user for user in org.users() if user["IsActive"]],
        proposed=asked.get("login_hint") or _looking(request),
    )
    return html_reply(200, page, _PAGE_HEADERS)


def _code(org: Org, app: App, asked: Form, scopes: tuple[str, ...]) -> str:
    user = org.user(asked.get("user", ""))
    if asked.get("decision") != "allow" or user is None:
        raise OAuthRefused("access_denied", "end-user denied authorization")
    check_active(user)
    try:
        check_admin_approved(org, app, user)
    except OAuthRefused as refused:
        raise OAuthRefused("OAUTH_APP_ACCESS_DENIED", refused.description) from None
    org.approve(user["Id"], app, yes=True)
    challenge = asked.get("code_challenge", "")
    expires = time.time() + CODE_LIFE
    return org.codes.issue(
        Grant(user["Id"], app.key, " ".join(scopes), asked["redirect_uri"], challenge, expires)
    )


def _back(asked: Form, **values: str) -> Reply:
    if "state" in asked:
        values["state"] = asked["state"]
    glue = "&" if "?" in asked["redirect_uri"] else "?"
    location = asked["redirect_uri"] + glue + urlencode(values)
    return Reply(302, b"", {"Location": location, "Cache-Control": "no-store"})
