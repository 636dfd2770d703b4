"""`/composite/batch`: up to 25 calls in one; each is done, answered and counted for itself."""

import re
from dataclasses import dataclass, replace
from typing import Any

from app.sandbox.asked import Answered, Asked, parameters_of, segments_of
from app.sandbox.failures import ApiError, unreadable
from app.sandbox.multipart import with_binary

from .limits import BATCH_OLDEST, BATCH_REQUESTS
from .parts import Door, Json

_URL = re.compile(r"/?(?:services/data/)?v(\d{2})\.0/([^?]+)(?:\?(.*))?", re.DOTALL)
_METHODS = ("GET", "POST", "PATCH", "DELETE")
_HALTED = {
    "statusCode": 412,
    "result": [{"errorCode": "BATCH_PROCESSING_HALTED", "message": "Batch processing halted per request"}],
}


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    segments: tuple[str, ...]
    parameters: dict[str, str]
    body: Any


def answer(asked: Asked, door: Door) -> Answered:
    body = asked.object_body()
    found = body.get("batchRequests")
    if not isinstance(found, list) or not found:
        raise unreadable("batchRequests is required and is a list at [line:1, column:1]")
    if len(found) > BATCH_REQUESTS:
        words = f"The batch can\u2019t contain more than {BATCH_REQUESTS} requests."
        raise ApiError(400, "LIMIT_EXCEEDED", words)
    requests = [_read(asked, row) for row in found]
    results: list[Json] = []
    calls, failed = 0, False
    for request in requests:
        if failed and body.get("haltOnError") is True:
            results.append(_HALTED)
            continue
        calls += 1
        result = _done(asked, request, door)
        results.append(result)
        failed = failed or result["statusCode"] >= 400
    return Answered(200, {"hasErrors": failed, "results": results}, calls=calls)


def _read(asked: Asked, row: Any) -> _Request:
    """Raises ApiError, which fails the whole batch before anything is done."""
    row = row if isinstance(row, dict) else {}
    match = _URL.fullmatch(str(row.get("url")))
    method = str(row.get("method")).upper()
    if match is None or method not in _METHODS:
        raise unreadable(
            "each of batchRequests has a method, and a url such as v67.0/sobjects/Account/001..."
        )
    if not BATCH_OLDEST <= int(match[1]) <= float(asked.work.version):
        words = f"The version of a subrequest is at least {BATCH_OLDEST}.0 and at most that of the batch"
        raise ApiError(400, "INVALID_INPUT", f"{words}, not v{match[1]}.0")
    body = row.get("richInput")
    if row.get("binaryPartName") is not None:
        body = with_binary(body if isinstance(body, dict) else {}, row, asked.binaries)
    return _Request(method, segments_of(match[2]), parameters_of(match[3] or ""), body)


def _done(asked: Asked, request: _Request, door: Door) -> Json:
    inner = replace(
        asked,
        method=request.method,
        segments=request.segments,
        parameters=request.parameters,
        body=request.body,
        part="batch",
    )
    try:
        with asked.work.database.transaction():
            answered = door(inner)
    except ApiError as error:
        return {"statusCode": error.status, "result": error.body()}
    return {"statusCode": answered.status, "result": answered.body}
