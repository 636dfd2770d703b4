"""One part of a composite call or of a graph: read, checked, carried out, reported."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from app.sandbox.asked import Answered, Asked, parameters_of, segments_of
from app.sandbox.conditions import NO_CONDITIONS, Conditions, conditions_of
from app.sandbox.failures import ApiError

from .references import is_reference_id, resolved

Json = dict[str, Any]
Door = Callable[[Asked], Answered]
_BASE = re.compile(r"/services/data/v(\d{2})\.0/(.+)", re.DOTALL)
_FORBIDDEN_HEADERS = {"accept", "authorization", "content-type"}
ROLLED_BACK = "The transaction was rolled back since another operation in the same transaction failed."


@dataclass(frozen=True, slots=True)
class Part:
    method: str
    url: str
    body: Any
    reference: str
    conditions: Conditions = NO_CONDITIONS


def _invalid(message: str) -> ApiError:
    return ApiError(400, "INVALID_INPUT", message)


def read_part(row: Any) -> Part:
    """Raises ApiError for a part that fails the whole request: no method, an illegal reference id."""
    if (
        not isinstance(row, dict)
        or not isinstance(row.get("url"), str)
        or not isinstance(row.get("method"), str)
    ):
        raise _invalid("each subrequest has method, url and referenceId")
    if not is_reference_id(row.get("referenceId")):
        words = (
            "Provided referenceId must start with a letter or a number, and it can contain only letters, "
            "numbers and underscores"
        )
        raise _invalid(f"{words} ('{str(row.get('referenceId'))[:40]}')")
    headers = row.get("httpHeaders") or {}
    if not isinstance(headers, dict) or _FORBIDDEN_HEADERS & {str(name).lower() for name in headers}:
        raise _invalid(
            "Accept, Authorization and Content-Type are not allowed in httpHeaders of a subrequest"
        )
    named = {str(name).lower(): str(value) for name, value in headers.items()}
    conditions = conditions_of(named)
    return Part(row["method"].upper(), row["url"], row.get("body"), row["referenceId"], conditions)


def read_parts(rows: list[Any]) -> list[Part]:
    parts = [read_part(row) for row in rows]
    names = [part.reference for part in parts]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise _invalid(f"Duplicate ReferenceId provided: {twice}. ReferenceId must be unique in a request.")
    return parts


def segments(url: str) -> tuple[tuple[str, ...], dict[str, str]]:
    match = _BASE.fullmatch(url)
    if match is None:
        raise ApiError(404, "NOT_FOUND", "The requested resource does not exist")
    path, _, query = match[2].partition("?")
    return segments_of(path), parameters_of(query)


def carry_out(asked: Asked, part: Part, bodies: dict[str, Any], door: Door) -> Answered:
    """Raises ApiError. The caller guards the transaction."""
    where, parameters = segments(resolved(part.url, bodies))
    body = resolved(part.body, bodies)
    inner = replace(
        asked,
        method=part.method,
        segments=where,
        parameters=parameters,
        body=body,
        part="composite",
        conditions=part.conditions,
    )
    return door(inner)


def reported(part: Part, status: int, body: Any, headers: dict[str, str] | None = None) -> Json:
    return {
        "body": body,
        "httpHeaders": headers or {},
        "httpStatusCode": status,
        "referenceId": part.reference,
    }


def refused(part: Part, error: ApiError) -> Json:
    return reported(part, error.status, error.body())


def halted(part: Part) -> Json:
    return reported(part, 400, [{"errorCode": "PROCESSING_HALTED", "message": ROLLED_BACK}])
