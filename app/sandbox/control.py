"""The control port: what a tester can see and change from outside. JSON in, JSON out."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from . import control_page, environment, events, faulting, registering, rules
from .apps import App
from .buttons import frame_of
from .canvas import Wish, signed_request
from .database import Row
from .failures import ApiError
from .faults import FaultRefused
from .ids import normalised
from .org import Org
from .totals import settle
from .values import to_answer, to_stored
from .wire import Reply, Request, from_json_object, json_reply

Json = dict[str, Any]
_CALLS = {
    "GET /": "this list",
    "GET /ui": "the same for people: faults as switches, calls with their payloads, records, events",
    "POST /reset": "the records of the first day; forgets tokens, calls and faults",
    "POST /signed-request": {
        "answers": ["signed_request", "canvas_url"],
        "opportunity": "id; left out: the first one; null: none",
        "user": "rep | approver | admin | readonly | newcomer | id",
        "app": "name of a connected app; left out: that whose button the opportunity's page has",
        "issued_at": "wrapped (default) | null | a number",
        "token": "fresh (default) | expired | null",
        "omit": ["environment.record", "user"],
        "secret": "sign with this instead",
        "organization": "another org id",
        "location": "Aura (default): the id is a parameter | Visualforce: the page gives the record",
        "parameters": {},
    },
    "GET /calls": "every API call, oldest first; counted = against the allowance",
    "DELETE /calls": "forget them",
    "GET /records/<Object>": "all its records that are not deleted",
    "POST /records/<Object>/<id>": 'change fields unseen, e.g. {"StageName": "Closed Lost"}',
    **faulting.CALLS,
    **events.CALLS,
    "POST /approval": {"user": "newcomer", "approved": True, "app": "the first, if left out"},
    "POST /expire-tokens": {"kind": "access (default) | refresh | code: each of them dies now"},
    **registering.CALLS,
    "POST /allowance": {"daily": "how many counted calls a day are allowed; 15000 at first"},
    "GET /env": "the lines to export, so that other clients and an administrator's commands find the sandbox",
    "GET /env.sh": "the same as a text for `eval`",
}


class _Refused(Exception):
    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def _body(request: Request) -> Json:
    return from_json_object(request.body) if request.body else {}


_OPTIONS: dict[str, type | tuple[type, ...]] = {
    "opportunity": (str, type(None)),
    "user": (str, type(None)),
    "app": (str, type(None)),
    "issued_at": (str, int, type(None)),
    "token": (str, type(None)),
    "omit": (list, type(None)),
    "secret": (str, type(None)),
    "organization": (str, type(None)),
    "location": (str, type(None)),
    "parameters": (dict, type(None)),
}


def _options(request: Request) -> Json:
    body = _body(request)
    for name, value in body.items():
        if name not in _OPTIONS:
            raise _Refused(f"unknown: {name[:40]}; there are {', '.join(_OPTIONS)}")
        if not isinstance(value, _OPTIONS[name]):
            raise _Refused(f"{name} is of the wrong kind")
    return body


def _signed(org: Org, request: Request) -> Json:
    body = _options(request)
    user = org.user(str(body.get("user") or ""))
    if user is None:
        raise _Refused(f"no such user; there are {', '.join(u['Alias'] for u in org.users())}", 404)
    issued_at = body.get("issued_at", "wrapped")
    if not (issued_at is None or issued_at in ("wrapped", "null") or type(issued_at) is int):
        raise _Refused("issued_at is wrapped, null or a whole number")
    record_id = _record_id(org, body)
    app = _framed(org, body, record_id)
    wish = Wish(
        user=user,
        app=app,
        record_id=record_id,
        issued_at="null" if issued_at is None else issued_at,
        omit=tuple(str(path) for path in body.get("omit") or ()),
        bearer="null" if body.get("token", "") is None else str(body.get("token") or "fresh"),
        secret=body.get("secret"),
        organization=body.get("organization"),
        location=str(body.get("location") or "Aura"),
        parameters=dict(body.get("parameters") or {}),
    )
    if "token" not in body and not org.approved(user["Id"], app):
        raise _Refused("this user has not authorised the app: GET the canvas url, or say which token", 403)
    return {"signed_request": signed_request(org, wish), "canvas_url": org.canvas(app)}


def _framed(org: Org, body: Json, record_id: str | None) -> App:
    named = body.get("app")
    found = org.frame_named(str(named)) if named else frame_of(org, normalised(record_id or ""))
    if found is None and not named:
        raise _Refused("no app has a button on the opportunity: deploy one", 404)
    if found is None:
        raise _Refused(f"no such app; there are {', '.join(one.name for one in org.frames())}", 404)
    return found


def _record_id(org: Org, body: Json) -> str | None:
    if "opportunity" not in body:
        return str(org.database.rows("Opportunity", '"IsDeleted" = 0 ORDER BY "Id" LIMIT 1')[0]["Id"])
    return None if body["opportunity"] is None else str(body["opportunity"])


def _records(org: Org, name: str) -> Json:
    entity = org.system_work().schema.entity(name)
    if entity is None:
        raise _Refused("no such object", 404)
    found = org.database.rows(entity.name, '"IsDeleted" = 0 ORDER BY "Id"')
    return {"records": [_shown(entity.fields, row) for row in found]}


def _shown(fields: Any, row: Row) -> Json:
    return {name: to_answer(field, row[name]) for name, field in fields.items() if field.type != "base64"}


def _change(org: Org, name: str, record_id: str, body: Json) -> Json:
    work = org.system_work()
    entity = work.schema.entity(name)
    if entity is None or normalised(record_id) is None:
        raise _Refused("no such record", 404)
    unknown = [
        field
        for field in body
        if field not in entity.fields or field == "Id" or entity.fields[field].type == "base64"
    ]
    if unknown:
        raise _Refused(f"no such field: {', '.join(unknown)}")
    with org.database.transaction():
        row = work.existing(entity.name, str(normalised(record_id)))
        changes = {field: to_stored(entity.fields[field], value) for field, value in body.items()}
        org.database.update(entity.name, row["Id"], {**changes, **work.stamp_changed()})
        rules.after_change(work, entity, {**row, **changes})
        settle(work)
        changed = org.database.row(entity.name, row["Id"]) or {}
    return _shown(entity.fields, changed)


def _cleared(clear: Callable[[], None]) -> Json:
    clear()
    return {"ok": True}


def _allow(org: Org, request: Request) -> Json:
    daily = _body(request).get("daily")
    if type(daily) is not int or not 0 <= daily <= 10_000_000:
        raise _Refused("daily is a whole number from 0 to 10000000")
    org.calls.allow(daily)
    return {"daily": daily, "used": org.calls.allowance.used}


def _approval(org: Org, request: Request) -> Json:
    body = _body(request)
    user = org.user(str(body.get("user") or ""))
    if user is None:
        raise _Refused("no such user", 404)
    app = org.apps.named(str(body.get("app") or "")) or _framed(org, body, None)
    org.approve(user["Id"], app, yes=body.get("approved", True) is True)
    return {"user": user["Id"], "approved": org.approved(user["Id"], app)}


def _routed(org: Org, request: Request) -> Json:
    parts = [unquote(part) for part in request.path.split("/") if part]
    name = f"{request.method} /{parts[0] if parts else ''}"
    rooms: dict[str, Callable[[], Json]] = {
        "GET /": lambda: {
            "calls": _CALLS,
            "org": org.addresses.org,
            "tls": org.addresses.tls,
            "ca": org.addresses.ca,
        },
        "POST /reset": lambda: _cleared(org.reset),
        "POST /signed-request": lambda: _signed(org, request),
        "GET /calls": lambda: {"calls": org.calls.listed()},
        "DELETE /calls": lambda: _cleared(org.calls.clear),
        "POST /approval": lambda: _approval(org, request),
        "POST /expire-tokens": lambda: registering.expire(org, request),
        "POST /allowance": lambda: _allow(org, request),
        "GET /env": lambda: environment.answered(org),
    }
    if len(parts) <= 1 and name in rooms:
        return rooms[name]()
    if parts[:1] in (["faults"], ["scenario"]):
        return faulting.answer(org, request, parts)
    if name in ("GET /events", "DELETE /events") and len(parts) == 1:
        with org.database.transaction():
            return events.answer(org.system_work(), request)
    if parts[:1] in (["apps"], ["switches"], ["permission-sets"]):
        return registering.answer(org, request, parts)
    if name == "GET /records" and len(parts) == 2:
        return _records(org, parts[1])
    if name == "POST /records" and len(parts) == 3:
        return _change(org, parts[1], parts[2], _body(request))
    raise _Refused("no such call; GET / lists them", 404)


def _stranger() -> Reply:
    """Another web page in the tester's browser has no business here."""
    return json_reply(403, {"error": "the control port does not serve web pages of others"})


def answer(org: Org, request: Request) -> Reply:
    if request.path == control_page.PATH or request.path.startswith(f"{control_page.PATH}/"):
        own = request.headers.get("origin") in (None, org.addresses.control)
        return control_page.answer(org, request) if own else _stranger()
    if "origin" in request.headers:
        return _stranger()
    if (request.method, request.path) == ("GET", "/env.sh"):
        text = "".join(f"{line}\n" for line in environment.lines(environment.variables(org)))
        return Reply(200, text.encode(), {"Content-Type": "text/plain; charset=utf-8"})
    try:
        return json_reply(200, _routed(org, request))
    except _Refused as refused:
        return json_reply(refused.status, {"error": str(refused)})
    except FaultRefused as refused:
        return json_reply(400, {"error": str(refused)})
    except ApiError as error:
        return json_reply(error.status, {"error": error.message, "code": error.code})
