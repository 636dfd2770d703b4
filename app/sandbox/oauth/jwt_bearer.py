"""The grant `urn:ietf:params:oauth:grant-type:jwt-bearer` (RFC 7523)."""

import re
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography import x509
from jwt.types import Options

from app.sandbox.apps import ADMIN_APPROVED, App
from app.sandbox.org import Org
from app.sandbox.wire import Request

from .answers import Json, passing, plain
from .clients import Form, app_with
from .people import check_active, check_admin_approved, person_called
from .refusals import invalid_grant, scope_refused, wrong_secret

_LOGIN_HOSTS = ("https://login.salesforce.com", "https://test.salesforce.com")
_LONGEST_LIFE = 5 * 60
_LEEWAY = 30
_SECONDS = re.compile(r"\d{1,12}", re.ASCII)
# The claims are checked here: the library knows neither the vendor's words nor a time written as text.
_CLAIMS_UNCHECKED: Options = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}


def exchange_assertion(org: Org, request: Request, form: Form) -> Json:
    """The signature is looked at before the claims, so that a stranger learns nothing of users."""
    assertion = form.get("assertion", "")
    app = app_with(org, _text(_opened(assertion, None), "iss"))
    if not app.certificate:
        raise wrong_secret()
    claims = _opened(assertion, app)
    _check_time(claims, org.clock().timestamp())
    if not _audiences(org, request).intersection(_listed(claims.get("aud"))):
        raise invalid_grant("audience is invalid")
    user_id = _allowed_user(org, app, _text(claims, "sub"))
    scopes = app.granted(form.get("scope", ""))
    if scopes is None:
        raise scope_refused()
    return plain(org, app, user_id, scope=passing(scopes))


def _opened(assertion: str, signer: App | None) -> dict[str, Any]:
    """The claims; verified only if a signer is named."""
    try:
        if signer is None:
            claims = jwt.decode(assertion, options={**_CLAIMS_UNCHECKED, "verify_signature": False})
        else:
            key: Any = x509.load_pem_x509_certificate(signer.certificate.encode()).public_key()
            claims = jwt.decode(assertion, key, algorithms=["RS256"], options=_CLAIMS_UNCHECKED)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise invalid_grant("invalid assertion") from None
    return dict(claims)


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""


def _listed(audience: object) -> set[str]:
    values = audience if isinstance(audience, list) else [audience]
    return {one for one in values if isinstance(one, str)}


def _audiences(org: Org, request: Request) -> set[str]:
    """The login hosts, and the org under each of its own names (My Domain)."""
    host = request.headers.get("host", "").lower()
    own = {f"https://{host}"} if (urlsplit(f"//{host}").hostname or "").endswith(".salesforce.com") else set()
    return {*_LOGIN_HOSTS, org.addresses.org, org.addresses.tls, *own}


def _check_time(claims: dict[str, Any], now: float) -> None:
    expires = _moment(claims.get("exp"))
    if expires is None or expires > now + _LONGEST_LIFE + _LEEWAY:
        raise invalid_grant("invalid assertion")
    if expires <= now - _LEEWAY:
        raise invalid_grant("expired assertion")
    if "nbf" in claims:
        begins = _moment(claims["nbf"])
        if begins is None or begins > now + _LEEWAY:
            raise invalid_grant("invalid assertion")


def _moment(value: object) -> int | None:
    """Seconds since 1970, as a number or, as some clients send it, as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str | float):
        return None
    text = value if isinstance(value, str) else str(value).removesuffix(".0")
    return int(text) if _SECONDS.fullmatch(text) else None


def _allowed_user(org: Org, app: App, username: str) -> str:
    user = person_called(org, username)
    if user is None:
        raise invalid_grant("user hasn't approved this consumer")
    check_active(user)
    check_admin_approved(org, app, user)
    if app.users != ADMIN_APPROVED and not org.approved(user["Id"], app):
        raise invalid_grant("user hasn't approved this consumer")
    return str(user["Id"])
