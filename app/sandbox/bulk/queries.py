"""Query jobs: `/jobs/query`. The answer is read once, when the job is made, and handed out in parts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from app.sandbox.asked import Answered, Asked
from app.sandbox.failures import ApiError, unreadable
from app.sandbox.soql import column_paths, run_query

from . import jobs, sheets
from .jobs import Job

OPERATIONS: Final = ("query", "queryAll")
_CSV: Final = {"Content-Type": "text/csv"}


def create(asked: Asked) -> Answered:
    body = asked.object_body()
    text, operation = body.get("query"), body.get("operation")
    if operation not in OPERATIONS:
        raise ApiError(400, "INVALIDOPERATION", f"InvalidOperation : one of {', '.join(OPERATIONS)}")
    if not isinstance(text, str) or not text.strip():
        raise ApiError(400, "API_ERROR", "query is required")
    form = sheets.checked_form(body)
    entity, paths = column_paths(asked.work, text)
    answer = run_query(asked.work, text, deleted=operation == "queryAll")
    info = {"operation": operation, "object": entity, **form, "state": jobs.COMPLETE}
    job = jobs.new(asked.work, jobs.QUERY, info, content=text)
    job.results = {
        "header": [".".join(path) for path in paths],
        "rows": [[_text(_found(record, path)) for path in paths] for record in answer.records],
    }
    job.info |= {"numberRecordsProcessed": len(answer.records), "retries": 0, "totalProcessingTime": 0}
    jobs.store(asked.work, job)
    return Answered(200, {**job.info, "state": jobs.UPLOADED})


def _found(record: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    value: Any = record
    for part in path:
        if value is None:
            return None
        value = value[part]
    return value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def all_jobs(asked: Asked) -> Answered:
    return Answered(200, jobs.listed(asked.work, jobs.QUERY))


def show(asked: Asked) -> Answered:
    return Answered(200, _job(asked).info)


def change(asked: Asked) -> Answered:
    job = _job(asked)
    if asked.object_body().get("state") != jobs.ABORTED:
        raise unreadable("state is Aborted")
    raise ApiError(400, "INVALIDJOBSTATE", f"InvalidJobState : the job is {job.state}")


def remove(asked: Asked) -> Answered:
    jobs.forget(asked.work, _job(asked))
    return Answered(204)


def results(asked: Asked) -> Answered:
    """From the row that `locator` names on, at most `maxRecords`."""
    job = _job(asked)
    start = _whole(asked, "locator", 0)
    most = _whole(asked, "maxRecords", len(job.results["rows"]) or 1)
    rows: list[Any] = job.results["rows"][start : start + most]
    if start and not rows:
        raise ApiError(400, "INVALIDLOCATOR", "InvalidLocator : no part of the results begins there")
    behind = start + len(rows)
    more = behind < len(job.results["rows"])
    told = {"Sforce-Locator": str(behind) if more else "null", "Sforce-NumberOfRecords": str(len(rows))}
    delimiter, end = sheets.form_of(job.info)
    data = sheets.written(job.results["header"], rows, delimiter=delimiter, end=end)
    return Answered(200, raw=data, headers={**_CSV, **told})


def _whole(asked: Asked, name: str, otherwise: int) -> int:
    text = asked.parameters.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ApiError(400, "INVALIDLOCATOR", f"InvalidLocator : {name} is a whole number")
    return int(text)


def _job(asked: Asked) -> Job:
    return jobs.load(asked.work, jobs.QUERY, asked.segments[2])
