"""Apps that were deployed are apps of the org at once: the org gives each its key and its secret.

Elements and their words: ExternalClientApplication and its settings and policies, and ConnectedApp, of the
Metadata API Developer Guide.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from xml.etree import ElementTree as ET

from app.sandbox.apps import (
    ADMIN_APPROVED,
    KEEP,
    OPTIONAL,
    REQUIRED,
    ROTATE,
    SELF_AUTHORIZE,
    App,
    Apps,
    new_key,
    new_secret,
)
from app.sandbox.database import Database

from . import kept, xml
from .components import Component

EXTERNAL: Final = "ExternalClientApplication"
CONNECTED: Final = "ConnectedApp"
OF_EXTERNAL: Final = (
    "ExtlClntAppCanvasSettings",
    "ExtlClntAppConfigurablePolicies",
    "ExtlClntAppGlobalOauthSettings",
    "ExtlClntAppOauthConfigurablePolicies",
    "ExtlClntAppOauthSettings",
)
"""Each names its app in `externalClientApplication`."""
_SCOPES: Final = {"Basic": "id", "RefreshToken": "refresh_token", "OfflineAccess": "offline_access"}
_ABSENT: Final = ET.Element("none")


def follow(database: Database) -> None:
    """In the transaction of the deployment. A key and a secret that are there stay."""
    apps = Apps(database)
    held = kept.all_of(database)
    sets = {row["Name"] for row in database.rows("PermissionSet", '"IsDeleted" = 0')}
    wanted = {one.name: _settings(one, held) for one in held if one.kind in (EXTERNAL, CONNECTED)}
    for one in apps.listed():
        if one.kind and one.name not in wanted:
            apps.remove(one.name)
    for name, settings in wanted.items():
        known = apps.named(name) or App(name, new_key(), new_secret())
        app = _renewed(replace(known, **settings), held)
        apps.put(replace(app, sets=tuple(one for one in app.sets if one in sets)))


def _renewed(app: App, held: Sequence[Component]) -> App:
    """The settings may ask for another key or secret."""
    said = _part("ExtlClntAppGlobalOauthSettings", app.name, held)
    key = new_key() if xml.flag(said, "shouldRotateConsumerKey") else app.key
    secret = new_secret() if xml.flag(said, "shouldRotateConsumerSecret") else app.secret
    return replace(app, key=key, secret=secret)


def _settings(one: Component, held: Sequence[Component]) -> Mapping[str, Any]:
    if one.kind == CONNECTED:
        return _of_connected(one.element())
    return _of_external(one, held)


def _part(kind: str, app: str, held: Sequence[Component]) -> ET.Element:
    for one in held:
        if one.kind == kind and xml.text(root := one.element(), "externalClientApplication") == app:
            return root
    return _ABSENT


def _of_external(one: Component, held: Sequence[Component]) -> Mapping[str, Any]:
    canvas, policies, everywhere, oauth_policies, oauth = (
        _part(kind, one.name, held) for kind in OF_EXTERNAL
    )
    shown = xml.flag(policies, "isEnabled", otherwise=True) and xml.flag(
        policies, "isCanvasPluginEnabled", otherwise=True
    )
    approved = xml.text(oauth_policies, "permittedUsersPolicyType") == "AdminApprovedPreAuthorized"
    return {
        "kind": EXTERNAL,
        "label": xml.text(one.element(), "label") or one.name,
        "canvas": xml.text(canvas, "canvasUrl") if shown else "",
        "places": tuple(xml.texts(canvas, "canvasLocationOptions")),
        "scopes": _scopes(re.split(r"[,\s]+", xml.text(oauth, "commaSeparatedOauthScopes"))),
        "refresh": ROTATE if xml.flag(everywhere, "isRefreshTokenRotationEnabled") else KEEP,
        "users": ADMIN_APPROVED if approved else SELF_AUTHORIZE,
        **_of_oauth(everywhere),
    }


def _of_connected(root: ET.Element) -> Mapping[str, Any]:
    canvas = _child(root, "canvasConfig")
    oauth = _child(root, "oauthConfig")
    key = xml.text(oauth, "consumerKey")
    sets = tuple(xml.texts(root, "permissionsetName"))
    return {
        "kind": CONNECTED,
        "label": xml.text(root, "label"),
        "canvas": xml.text(canvas, "canvasUrl"),
        "places": tuple(xml.texts(canvas, "locations")),
        "scopes": _scopes(xml.texts(oauth, "scopes")),
        "users": ADMIN_APPROVED if xml.flag(oauth, "isAdminApproved") else SELF_AUTHORIZE,
        **({"key": key} if key else {}),
        **({"sets": sets} if sets else {}),
        **_of_oauth(oauth),
    }


def _child(root: ET.Element, name: str) -> ET.Element:
    found = root.find(f"{{*}}{name}")
    return _ABSENT if found is None else found


def _of_oauth(said: ET.Element) -> Mapping[str, Any]:
    return {
        "callbacks": tuple(xml.text(said, "callbackUrl").split()),
        "pkce": REQUIRED if xml.flag(said, "isPkceRequired") else OPTIONAL,
        "client_secret": OPTIONAL if xml.flag(said, "isConsumerSecretOptional") else REQUIRED,
    }


def _scopes(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_SCOPES.get(word, word.lower()) for word in words if word))
