"""What the token endpoint hands out."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Any

from app.sandbox.apps import ROTATE, App
from app.sandbox.org import Org

Json = dict[str, Any]
_LASTING = {"refresh_token", "offline_access"}


def passing(scopes: Iterable[str]) -> str:
    """Without those that would let the app come back by itself: for grants that make no refresh token."""
    return " ".join(one for one in scopes if one not in _LASTING)


def plain(org: Org, app: App, user_id: str, *, scope: str, family: str = "") -> Json:
    """An access token and where it holds: all that grants without a user in front of them answer."""
    organization = org.organization()["Id"]
    return {
        "access_token": org.tokens.issue(organization, user_id, app=app.name, scope=scope, family=family),
        "scope": scope,
        "instance_url": org.addresses.tls,
        "id": org.identity(user_id),
        "token_type": "Bearer",
    }


def signed(org: Org, app: App, user_id: str, *, scope: str, family: str = "") -> Json:
    """The same with the time, and the signature over identity and time by the app's secret."""
    issued_at = str(int(org.clock().timestamp() * 1000))
    identity = org.identity(user_id)
    mac = hmac.new(app.secret.encode(), (identity + issued_at).encode(), hashlib.sha256).digest()
    return {
        **plain(org, app, user_id, scope=scope, family=family),
        "signature": base64.b64encode(mac).decode(),
        "issued_at": issued_at,
    }


def approved(org: Org, app: App, user_id: str, *, scope: str) -> Json:
    """The same for a fresh approval: with a refresh token where the scope has one."""
    family = secrets.token_hex(16)
    answer = signed(org, app, user_id, scope=scope, family=family)
    if _LASTING.intersection(scope.split()):
        answer["refresh_token"] = org.tokens.issue_refresh(user_id, app.name, scope=scope, family=family)
    return answer


def rotates(org: Org, app: App) -> bool:
    """Whether a refresh token of the app is replaced when it is used."""
    return app.refresh == ROTATE or org.faults.rotates()


def refreshed(org: Org, app: App, user_id: str, *, scope: str, family: str) -> Json:
    """The same out of a refresh token, which is replaced where the app rotates."""
    answer = signed(org, app, user_id, scope=scope, family=family)
    if rotates(org, app):
        answer["refresh_token"] = org.tokens.issue_refresh(user_id, app.name, scope=scope, family=family)
    return answer
