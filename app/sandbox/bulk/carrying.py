"""A job is carried out: row by row, each for itself."""

from collections.abc import Sequence
from typing import Any

from app.sandbox import rows
from app.sandbox.failures import ApiError
from app.sandbox.schema import Entity
from app.sandbox.values import from_text
from app.sandbox.work import Work

from . import sheets
from .jobs import COMPLETE, FAILED, Job


def carry_out(work: Work, job: Job) -> None:
    """Its state, its counts and what became of each row; nothing of it is raised."""
    delimiter, _ = sheets.form_of(job.info)
    entity = work.entity(job.info["object"])
    try:
        header, given = sheets.read(job.content or "", delimiter=delimiter)
        _check(entity, header, job)
    except sheets.SheetInvalid as invalid:
        job.info |= {"state": FAILED, "errorMessage": str(invalid), **_counts(0, 0)}
        return
    successful, failed = list[list[str]](), list[list[str]]()
    for row in given:
        try:
            with work.database.transaction():
                record_id, created = _done(work, entity, job, dict(zip(header, row, strict=True)))
            successful.append([record_id, str(created).lower(), *row])
        except ApiError as error:
            failed.append([_named(header, row), _told(error), *row])
    job.results = {"header": header, "successful": successful, "failed": failed, "unprocessed": []}
    job.content = None
    job.info |= {"state": COMPLETE, **_counts(len(given), len(failed))}


def leave_undone(job: Job) -> None:
    """What was uploaded is told as not looked at; if it cannot be read, there is nothing to tell."""
    delimiter, _ = sheets.form_of(job.info)
    try:
        header, given = sheets.read(job.content or "", delimiter=delimiter)
    except sheets.SheetInvalid:
        return
    job.results = {"header": header, "unprocessed": given}
    job.content = None


def _counts(processed: int, failed: int) -> dict[str, Any]:
    return {
        "numberRecordsProcessed": processed,
        "numberRecordsFailed": failed,
        "retries": 0,
        "totalProcessingTime": 0,
        "apiActiveProcessingTime": 0,
        "apexProcessingTime": 0,
    }


def _check(entity: Entity, header: Sequence[str], job: Job) -> None:
    """Raises SheetInvalid."""
    for name in header:
        relation, _, key = name.partition(".")
        known = relation.lower() in entity.by_relationship if key else entity.field(name) is not None
        if not known:
            raise sheets.SheetInvalid(f"InvalidBatch : Field name not found : {name[:80]}")
    names = {name.lower() for name in header}
    operation = job.info["operation"]
    needed = {"update": "Id", "delete": "Id", "hardDelete": "Id"}.get(operation, "")
    needed = job.info["externalIdFieldName"] if operation == "upsert" else needed
    if needed and needed.lower() not in names:
        raise sheets.SheetInvalid(f"InvalidBatch : Field name not found : {needed}")
    if operation in ("delete", "hardDelete") and len(names) > 1:
        raise sheets.SheetInvalid("InvalidBatch : Only Id is a column of rows to be deleted")


def _done(work: Work, entity: Entity, job: Job, given: dict[str, str]) -> tuple[str, bool]:
    """The record's id, and whether it is new. Raises ApiError."""
    body = _body(entity, given)
    operation = job.info["operation"]
    if operation == "insert":
        return rows.create(work, entity, body), True
    key = next(name for name in given if name.lower() == _key_of(job).lower())
    wanted = given[key].strip()
    body.pop(key, None)
    if not wanted:
        raise ApiError(400, "MISSING_ARGUMENT", f"{_key_of(job)} not specified", ())
    if operation == "upsert":
        return rows.upsert(work, entity, _key_of(job), wanted, body)
    record_id = rows.record_id_from(wanted)
    if operation == "update":
        rows.change(work, entity, record_id, body)
    else:
        rows.delete(work, entity, record_id)
    return record_id, False


def _key_of(job: Job) -> str:
    return str(job.info.get("externalIdFieldName", "Id"))


def _body(entity: Entity, given: dict[str, str]) -> dict[str, Any]:
    """As JSON would have it. What is empty is not said; `#N/A` empties a field."""
    body: dict[str, Any] = {}
    for name, text in given.items():
        if not text:
            continue
        relation, _, key = name.partition(".")
        if key:
            body[relation] = {key: text}
            continue
        field = entity.field(name)
        body[name] = None if text == sheets.EMPTY or field is None else from_text(field, text)
    return body


def _named(header: Sequence[str], row: Sequence[str]) -> str:
    return next((value for name, value in zip(header, row, strict=True) if name.lower() == "id"), "")


def _told(error: ApiError) -> str:
    return f"{error.code}:{error.message}:{','.join(error.fields or ()) or '--'} --"
