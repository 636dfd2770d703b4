"""Jobs as the database keeps them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.sandbox.failures import ApiError, not_found
from app.sandbox.ids import normalised
from app.sandbox.work import Work

Json = dict[str, Any]
INGEST: Final = "ingest"
QUERY: Final = "query"
OPEN: Final = "Open"
UPLOADED: Final = "UploadComplete"
COMPLETE: Final = "JobComplete"
ABORTED: Final = "Aborted"
FAILED: Final = "Failed"
MOST_JOBS: Final = 200


@dataclass(slots=True)
class Job:
    """`info` is what clients see; `content` the CSV that was uploaded, or the text of the query; `results`
    what became of the rows.
    """

    id: str
    kind: str
    info: Json
    content: str | None = None
    results: dict[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> str:
        return str(self.info["state"])


def new(work: Work, kind: str, info: Mapping[str, Any], *, content: str | None = None) -> Job:
    """Raises LIMIT_EXCEEDED when too many jobs are kept."""
    count = work.database.select("SELECT count(*) FROM _bulk")[0][0]
    if count >= MOST_JOBS:
        words = f"the sandbox keeps at most {MOST_JOBS} jobs: delete those that are done with"
        raise ApiError(400, "LIMIT_EXCEEDED", words)
    number = work.database.new_id("750", "_bulk")
    told: Json = {
        "id": number,
        "createdById": work.caller.user_id,
        "createdDate": work.at,
        "systemModstamp": work.at,
        "concurrencyMode": "Parallel",
        "apiVersion": float(work.version),
        "jobType": "V2Ingest" if kind == INGEST else "V2Query",
        **info,
    }
    job = Job(number, kind, told, content)
    statement = "INSERT INTO _bulk (id, kind, info, content, results) VALUES (?, ?, ?, ?, ?)"
    work.database.execute(statement, (number, kind, json.dumps(told), content, "{}"))
    return job


def load(work: Work, kind: str, number: str) -> Job:
    """One of the caller's own: it may hold what another user may not see. Raises NOT_FOUND."""
    statement = "SELECT id, kind, info, content, results FROM _bulk WHERE id = ? AND kind = ?"
    rows = work.database.select(statement, (normalised(number) or "", kind))
    if not rows:
        raise not_found()
    found, own, info, content, results = rows[0]
    job = Job(found, own, json.loads(info), content, json.loads(results))
    if job.info["createdById"] != work.caller.user_id:
        raise not_found()
    return job


def store(work: Work, job: Job) -> None:
    job.info["systemModstamp"] = work.at
    statement = "UPDATE _bulk SET info = ?, content = ?, results = ? WHERE id = ?"
    work.database.execute(statement, (json.dumps(job.info), job.content, json.dumps(job.results), job.id))


def forget(work: Work, job: Job) -> None:
    """Raises API_ERROR for a job that is open."""
    if job.state == OPEN:
        raise ApiError(
            400, "API_ERROR", "Only UploadComplete, JobComplete, Aborted or Failed jobs can be deleted"
        )
    work.database.execute("DELETE FROM _bulk WHERE id = ?", (job.id,))


def listed(work: Work, kind: str) -> Json:
    rows = work.database.select("SELECT info FROM _bulk WHERE kind = ? ORDER BY n", (kind,))
    return {"done": True, "nextRecordsUrl": None, "records": [json.loads(info) for (info,) in rows]}
