"""The data API: an address below /services/data/vXX.X and a body become an answer.

The composite resources call the same door for each of their parts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, unquote_plus

from . import describe, files, rows
from .conditions import check_unmodified
from .cursors import Cursors
from .failures import ApiError, method_not_allowed, not_found, unreadable
from .schema import Entity
from .soql import run_query
from .work import Work

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One call or one part of a composite call. `segments` are decoded, what follows /services/data/vXX.X."""

    work: Work
    cursors: Cursors
    method: str
    segments: tuple[str, ...]
    parameters: dict[str, str]
    body: Any
    identity: str = ""
    used: int = 0
    batch: int = 2000
    part: bool = False
    unmodified_since: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """`raw` carries bytes instead of JSON."""

    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None


def _object_body(asked: Asked) -> Json:
    if not isinstance(asked.body, dict):
        raise unreadable("Unexpected end of input or a value that is no object at [line:1, column:1]")
    return asked.body


def _created(asked: Asked, entity: Entity) -> Answered:
    record_id = rows.create(asked.work, entity, _object_body(asked))
    location = {"Location": rows.url_of(asked.work, entity.name, record_id)}
    return Answered(201, {"id": record_id, "success": True, "errors": []}, location)


def _described(asked: Asked, entity: Entity) -> Json:
    description = describe.described(entity, asked.work.schema, asked.work.version)
    return description if asked.work.caller.may_write else describe.for_a_reader(description)


def _about_object(asked: Asked, entity: Entity) -> Answered:
    if asked.method == "POST":
        return _created(asked, entity)
    if asked.method != "GET":
        raise method_not_allowed(asked.method, "HEAD, GET, POST")
    summary = _described(asked, entity)
    short = {
        name: value
        for name, value in summary.items()
        if name not in ("fields", "childRelationships", "recordTypeInfos")
    }
    return Answered(200, {"objectDescribe": short, "recentItems": []})


def _one_row(asked: Asked, entity: Entity, record_id: str) -> Answered:
    if asked.method == "GET":
        names = (
            [name.strip() for name in asked.parameters["fields"].split(",")]
            if "fields" in asked.parameters
            else None
        )
        return Answered(200, rows.read(asked.work, entity, record_id, names))
    if asked.method == "PATCH":
        check_unmodified(asked.work, entity, record_id, asked.unmodified_since)
        rows.change(asked.work, entity, record_id, _object_body(asked))
    elif asked.method == "DELETE":
        rows.delete(asked.work, entity, record_id)
    else:
        raise method_not_allowed(asked.method, "DELETE, GET, HEAD, PATCH")
    return Answered(204)


def _row_by_key(asked: Asked, entity: Entity, key: str, value: str) -> Answered:
    if asked.method == "PATCH":
        only = asked.parameters.get("updateOnly", "").lower() == "true"
        record_id, created = rows.upsert(
            asked.work, entity, key, value, _object_body(asked), update_only=only
        )
        return Answered(
            201 if created else 200, {"id": record_id, "success": True, "errors": [], "created": created}
        )
    if asked.method == "POST" and key.lower() == "id":
        return _created(asked, entity)
    found = rows.matching(asked.work, entity, key, value)
    if not found:
        raise not_found()
    if len(found) > 1:
        raise ApiError(300, "MULTIPLE_CHOICES", "several records have this value")
    return _one_row(asked, entity, str(found[0]["Id"]))


def _blob(asked: Asked, entity: Entity, record_id: str, name: str) -> Answered:
    field_ = entity.field(name)
    if asked.method != "GET" or field_ is None or field_.type != "base64" or asked.part:
        raise not_found()
    asked.work.existing(entity.name, record_id)
    return Answered(200, raw=files.content(asked.work, record_id))


def _sobjects(asked: Asked) -> Answered:
    names = asked.segments[1:]
    if not names:
        return Answered(200, describe.all_objects(asked.work.schema, asked.work.version))
    entity = asked.work.entity(names[0])
    if len(names) == 1:
        return _about_object(asked, entity)
    if names[1] == "describe" and len(names) == 2:
        return Answered(200, _described(asked, entity))
    if len(names) == 2:
        return _one_row(asked, entity, rows.record_id_from(names[1]))
    if len(names) == 3 and (field_ := entity.field(names[2])) and field_.type == "base64":
        return _blob(asked, entity, rows.record_id_from(names[1]), names[2])
    if len(names) == 3:
        return _row_by_key(asked, entity, names[1], names[2])
    raise not_found()


def _query(asked: Asked) -> Answered:
    if asked.method != "GET":
        raise method_not_allowed(asked.method, "HEAD, GET")
    if len(asked.segments) == 2:
        return Answered(200, asked.cursors.more(asked.work, asked.segments[1]))
    text = asked.parameters.get("q")
    if not text:
        raise ApiError(400, "MALFORMED_QUERY", "unexpected token: <EOF>")
    answer = run_query(asked.work, text, deleted=asked.segments[0].lower() == "queryall")
    if asked.parameters.get("columns") == "true":
        return Answered(200, _columns(answer.entity))
    return Answered(200, asked.cursors.first(asked.work, answer.total, answer.records, asked.batch))


def _columns(entity: Entity) -> Json:
    return {
        "columnMetadata": [],
        "entityName": entity.name,
        "groupBy": False,
        "idSelected": True,
        "keyPrefix": entity.prefix,
    }


def _limits(asked: Asked) -> Answered:
    if asked.method != "GET":
        raise method_not_allowed(asked.method, "HEAD, GET")
    left = max(0, 15_000 - asked.used)
    names = ("DailyBulkApiBatches", "DailyBulkV2QueryJobs", "DailyAsyncApexExecutions")
    return Answered(
        200,
        {"DailyApiRequests": {"Max": 15_000, "Remaining": left}}
        | {name: {"Max": 15_000, "Remaining": 15_000} for name in names},
    )


_ROOMS: dict[str, Callable[[Asked], Answered]] = {
    "sobjects": _sobjects,
    "query": _query,
    "queryall": _query,
    "limits": _limits,
}


def answer(asked: Asked) -> Answered:
    """Raises ApiError; the caller decides what is undone then."""
    if not asked.segments:
        return Answered(200, describe.resources(asked.work.version, asked.identity))
    room = _ROOMS.get(asked.segments[0].lower())
    if room is None:
        raise not_found()
    return room(asked)


def segments_of(path: str) -> tuple[str, ...]:
    """The decoded parts of a path; empty ones (a slash at the end) do not count."""
    return tuple(unquote(part) for part in path.split("/") if part)


def parameters_of(query: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in query.split("&") if part)
    return {unquote_plus(name): unquote_plus(value) for name, _, value in pairs}
