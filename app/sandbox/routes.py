"""Every address of the data API in one table: it finds the deed, refuses the method, and makes the docs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import composite, describe, limits, queries, sobjects
from .asked import Answered, Asked
from .bulk import ingest
from .bulk import queries as bulk_queries
from .failures import method_not_allowed, not_found
from .metadata import rest as metadata

Deed = Callable[[Asked], Answered]
COMPOSITE, BATCH = "composite", "batch"


@dataclass(frozen=True, slots=True)
class Route:
    """`path` is what follows /services/data/vXX.X; `{...}` stands for any one part.

    `parts` names the resources that take it as one of their parts.
    """

    path: str
    deeds: Mapping[str, Deed]
    words: str
    parts: tuple[str, ...] = ()

    @property
    def pattern(self) -> tuple[str, ...]:
        return tuple(self.path.split("/")) if self.path else ()

    @property
    def methods(self) -> tuple[str, ...]:
        return tuple(sorted({*self.deeds, *(("HEAD",) if "GET" in self.deeds else ())}))

    def fits(self, segments: tuple[str, ...]) -> bool:
        pattern = self.pattern
        return len(pattern) == len(segments) and all(
            wanted.startswith("{") or wanted.lower() == given.lower()
            for wanted, given in zip(pattern, segments, strict=True)
        )


def _resources(asked: Asked) -> Answered:
    return Answered(200, describe.resources(asked.work.version, asked.identity))


def _sequence(asked: Asked) -> Answered:
    return composite.sequence(asked, answer)


def _graph(asked: Asked) -> Answered:
    return composite.graph(asked, answer)


def _batch(asked: Asked) -> Answered:
    return composite.batch(asked, answer)


_BOTH = (COMPOSITE, BATCH)
ROUTES: tuple[Route, ...] = (
    Route("", {"GET": _resources}, "the resources, and the caller's identity"),
    Route("sobjects", {"GET": sobjects.all_objects}, "all objects; `If-Modified-Since`", _BOTH),
    Route(
        "sobjects/{object}",
        {"GET": sobjects.about_object, "POST": sobjects.create},
        "an object and the caller's recent records of it; a new record, JSON or multipart with its bytes",
        _BOTH,
    ),
    Route(
        "sobjects/{object}/describe",
        {"GET": sobjects.described},
        "fields, picklists, child relationships; `If-Modified-Since`",
        _BOTH,
    ),
    Route("sobjects/{object}/describe/layouts", {"GET": sobjects.no_layouts}, "refused"),
    Route("sobjects/{object}/describe/layouts/{id}", {"GET": sobjects.no_layouts}, "refused"),
    Route("sobjects/{object}/deleted", {"GET": sobjects.deleted}, "ids deleted from `start` to `end`", _BOTH),
    Route("sobjects/{object}/updated", {"GET": sobjects.updated}, "ids changed from `start` to `end`", _BOTH),
    Route(
        "sobjects/{object}/{id}",
        {"GET": sobjects.read_by_id, "PATCH": sobjects.change_by_id, "DELETE": sobjects.delete_by_id},
        "a record; `?fields=`; the conditional headers, entity tags for accounts",
        _BOTH,
    ),
    Route(
        "sobjects/{object}/{key}/{value}",
        {
            "GET": sobjects.read_by_key,
            "PATCH": sobjects.upsert,
            "POST": sobjects.create_by_key,
            "DELETE": sobjects.delete_by_key,
        },
        "a record by external id: upsert 201, 200 (204 before v46), 300, `?updateOnly=true`; "
        "`{id}/{blob}` the bytes of a record (not as a part); `{id}/{relationship}` the record it points to",
        _BOTH,
    ),
    Route("query", {"GET": queries.query}, "`?q=`; `?columns=true`; explain is refused", _BOTH),
    Route("query/{locator}", {"GET": queries.next_records}, "the next part of a long answer", _BOTH),
    Route("queryAll", {"GET": queries.query}, "with deleted records", _BOTH),
    Route("queryAll/{locator}", {"GET": queries.next_records}, "the next part of a long answer", _BOTH),
    Route("search", {"GET": queries.no_search}, "refused"),
    Route("parameterizedSearch", {"GET": queries.no_search, "POST": queries.no_search}, "refused"),
    Route("limits", {"GET": limits.limits}, "what is left of each allowance", (BATCH,)),
    Route("recent", {"GET": limits.recent}, "the caller's recently viewed records; `?limit=`"),
    Route(
        "metadata/deployRequest",
        {"POST": metadata.start},
        "a zip of components is deployed or only checked; administrators may",
    ),
    Route(
        "metadata/deployRequest/{id}",
        {"GET": metadata.status, "PATCH": metadata.cancel},
        "what came of it; `?includeDetails=true`",
    ),
    Route(
        "jobs/ingest",
        {"GET": ingest.all_jobs, "POST": ingest.create},
        "Bulk 2.0: a job that takes rows as CSV; with a multipart body the rows at once",
    ),
    Route(
        "jobs/ingest/{id}",
        {"GET": ingest.show, "PATCH": ingest.change, "DELETE": ingest.remove},
        "its state; `UploadComplete` carries it out, `Aborted` ends it",
    ),
    Route("jobs/ingest/{id}/batches", {"PUT": ingest.upload}, "its rows, `text/csv`"),
    Route("jobs/ingest/{id}/successfulResults", {"GET": ingest.results}, "the rows that were done"),
    Route("jobs/ingest/{id}/failedResults", {"GET": ingest.results}, "those that were not, and why"),
    Route("jobs/ingest/{id}/unprocessedrecords", {"GET": ingest.results}, "those of an aborted job"),
    Route(
        "jobs/query",
        {"GET": bulk_queries.all_jobs, "POST": bulk_queries.create},
        "Bulk 2.0: a query whose answer is a CSV",
    ),
    Route(
        "jobs/query/{id}",
        {"GET": bulk_queries.show, "PATCH": bulk_queries.change, "DELETE": bulk_queries.remove},
        "its state",
    ),
    Route("jobs/query/{id}/results", {"GET": bulk_queries.results}, "its rows; `?locator=`, `?maxRecords=`"),
    Route(
        "composite",
        {"GET": composite.listed, "POST": _sequence},
        "up to 25 calls in one, together or each for itself",
    ),
    Route("composite/graph", {"POST": _graph}, "up to 75 graphs of together 500 nodes, each as a whole"),
    Route("composite/batch", {"POST": _batch}, "up to 25 independent calls; `haltOnError`; each counts"),
    Route("composite/tree/{object}", {"POST": composite.tree}, "up to 200 nested new records, all or none"),
    Route(
        "composite/sobjects",
        {"POST": composite.create_all, "PATCH": composite.change_all, "DELETE": composite.delete_all},
        "up to 200 records; `allOrNone`; bytes of a multipart body by `binaryPartName`",
        (COMPOSITE,),
    ),
    Route(
        "composite/sobjects/{object}",
        {"GET": composite.read_all, "POST": composite.read_many},
        "up to 2000 records by `ids` and `fields`, null for one that is not there",
        (COMPOSITE,),
    ),
    Route(
        "composite/sobjects/{object}/{key}",
        {"PATCH": composite.upsert_all},
        "upsert of up to 200 records by external id",
        (COMPOSITE,),
    ),
)


def answer(asked: Asked) -> Answered:
    """Raises ApiError; the caller decides what is undone then."""
    route = next((one for one in ROUTES if one.fits(asked.segments)), None)
    if route is None or (asked.part and asked.part not in route.parts):
        raise not_found()
    deed = route.deeds.get(asked.method)
    if deed is None:
        raise method_not_allowed(asked.method, ", ".join(route.methods))
    return deed(asked)
