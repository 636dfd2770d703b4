"""The control port's calls about sign-in: apps and their settings, keys to sign with, switches."""

import re
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any
from urllib.parse import urlsplit

from . import app_records
from .apps import CHOICES, MOST, SCOPES, App, new_key, new_secret
from .certificates import certificate_of, signing_pair
from .failures import ApiError, not_found
from .metadata import holders
from .org import Org
from .switches import SWITCHES
from .tokens import KINDS
from .wire import Request, from_json_object

Json = dict[str, Any]
CALLS = {
    "GET /apps": "the external client apps with their keys, secrets and settings",
    "POST /apps": {
        "name": "what to add or change; every other member may be left out",
        "label": "shown where the user is asked for consent",
        "callbacks": ["https://app.example/callback"],
        "certificate": "PEM, for the JWT bearer grant; null takes it away",
        "run_as": "user of the client credentials grant; null: none",
        "scopes": list(SCOPES),
        "sets": ["permission sets whose holders are approved"],
        **{name: " | ".join(values) for name, values in CHOICES.items()},
        "approved": ["users who have approved it, or are approved by the administrator"],
    },
    "POST /apps/<name>/key": "a new key pair: registers the certificate, answers private_key and certificate",
    "POST /apps/<name>/staged": "a new pair of key and secret beside the first: both are good for signing in",
    "POST /apps/<name>/rotated": "staged pair and first change places: frames are opened with the new one",
    "DELETE /apps/<name>/staged": "the staged pair, which is the old one behind a rotation, ends now",
    "GET /permission-sets": "with those who have each",
    "POST /permission-sets/<name>": {"give": ["users"], "take": ["users"]},
    "DELETE /apps/<name>": "with its tokens; those of the frame stay",
    "GET /switches": SWITCHES,
    "POST /switches": "any of them, each true or false",
}


def _refused(words: str) -> ApiError:
    return ApiError(400, "BAD_REQUEST", words)


def answer(org: Org, request: Request, parts: list[str]) -> Json:
    """`parts` is the path. Raises ApiError."""
    rooms: dict[str, Callable[[], Json]] = {
        "GET apps": lambda: {"apps": [_shown(org, app) for app in org.apps.listed()]},
        "POST apps": lambda: _put(org, from_json_object(request.body)),
        "POST apps * key": lambda: _key(org, parts[1]),
        "POST apps * staged": lambda: _shown(org, org.apps.stage(_known(org, parts[1]))),
        "POST apps * rotated": lambda: _rotated(org, parts[1]),
        "DELETE apps * staged": lambda: _shown(org, org.apps.unstage(_known(org, parts[1]))),
        "DELETE apps *": lambda: _remove(org, parts[1]),
        "GET permission-sets": lambda: {"permission_sets": holders.listed(org.system_work())},
        "POST permission-sets *": lambda: _given(org, parts[1], from_json_object(request.body)),
        "GET switches": lambda: org.switches.listed(),
        "POST switches": lambda: _turn(org, from_json_object(request.body)),
    }
    name = " ".join([request.method, parts[0], *("*" for _ in parts[1:2]), *parts[2:]])
    if name not in rooms:
        raise not_found("no such call; GET / lists them")
    return rooms[name]()


def expire(org: Org, request: Request) -> Json:
    """By kind: access (the default), refresh, code."""
    body = from_json_object(request.body) if request.body else {}
    kind = body.get("kind", KINDS[0])
    if kind == "code":
        return {"expired": org.codes.expire_all()}
    if kind not in KINDS:
        raise _refused(f"kind is one of {', '.join(KINDS)}, code")
    return {"expired": org.tokens.expire_all(kind)}


def _shown(org: Org, app: App) -> Json:
    shown = {field.name: getattr(app, field.name) for field in fields(app) if field.name != "given"}
    shown = {name: list(value) if isinstance(value, tuple) else value for name, value in shown.items()}
    approved = [user["Alias"] for user in org.users() if org.approved(user["Id"], app)]
    return {**shown, "callbacks": org.callbacks(app), "canvas": org.canvas(app), "approved": approved}


def _known(org: Org, name: str) -> App:
    app = org.apps.named(name)
    if app is None:
        raise not_found(f"no such app; there are {', '.join(one.name for one in org.apps.listed())}")
    return app


def _put(org: Org, body: Json) -> Json:
    name = body.get("name")
    known = isinstance(name, str) and org.apps.named(name) is not None
    if not isinstance(name, str) or not (known or re.fullmatch("[a-z][a-z0-9_]{0,39}", name)):
        raise _refused("name is a word of small letters, digits and _, such as nightly")
    unknown = set(body) - {"name", "approved", *_READ, *CHOICES}
    if unknown:
        raise _refused(f"unknown: {', '.join(sorted(unknown))[:200]}; GET / lists the settings")
    users = [_user_id(org, one) for one in _texts("approved", body.get("approved", []))]
    with org.database.transaction():
        app = org.apps.named(name) or _new(org, name)
        app = replace(app, **{key: _setting(org, key, value) for key, value in _settings(body).items()})
        org.apps.put(app)
        app_records.follow(org.system_work())
        if "approved" in body:
            for user in org.users():
                org.approve(user["Id"], app, yes=user["Id"] in users)
    return _shown(org, app)


