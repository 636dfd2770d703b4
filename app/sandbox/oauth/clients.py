"""Which app asks, and whether it is the one it says it is."""

import base64
import hmac

from app.sandbox.apps import REQUIRED, App
from app.sandbox.org import Org
from app.sandbox.wire import Request

from .refusals import unknown_client, wrong_secret

Form = dict[str, str]
LONGEST = 64 * 1024


def app_with(org: Org, key: str) -> App:
    """Raises OAuthRefused for a key that no app has."""
    app = org.apps.with_key(key)
    if app is None:
        raise unknown_client()
    return app


def proven(org: Org, request: Request, form: Form) -> App:
    """The app that gave its secret, in the form or by HTTP Basic."""
    key, secret = _named(request, form)
    app = app_with(org, key)
    _check(app, secret)
    return app


def named_or_proven(org: Org, request: Request, form: Form) -> App:
    """The same, where the app may be set up to need no secret; a wrong one is refused all the same."""
    key, secret = _named(request, form)
    app = app_with(org, key)
    if secret or app.client_secret == REQUIRED:
        _check(app, secret)
    return app


def _check(app: App, secret: str) -> None:
    if not hmac.compare_digest(secret.encode("utf-8", "surrogatepass"), app.secret.encode()):
        raise wrong_secret()


def _named(request: Request, form: Form) -> tuple[str, str]:
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        name, _, secret = base64.b64decode(value).decode().partition(":")
    except ValueError:
        return "", ""
    return name, secret
