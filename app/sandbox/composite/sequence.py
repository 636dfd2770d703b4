"""`/composite`: up to 25 parts, together or each for itself."""

from typing import Any

from app.sandbox.asked import Answered, Asked
from app.sandbox.failures import ApiError, unreadable

from .limits import COMPOSITE_COLLECTIONS, COMPOSITE_PARTS
from .parts import Door, Json, Part, carry_out, halted, read_parts, refused, reported, segments


class Undo(Exception):
    """Leaves the transaction of an all-or-none call; carries what is to be answered."""

    def __init__(self, reports: list[Json]) -> None:
        super().__init__()
        self.reports = reports


def listed(asked: Asked) -> Answered:
    """What there is below the composite resource."""
    base = f"/services/data/v{asked.work.version}/composite"
    return Answered(200, {name: f"{base}/{name}" for name in ("batch", "graph", "sobjects", "tree")})


def answer(asked: Asked, door: Door) -> Answered:
    body = asked.object_body()
    rows = body.get("compositeRequest")
    if not isinstance(rows, list):
        raise unreadable("compositeRequest is required and is a list at [line:1, column:1]")
    if len(rows) > COMPOSITE_PARTS:
        return _too_many("The request can\u2019t contain more than 25 operations.")
    parts = read_parts(rows)
    if sum(_is_collection(part) for part in parts) > COMPOSITE_COLLECTIONS:
        return _too_many(
            "The request can\u2019t contain more than 5 sObject Collections or Query operations."
        )
    run = _together if body.get("allOrNone") is True else _apart
    return Answered(200, {"compositeResponse": run(asked, parts, door)})


def _too_many(words: str) -> Answered:
    report = {
        "body": [{"errorCode": "LIMIT_EXCEEDED", "message": words}],
        "httpHeaders": {},
        "httpStatusCode": 400,
        "referenceId": None,
    }
    return Answered(200, {"compositeResponse": [report]})


def _is_collection(part: Part) -> bool:
    try:
        where = segments(part.url)[0]
    except ApiError:
        return False
    return where[0].lower() in ("query", "queryall") or tuple(s.lower() for s in where[:2]) == (
        "composite",
        "sobjects",
    )


def _has_failure(answered: Answered) -> bool:
    """A collection answers 200 although a record of it failed; a choice between records changed none."""
    return answered.status == 300 or (
        isinstance(answered.body, list)
        and any(isinstance(r, dict) and r.get("success") is False for r in answered.body)
    )


def _together(asked: Asked, parts: list[Part], door: Door) -> list[Json]:
    try:
        with asked.work.database.transaction():
            return run_all(asked, parts, door)
    except Undo as undo:
        return undo.reports


def run_all(asked: Asked, parts: list[Part], door: Door) -> list[Json]:
    """Raises Undo, with the failed part's own answer and a halt for all others."""
    reports: list[Json] = []
    bodies: dict[str, Any] = {}
    for part in parts:
        try:
            answered = carry_out(asked, part, bodies, door)
        except ApiError as error:
            raise Undo(
                [refused(part, error) if other is part else halted(other) for other in parts]
            ) from None
        report = reported(part, answered.status, answered.body, answered.headers)
        if _has_failure(answered):
            raise Undo([report if other is part else halted(other) for other in parts])
        bodies[part.reference] = answered.body
        reports.append(report)
    return reports


def _apart(asked: Asked, parts: list[Part], door: Door) -> list[Json]:
    reports: list[Json] = []
    bodies: dict[str, Any] = {}
    for part in parts:
        try:
            with asked.work.database.transaction():
                answered = carry_out(asked, part, bodies, door)
        except ApiError as error:
            reports.append(refused(part, error))
            continue
        bodies[part.reference] = answered.body
        reports.append(reported(part, answered.status, answered.body, answered.headers))
    return reports
