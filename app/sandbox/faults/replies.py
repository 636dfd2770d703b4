"""What comes back instead of an answer, and what becomes of one."""

from dataclasses import replace

from app.sandbox import soap_envelope
from app.sandbox.failures import (
    ApiError,
    allowance_used_up,
    row_locked,
    session_invalid,
    too_many_at_once,
    unknown_exception,
)
from app.sandbox.wire import Reply, Request, json_reply

from .orders import Fault
from .waiting import is_late, waits

_PAGE = (
    "<html><head><title>Server Unavailable</title></head><body><h1>We are down for maintenance.</h1>"
    "<p>Sorry for the inconvenience. We'll be back shortly.</p></body></html>"
)


def _unavailable() -> Reply:
    headers = {"Content-Type": "text/html; charset=utf-8", "Retry-After": "1"}
    return Reply(503, _PAGE.encode(), headers)


def reply_instead(fault: Fault, request: Request) -> Reply | None:
    """The answer of a fault that keeps the call from being done, or None."""
    if fault.fault in ("unavailable", "outage"):
        return _unavailable()
    if fault.fault == "reset":
        return Reply(0, drop="reset")
    if fault.fault == "stall":
        waits(fault, request)
        return Reply(0, drop="late" if is_late(fault, request) else "silence")
    refusal = _refusal(fault.fault)
    if refusal is not None and request.path.startswith(soap_envelope.SOAP):
        told = soap_envelope.Fault(refusal.code, refusal.message)
        return soap_envelope.refused(told, namespace=soap_envelope.FAULTS)
    return None if refusal is None else json_reply(refusal.status, refusal.body())


def _refusal(kind: str) -> ApiError | None:
    if kind in ("invalid_session", "session_ends"):
        return session_invalid()
    if kind == "lock":
        return row_locked()
    refusals = {
        "limit": allowance_used_up,
        "concurrent_limit": too_many_at_once,
        "server_error": unknown_exception,
    }
    return refusals[kind]() if kind in refusals else None


def spoiled(fault: Fault, request: Request, reply: Reply) -> Reply:
    """What becomes of the answer of a call that was carried out."""
    if fault.fault == "latency" and is_late(fault, request):
        return Reply(0, drop="late")
    if fault.fault == "commit_then_drop":
        return Reply(0, drop="silence")
    if fault.fault == "commit_then_reset":
        return Reply(0, drop="reset")
    if fault.fault == "truncated_json":
        return replace(reply, body=reply.body[: len(reply.body) // 2])
    return reply