def _new(org: Org, name: str) -> App:
    if len(org.apps.listed()) >= MOST:
        raise _refused(f"there are {MOST} apps already; DELETE one")
    return App(name, new_key(), new_secret())


def _settings(body: Json) -> Json:
    return {key: value for key, value in body.items() if key not in ("name", "approved")}


def _setting(org: Org, name: str, value: object) -> Any:
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise _refused(f"{name} is one of {', '.join(CHOICES[name])}")
        return value
    return _READ[name](org, value)


def _texts(name: str, value: object) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST or not all(isinstance(one, str) for one in value):
        raise _refused(f"{name} is a list of at most {MOST} texts")
    return list(value)


def _label(_org: Org, value: object) -> str:
    if not isinstance(value, str) or len(value) > 80:
        raise _refused("label is a text of at most 80 characters")
    return value


def _callbacks(_org: Org, value: object) -> tuple[str, ...]:
    return tuple(_callback(one) for one in _texts("callbacks", value))


def _callback(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    plain = text.isascii() and text.isprintable() and " " not in text and len(text) <= 2000
    if (
        not plain
        or not parts.scheme
        or "#" in text
        or (parts.scheme in ("http", "https") and not parts.netloc)
    ):
        raise _refused(
            "a callback is an absolute address without a fragment, such as https://app.example/back"
        )
    return text


def _certificate(_org: Org, value: object) -> str:
    if value is None:
        return ""
    try:
        return certificate_of(value if isinstance(value, str) else "")
    except ValueError:
        raise _refused("certificate is a PEM certificate with an RSA key of 2048 bits or more") from None


def _run_as(org: Org, value: object) -> str:
    return "" if value is None else _user_id(org, value)


def _scopes(_org: Org, value: object) -> tuple[str, ...]:
    scopes = tuple(dict.fromkeys(_texts("scopes", value)))
    if not scopes or not set(scopes) <= set(SCOPES):
        raise _refused(f"scopes are some of {', '.join(SCOPES)}")
    return scopes


def _sets(org: Org, value: object) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(_texts("sets", value)))
    known = {row["Name"] for row in org.database.rows("PermissionSet", '"IsDeleted" = 0')}
    if not known.issuperset(wanted):
        raise _refused(f"sets are some of {', '.join(sorted(known)) or 'those that are deployed'}")
    return wanted


_READ: dict[str, Callable[[Org, object], Any]] = {
    "label": _label,
    "callbacks": _callbacks,
    "certificate": _certificate,
    "run_as": _run_as,
    "scopes": _scopes,
    "sets": _sets,
}


def _user_id(org: Org, value: object) -> str:
    user = org.user(value) if isinstance(value, str) and value else None
    if user is None:
        raise not_found(f"no such user; there are {', '.join(one['Alias'] for one in org.users())}")
    return str(user["Id"])


def _key(org: Org, name: str) -> Json:
    app = _known(org, name)
    private, certificate = signing_pair(app.name)
    org.apps.put(replace(app, certificate=certificate))
    return {"name": name, "private_key": private, "certificate": certificate}


def _rotated(org: Org, name: str) -> Json:
    try:
        return _shown(org, org.apps.rotate(_known(org, name)))
    except LookupError as none:
        raise _refused(str(none)) from None


def _given(org: Org, name: str, body: Json) -> Json:
    unknown = set(body) - {"give", "take"}
    if unknown:
        raise _refused(f"unknown: {', '.join(sorted(unknown))[:200]}; there are give and take")
    people = {word: [_user_id(org, one) for one in _texts(word, body.get(word, []))] for word in body}
    work = org.system_work()
    with org.database.transaction():
        if not holders.known(work, name):
            raise not_found("no such permission set")
        for user in people.get("give", ()):
            holders.give(work, name, user)
        for user in people.get("take", ()):
            holders.take(work, name, user)
    return {"permission_sets": holders.listed(work)}


def _remove(org: Org, name: str) -> Json:
    app = _known(org, name)
    if app.name in {one.name for one in org.consumers}:
        raise _refused("this app has the button on the opportunity; it stays")
    if app.kind:
        raise _refused("this app was deployed; take it away by destructiveChanges.xml")
    org.apps.remove(app.name)
    org.codes.forget(app.key)
    return {"removed": app.name}


def _turn(org: Org, body: Json) -> Json:
    wrong = [name for name, on in body.items() if name not in SWITCHES or not isinstance(on, bool)]
    if wrong:
        raise _refused(f"switches are {', '.join(SWITCHES)}, each true or false")
    with org.database.transaction():
        for name, on in body.items():
            org.switches.turn(name, on=on)
        # Descriptions count as changed when the org's own record changes.
        org.database.update("Organization", org.organization()["Id"], org.system_work().stamp_changed())
    return org.switches.listed()
