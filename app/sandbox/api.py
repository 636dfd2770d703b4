"""The org's API over HTTP: faults, token, allowance, one transaction, the answer and the log entry."""

import re
from dataclasses import replace
from email.utils import format_datetime
from typing import Any

from . import describe, oauth, routes, soap_login, soap_metadata
from .asked import Answered, Asked, segments_of
from .calls import Call
from .conditions import conditions_of
from .failures import ApiError, allowance_used_up, not_found
from .faults import Fault, carry_out, reply_instead, spoiled
from .multipart import read_multipart, with_binaries
from .org import Org
from .payloads import payload_of
from .totals import settle
from .wire import Reply, Request, from_json, json_reply
from .work import Caller

DISCOVERY = "/.well-known/openid-configuration"
_DATA = re.compile(r"/services/data/v(\d{1,3}\.\d)(?:/(.*))?", re.DOTALL)
_BATCH = re.compile(r"batchSize=(\d{1,5})", re.IGNORECASE)


def answer(org: Org, request: Request) -> Reply:
    """Every call below /services and /id, and the one for what OAuth offers."""
    fault = org.faults.taken(request)
    if fault is None:
        reply, counted = _carried_out(org, request)
    else:
        reply, counted = _with_fault(org, request, fault)
    name = fault.fault if fault else ""
    call = Call(0, org.now(), request.method, request.path, reply.status, counted, name)
    org.calls.add(call, payload_of(request, reply))
    skewed = {"Date": format_datetime(org.clock(), usegmt=True)} if org.faults.skew() else {}
    return replace(reply, headers={**reply.headers, **skewed})


def _with_fault(org: Org, request: Request, fault: Fault) -> tuple[Reply, bool]:
    carry_out(fault, request, org.system_work(), org.tokens)
    failed = reply_instead(fault, request)
    if failed is not None:
        return failed, False
    reply, counted = _carried_out(org, request)
    return spoiled(fault, request, reply), counted


def _carried_out(org: Org, request: Request) -> tuple[Reply, bool]:
    path = request.path.rstrip("/")
    if path == "/services/data":
        return json_reply(200, describe.versions()), False
    if path.startswith(("/services/oauth2/", "/id/")) or path == DISCOVERY:
        return oauth.answer(org, request), False
    if path.startswith(soap_login.PATHS):
        return soap_login.answer(org, request), False
    if path.startswith(soap_metadata.PATH):
        return soap_metadata.answer(org, request)
    try:
        caller = org.tokens.caller(request.headers.get("authorization", ""))
    except ApiError as error:
        return json_reply(error.status, error.body(), {"WWW-Authenticate": "Token"}), False
    if not org.calls.allowance.left:
        refused = allowance_used_up()
        return json_reply(refused.status, refused.body(), _headers(org)), False
    org.calls.count()
    return _data(org, request, caller), True


def _headers(org: Org) -> dict[str, str]:
    allowance = org.calls.allowance
    return {
        "Sforce-Limit-Info": f"api-usage={allowance.used}/{allowance.daily}",
        "Cache-Control": "no-store",
    }


def _data(org: Org, request: Request, caller: Caller) -> Reply:
    try:
        answered = _in_transaction(org, request, caller)
    except ApiError as error:
        return json_reply(error.status, error.body(), _headers(org))
    org.calls.count(answered.calls - 1)
    headers = _headers(org)
    if answered.raw is not None:
        kind = {"Content-Type": "application/octet-stream"}
        return Reply(answered.status, answered.raw, {**headers, **kind, **answered.headers})
    return json_reply(answered.status, answered.body, {**headers, **answered.headers})


def _in_transaction(org: Org, request: Request, caller: Caller) -> Answered:
    asked = _asked(org, request, caller)
    with org.database.transaction():
        answered = routes.answer(asked)
        settle(asked.work)
    return answered


def _asked(org: Org, request: Request, caller: Caller) -> Asked:
    match = _DATA.fullmatch(request.path)
    if match is None:
        raise not_found()
    number = float(match[1])
    if number < describe.OLDEST:
        raise ApiError(
            410, "UNSUPPORTED_API_VERSION", f"The requested API version ({match[1]}) is no longer supported"
        )
    if number > describe.NEWEST or not number.is_integer():
        raise not_found()
    batch = _BATCH.search(request.headers.get("sforce-query-options", ""))
    size = min(2000, max(200, int(batch[1]))) if batch else 2000
    segments = segments_of(match[2] or "")
    body, binaries = _body(request)
    return Asked(
        org.work(caller, match[1], request.path),
        org.cursors,
        _method(request),
        segments,
        request.parameters(),
        body if body is None or segments[:1] == ("composite",) else with_binaries(body, binaries),
        org.identity(caller.user_id),
        org.calls.allowance,
        size,
        conditions=conditions_of(request.headers),
        binaries=binaries,
    )


def _method(request: Request) -> str:
    """A client that cannot send PATCH sends POST and says so in the address."""
    meant = request.parameters().get("_HttpMethod", "").upper()
    if request.method == "POST" and meant in ("PATCH", "DELETE", "GET"):
        return meant
    return "GET" if request.method == "HEAD" else request.method


def _body(request: Request) -> tuple[Any, dict[str, bytes]]:
    """The JSON, and the other parts of a multipart body."""
    content_type = request.headers.get("content-type", "")
    kind = content_type.split(";")[0].strip().lower()
    if kind == "text/csv" and request.method == "PUT":
        return None, {kind: request.body}
    if not request.body or request.method not in ("POST", "PATCH", "PUT"):
        return None, {}
    if kind == "multipart/form-data":
        return read_multipart(content_type, request.body)
    if kind not in ("application/json", ""):
        words = f"Content type not supported: {kind[:60]}. The sandbox reads application/json"
        raise ApiError(415, "UNSUPPORTED_MEDIA_TYPE", words)
    return from_json(request.body), {}
