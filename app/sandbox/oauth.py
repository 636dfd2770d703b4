"""OAuth: authorise with PKCE in a plain consent page, code to token, revoke, who am I.

Not here: JWT bearer, refresh tokens, client credentials.
"""

import base64
import hashlib
import hmac
import secrets
import time
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlencode, urlsplit

from .database import Row
from .failures import ApiError
from .org import API_VERSION, Consumer, Org
from .pages import rendered
from .tokens import Grant
from .wire import Reply, Request, html_reply, json_reply

_CODE_LIFE = 15 * 60


def answer(org: Org, request: Request) -> Reply:
    name = request.path.rstrip("/").removeprefix("/services/oauth2/")
    if request.path.startswith("/id/") or name == "userinfo":
        return _identity(org, request)
    if name == "authorize":
        return (
            _authorize(org, request)
            if request.method in ("GET", "POST")
            else _refused("invalid_request", "method")
        )
    if name == "token" and request.method == "POST":
        return _token(org, request)
    if name == "revoke" and request.method in ("GET", "POST"):
        token = request.form().get("token") or request.parameters().get("token") or ""
        known = org.tokens.revoke(token)
        return Reply(200) if known else _refused("unsupported_token_type", "this token type is not supported")
    return _refused("unsupported_grant_type", "grant type not supported")


def _refused(error: str, description: str) -> Reply:
    return json_reply(400, {"error": error, "error_description": description})


def _sane_redirect(org: Org, uri: str) -> bool:
    """The callback must lie on the app's own origin."""
    try:
        given, known = urlsplit(uri), urlsplit(org.addresses.app)
    except ValueError:
        return False
    return (given.scheme, given.netloc) == (known.scheme, known.netloc) and not given.fragment


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


def _authorize(org: Org, request: Request) -> Reply:
    asked = request.parameters() | (request.form() if request.method == "POST" else {})
    consumer = org.consumer_with(asked.get("client_id", ""))
    if consumer is None:
        return _refused("invalid_client_id", "client identifier invalid")
    if not _sane_redirect(org, asked.get("redirect_uri", "")):
        return _refused("redirect_uri_mismatch", "redirect_uri must match configuration")
    if asked.get("response_type") != "code":
        return _back(
            asked, error="unsupported_response_type", error_description="response type not supported"
        )
    if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
        return _back(asked, error="invalid_request", error_description="missing required code challenge")
    if request.method == "GET":
        proposed = asked.get("login_hint") or _looking(request)
        return html_reply(
            200,
            rendered("consent.html", org=org, asked=asked, users=org.users(), proposed=proposed),
            _PAGE_HEADERS,
        )
    return _decided(org, consumer, asked)


_PAGE_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'"}


def _decided(org: Org, consumer: Consumer, asked: dict[str, str]) -> Reply:
    user = org.user(asked.get("user", ""))
    if asked.get("decision") != "allow" or user is None:
        return _back(asked, error="access_denied", error_description="end-user denied authorization")
    code = f"aPrx{secrets.token_urlsafe(32)}"
    org.grants[code] = Grant(
        user["Id"],
        asked["client_id"],
        asked["redirect_uri"],
        asked["code_challenge"],
        time.time() + _CODE_LIFE,
    )
    org.approve(user["Id"], consumer, yes=True)
    return _back(asked, code=code)


def _back(asked: dict[str, str], **values: str) -> Reply:
    if "state" in asked:
        values["state"] = asked["state"]
    glue = "&" if "?" in asked["redirect_uri"] else "?"
    return Reply(
        302, b"", {"Location": asked["redirect_uri"] + glue + urlencode(values), "Cache-Control": "no-store"}
    )


def _client_of(request: Request, form: dict[str, str]) -> tuple[str, str]:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        name, _, secret = base64.b64decode(value).decode().partition(":")
    except ValueError:
        return "", ""
    return name, secret


def _token(org: Org, request: Request) -> Reply:
    form = request.form()
    if form.get("grant_type") != "authorization_code":
        return _refused("unsupported_grant_type", "grant type not supported")
    key, secret = _client_of(request, form)
    consumer = org.consumer_with(key)
    if consumer is None:
        return _refused("invalid_client_id", "client identifier invalid")
    if secret and not hmac.compare_digest(secret.encode(), consumer.secret.encode()):
        return _refused("invalid_client", "invalid client credentials")
    grant = org.grants.pop(form.get("code", ""), None)
    if grant is None or grant.client_id != consumer.key or grant.expires < time.time():
        return _refused("invalid_grant", "expired authorization code")
    if form.get("redirect_uri") != grant.redirect_uri:
        return _refused("redirect_uri_mismatch", "redirect_uri must match configuration")
    if not hmac.compare_digest(_challenge(form.get("code_verifier", "")).encode(), grant.challenge.encode()):
        return _refused("invalid_grant", "invalid code verifier")
    return _issued(org, consumer, grant.user_id)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _issued(org: Org, consumer: Consumer, user_id: str) -> Reply:
    issued_at = str(time.time_ns() // 1_000_000)
    identity = org.identity(user_id)
    mac = hmac.new(consumer.secret.encode(), (identity + issued_at).encode(), hashlib.sha256).digest()
    return json_reply(
        200,
        {
            "access_token": org.tokens.issue(org.organization()["Id"], user_id),
            "signature": base64.b64encode(mac).decode(),
            "scope": "api id",
            "instance_url": org.addresses.tls,
            "id": identity,
            "token_type": "Bearer",
            "issued_at": issued_at,
        },
        {"Cache-Control": "no-store"},
    )


def _identity(org: Org, request: Request) -> Reply:
    try:
        caller = org.tokens.caller(request.headers.get("authorization", ""))
    except ApiError:
        return Reply(403, b"Bad_OAuth_Token", {"Content-Type": "text/html"})
    user = org.database.row("User", caller.user_id) or {}
    return json_reply(200, _facts(org, user))


def _facts(org: Org, user: Row) -> dict[str, object]:
    data = f"{org.addresses.tls}/services/data/v{{version}}/"
    identity = org.identity(user["Id"])
    return {
        "sub": identity,
        "id": identity,
        "asserted_user": True,
        "user_id": user["Id"],
        "organization_id": org.organization()["Id"],
        "preferred_username": user["Username"],
        "username": user["Username"],
        "nickname": user["Alias"],
        "name": user["Name"],
        "display_name": user["Name"],
        "email": user["Email"],
        "email_verified": True,
        "given_name": user["FirstName"],
        "family_name": user["LastName"],
        "zoneinfo": user["TimeZoneSidKey"],
        "timezone": user["TimeZoneSidKey"],
        "locale": user["LocaleSidKey"],
        "language": user["LanguageLocaleKey"],
        "active": bool(user["IsActive"]),
        "user_type": "STANDARD",
        "urls": {
            "rest": data,
            "sobjects": f"{data}sobjects/",
            "query": f"{data}query/",
            "custom_domain": org.addresses.tls,
            "version": API_VERSION,
        },
    }
