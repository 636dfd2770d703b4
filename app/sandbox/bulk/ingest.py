"""Ingest jobs: `/jobs/ingest`. Each row of the upload becomes, changes or ends a record, or says why not."""

from typing import Any, Final

from app.sandbox.asked import Answered, Asked
from app.sandbox.failures import ApiError, unreadable

from . import jobs, sheets
from .carrying import carry_out, leave_undone
from .jobs import Job, Json

OPERATIONS: Final = ("insert", "update", "upsert", "delete", "hardDelete")
_RESULTS: Final = {
    "successfulresults": ("successful", ("sf__Id", "sf__Created")),
    "failedresults": ("failed", ("sf__Id", "sf__Error")),
    "unprocessedrecords": ("unprocessed", ()),
}


def create(asked: Asked) -> Answered:
    """With a multipart body the rows come at once, as the part `content`."""
    body = asked.object_body()
    entity = asked.work.schema.entity(str(body.get("object", "")))
    if entity is None:
        raise ApiError(400, "INVALIDENTITY", f"InvalidEntity : {str(body.get('object'))[:80]} is no object")
    operation = body.get("operation")
    if operation not in OPERATIONS:
        raise ApiError(400, "INVALIDOPERATION", f"InvalidOperation : one of {', '.join(OPERATIONS)}")
    info: Json = {
        "object": entity.name,
        "operation": operation,
        **sheets.checked_form(body),
        "state": jobs.OPEN,
    }
    if operation == "upsert":
        info["externalIdFieldName"] = _key(entity.field(str(body.get("externalIdFieldName", ""))))
    content = body.get("content")
    job = jobs.new(asked.work, jobs.INGEST, info)
    job.info["contentUrl"] = f"services/data/v{asked.work.version}/jobs/ingest/{job.id}/batches"
    jobs.store(asked.work, job)
    if isinstance(content, bytes):
        _take(job, content)
        _release(asked, job)
        return Answered(200, {**job.info, "state": jobs.UPLOADED})
    return Answered(200, job.info)


def _key(field: Any) -> str:
    if field is None or not (field.external or field.id_lookup or field.name == "Id"):
        raise ApiError(
            400, "INVALIDJOB", "InvalidJob : externalIdFieldName names no external id of the object"
        )
    return str(field.name)


def all_jobs(asked: Asked) -> Answered:
    return Answered(200, jobs.listed(asked.work, jobs.INGEST))


def show(asked: Asked) -> Answered:
    return Answered(200, _job(asked).info)


def upload(asked: Asked) -> Answered:
    job = _job(asked)
    if job.state != jobs.OPEN or job.content is not None:
        raise ApiError(
            400, "INVALIDJOBSTATE", "InvalidJobState : the rows of a job are uploaded once, while it is open"
        )
    if "text/csv" not in asked.binaries:
        raise ApiError(400, "INVALIDJOB", "InvalidJob : the rows come with the Content-Type text/csv")
    _take(job, asked.binaries["text/csv"])
    jobs.store(asked.work, job)
    return Answered(201)


def _take(job: Job, data: bytes) -> None:
    try:
        job.content = data.decode()
    except UnicodeDecodeError:
        raise ApiError(400, "INVALIDJOB", "InvalidJob : the rows are not in UTF-8") from None


def change(asked: Asked) -> Answered:
    job, state = _job(asked), asked.object_body().get("state")
    if state not in (jobs.UPLOADED, jobs.ABORTED):
        raise unreadable("state is UploadComplete or Aborted")
    if job.state != jobs.OPEN:
        raise ApiError(400, "INVALIDJOBSTATE", f"InvalidJobState : the job is {job.state}")
    if state == jobs.ABORTED:
        job.info["state"] = state
        leave_undone(job)
        jobs.store(asked.work, job)
        return Answered(200, job.info)
    if job.content is None:
        raise ApiError(400, "INVALIDJOBSTATE", "InvalidJobState : no rows were uploaded")
    _release(asked, job)
    return Answered(200, {**job.info, "state": jobs.UPLOADED})


def _release(asked: Asked, job: Job) -> None:
    carry_out(asked.work, job)
    jobs.store(asked.work, job)


def remove(asked: Asked) -> Answered:
    jobs.forget(asked.work, _job(asked))
    return Answered(204)


def results(asked: Asked) -> Answered:
    job, wanted = _job(asked), asked.segments[3].lower()
    name, own = _RESULTS[wanted]
    told = job.results.get(name, [])
    delimiter, end = sheets.form_of(job.info)
    header = [*own, *job.results.get("header", [])]
    if not header:
        return Answered(200, raw=b"", headers={"Content-Type": "text/csv"})
    data = sheets.written(header, told, delimiter=delimiter, end=end)
    return Answered(200, raw=data, headers={"Content-Type": "text/csv"})


def _job(asked: Asked) -> Job:
    return jobs.load(asked.work, jobs.INGEST, asked.segments[2])
