"""The org's API over HTTP: faults, token, allowance, one transaction, the answer and the log entry."""

import re
import time

from . import composite, describe, oauth, rest, soap_login
from .calls import DAILY_LIMIT
from .failures import ApiError, not_found
from .faults import error_reply, spoiled
from .org import Org
from .totals import settle
from .wire import Reply, Request, from_json, json_reply
from .work import Caller

DISCOVERY = "/.well-known/openid-configuration"
_DATA = re.compile(r"/services/data/v(\d{1,3}\.\d)(?:/(.*))?", re.DOTALL)
_BATCH = re.compile(r"batchSize=(\d{1,5})", re.IGNORECASE)


def answer(org: Org, request: Request) -> Reply:
    """Every call below /services and /id, and the one for what OAuth offers."""
    fault = org.faults.taken(request)
    if fault is not None and fault.fault == "latency":
        time.sleep(min(fault.seconds, 600))
    failed = error_reply(fault.fault) if fault is not None else None
    counted = False
    if failed is not None:
        reply = failed
    else:
        reply, counted = _carried_out(org, request)
        reply = spoiled(fault.fault, reply) if fault is not None else reply
    org.calls.add(org.now(), request.method, request.path, reply.status, counted=counted)
    return reply


def _carried_out(org: Org, request: Request) -> tuple[Reply, bool]:
    path = request.path.rstrip("/")
    if path == "/services/data":
        return json_reply(200, describe.versions()), False
    if path.startswith(("/services/oauth2/", "/id/")) or path == DISCOVERY:
        return oauth.answer(org, request), False
    if path.startswith(soap_login.PATHS):
        return soap_login.answer(org, request), False
    try:
        caller = org.tokens.caller(request.headers.get("authorization", ""))
    except ApiError as error:
        return json_reply(error.status, error.body(), {"WWW-Authenticate": "Token"}), False
    org.calls.count()
    return _data(org, request, caller), True


def _data(org: Org, request: Request, caller: Caller) -> Reply:
    headers = {"Sforce-Limit-Info": f"api-usage={org.calls.used}/{DAILY_LIMIT}", "Cache-Control": "no-store"}
    try:
        answered = _in_transaction(org, request, caller)
    except ApiError as error:
        return json_reply(error.status, error.body(), headers)
    if answered.raw is not None:
        return Reply(answered.status, answered.raw, {**headers, "Content-Type": "application/octet-stream"})
    return json_reply(answered.status, answered.body, {**headers, **answered.headers})


def _in_transaction(org: Org, request: Request, caller: Caller) -> rest.Answered:
    asked = _asked(org, request, caller)
    with org.database.transaction():
        answered = composite.answer(asked)
        settle(asked.work)
    return answered


def _asked(org: Org, request: Request, caller: Caller) -> rest.Asked:
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
    method = "GET" if request.method == "HEAD" else request.method
    return rest.Asked(
        org.work(caller, match[1]),
        org.cursors,
        method,
        rest.segments_of(match[2] or ""),
        request.parameters(),
        _body(request),
        org.identity(caller.user_id),
        org.calls.used,
        size,
        unmodified_since=request.headers.get("if-unmodified-since", ""),
    )


def _body(request: Request) -> object:
    if not request.body or request.method not in ("POST", "PATCH", "PUT"):
        return None
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in ("application/json", ""):
        words = f"Content type not supported: {kind[:60]}. The sandbox reads application/json"
        raise ApiError(415, "UNSUPPORTED_MEDIA_TYPE", words)
    return from_json(request.body)
