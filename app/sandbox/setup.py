"""Setup, as the org's administrator has it: apps with their policies, keys and secrets, and permission sets.

What a page shows and changes is what the control port has as JSON.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote, unquote, urlencode

from . import app_records
from .apps import ADMIN_APPROVED, SELF_AUTHORIZE, App
from .database import Row
from .metadata import holders
from .metadata.jobs import ADMIN_PROFILE
from .org import Org
from .pages import rendered
from .wire import Reply, Request, html_reply

PATH: Final = "/lightning/setup"
_APPS: Final = f"{PATH}/ManageExternalClientApplication"
_SETS: Final = f"{PATH}/PermSets"
_APP: Final = re.compile(rf"{_APPS}/([^/]+)/(view|consumer)")
_SET: Final = re.compile(rf"{_SETS}/([^/]+)/view")
_NO_STORE: Final = {"Cache-Control": "no-store"}


def administers(org: Org, user: Row) -> bool:
    profile = org.database.row("Profile", user["ProfileId"] or "")
    return profile is not None and profile["Name"] == ADMIN_PROFILE


def answer(org: Org, request: Request, user: Row, headers: Mapping[str, str]) -> Reply:
    """`headers`: those of the org's pages."""
    kept = {**headers, **_NO_STORE}
    if not administers(org, user):
        return _page(org, user, "setup_closed.html", kept, status=403)
    if request.method == "POST":
        return _done(org, request, user, kept)
    said = request.parameters().get("said", "")[:200]
    if request.path in (PATH, f"{PATH}/home", f"{_APPS}/home"):
        return _page(org, user, "setup_apps.html", kept, said=said, apps=org.apps.listed())
    if request.path == f"{_SETS}/home":
        return _page(org, user, "setup_sets.html", kept, said=said, sets=holders.listed(org.system_work()))
    if (match := _APP.fullmatch(request.path)) and (app := org.apps.named(unquote(match[1]))):
        return _app_page(org, user, app, f"setup_{match[2]}.html", {**kept, "said": said})
    if (match := _SET.fullmatch(request.path)) and (found := _set(org, unquote(match[1]))):
        return _page(org, user, "setup_set.html", kept, said=said, one=found)
    return _page(org, user, "missing.html", kept, status=404)


def _app_page(org: Org, user: Row, app: App, name: str, kept: Mapping[str, str]) -> Reply:
    headers = {key: value for key, value in kept.items() if key != "said"}
    approved = [one["Alias"] for one in org.users() if org.approved(one["Id"], app)]
    sets = holders.listed(org.system_work())
    return _page(org, user, name, headers, said=kept["said"], app=app, approved=approved, sets=sets)


def _page(
    org: Org, user: Row, name: str, headers: Mapping[str, str], *, status: int = 200, **values: Any
) -> Reply:
    common = {
        "org": org,
        "user": user,
        "users": org.users(),
        "said": "",
        "choices": (ADMIN_APPROVED, SELF_AUTHORIZE),
    }
    return html_reply(status, rendered(name, **{**common, **values}), dict(headers))


def _set(org: Org, name: str) -> Mapping[str, Any] | None:
    return next((one for one in holders.listed(org.system_work()) if one["name"] == name), None)


def _done(org: Org, request: Request, user: Row, kept: Mapping[str, str]) -> Reply:
    form = request.form()
    if (match := _APP.fullmatch(request.path)) and (app := org.apps.named(unquote(match[1]))):
        with org.database.transaction():
            told = _app_changed(org, app, form)
            app_records.follow(org.system_work())
        return _back(request.path, user, said=told)
    if (match := _SET.fullmatch(request.path)) and _set(org, unquote(match[1])):
        return _back(request.path, user, said=_set_changed(org, unquote(match[1]), form))
    return _page(org, user, "missing.html", kept, status=404)


def _app_changed(org: Org, app: App, form: Mapping[str, str]) -> str:
    """What was done, in words."""
    known = {one["name"] for one in holders.listed(org.system_work())}
    given = form.get("set", "")
    match form.get("do"):
        case "stage":
            org.apps.stage(app)
            return "A new key and secret are staged."
        case "rotate":
            return _rotated(org, app)
        case "unstage":
            org.apps.unstage(app)
            return "The staged key and secret are deleted."
        case "policy" if form.get("users") in (ADMIN_APPROVED, SELF_AUTHORIZE):
            org.apps.put(replace(app, users=form["users"]))
            return "The policy is saved."
        case "approve" if given in known:
            org.apps.put(replace(app, sets=tuple(dict.fromkeys((*app.sets, given)))))
            return f"Whoever has {given} is approved."
        case "withdraw":
            org.apps.put(replace(app, sets=tuple(one for one in app.sets if one != given)))
            return f"{given[:80]} does not count any more."
    return "Nothing was changed."


def _rotated(org: Org, app: App) -> str:
    try:
        org.apps.rotate(app)
    except LookupError:
        return "Stage a new key and secret first."
    return "The new key and secret are the first ones now; the old ones are good until they are deleted."


def _set_changed(org: Org, name: str, form: Mapping[str, str]) -> str:
    person = org.user(form["user"]) if form.get("user") else None
    work = org.system_work()
    if person is None:
        return "Nothing was changed."
    with org.database.transaction():
        if form.get("do") == "give":
            holders.give(work, name, person["Id"])
            return f"{person['Name']} has it."
        holders.take(work, name, person["Id"])
    return f"{person['Name']} has it no longer."


def _back(path: str, user: Row, *, said: str) -> Reply:
    query = urlencode({"user": user["Alias"], "said": said})
    return Reply(303, b"", {"Location": f"{quote(path)}?{query}"})
