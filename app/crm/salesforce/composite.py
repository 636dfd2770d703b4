"""Several requests in one API call: how they are written, and what became of each.

The call answers 200 even when all of it was rolled back, and a record inside may call itself a success that
was undone, so the parts' own statuses decide.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from app.crm.salesforce.refusals import HALTED_CODES, Refusal, refusals_in, unavailable

GRAPH = "composite/graph"
COMPOSITE = "composite"


@dataclass(frozen=True, slots=True)
class Part:
    """One request inside a call. ``url`` is a full path and may refer to earlier parts by ``name``."""

    name: str
    method: str
    url: str
    body: object = None
    headers: Mapping[str, str] | None = None

    def written(self) -> dict[str, object]:
        request: dict[str, object] = {"method": self.method, "url": self.url, "referenceId": self.name}
        if self.headers:
            # Only outside of graphs, which know none.
            request["httpHeaders"] = self.headers
        return request if self.body is None else {**request, "body": self.body}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one part."""

    name: str
    status: int
    body: Any

    @property
    def succeeded(self) -> bool:
        return 200 <= self.status < 300 and not self.refusals

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Its own error entries, or those of the records of a collection."""
        if self.status >= 300:
            return refusals_in(self.body)
        return tuple(_of_records(self.body)) if isinstance(self.body, list) else ()


def _of_records(records: Sequence[Any]) -> Iterator[Refusal]:
    for record in records:
        if isinstance(record, dict) and record.get("success") is not True:
            yield from refusals_in(record.get("errors")) or (
                Refusal("UNKNOWN", "A record was not accepted."),
            )


class _Result(Schema):
    class Meta:
        unknown = EXCLUDE

    name = fields.Str(data_key="referenceId", load_default="", allow_none=True)
    status = fields.Int(data_key="httpStatusCode", required=True, strict=True)
    body = fields.Raw(load_default=None, allow_none=True)


class _Composite(Schema):
    class Meta:
        unknown = EXCLUDE

    results = fields.List(fields.Nested(_Result), data_key="compositeResponse", required=True)


class _Graph(Schema):
    class Meta:
        unknown = EXCLUDE

    response = fields.Nested(_Composite, data_key="graphResponse", required=True)
    succeeded = fields.Bool(data_key="isSuccessful", required=True)


class _Graphs(Schema):
    class Meta:
        unknown = EXCLUDE

    graphs = fields.List(fields.Nested(_Graph), required=True, validate=validate.Length(equal=1))


_COMPOSITE, _GRAPHS = _Composite(), _Graphs()


def composite_call(parts: Sequence[Part], *, atomic: bool) -> dict[str, object]:
    """The body for ``COMPOSITE``, carried out in the order given."""
    return {
        "allOrNone": atomic,
        "collateSubrequests": False,
        "compositeRequest": [part.written() for part in parts],
    }


def graph_call(parts: Sequence[Part]) -> dict[str, object]:
    """The body for ``GRAPH``; a graph is always all or nothing."""
    return {"graphs": [{"graphId": "quote", "compositeRequest": [part.written() for part in parts]}]}


def results_of(answer: object) -> Mapping[str, Result]:
    """Each part's result by name, from either kind of call. Raises CrmUnavailable for anything else."""
    composite = _loaded(answer)
    if composite is None:
        raise unavailable()
    results = (Result(row["name"] or "", row["status"], row["body"]) for row in composite["results"])
    return {result.name: result for result in results}


def _loaded(answer: object) -> dict[str, Any] | None:
    try:
        if isinstance(answer, dict) and "graphs" in answer:
            graph: dict[str, Any] = _GRAPHS.load(answer)["graphs"][0]
            response: dict[str, Any] = graph["response"]
            says_so = graph["succeeded"] or any(row["status"] >= 300 for row in response["results"])
            return response if says_so else None
        loaded: dict[str, Any] = _COMPOSITE.load(answer)  # type: ignore[arg-type]  # load refuses what is no mapping
        return loaded
    except ValidationError:
        return None


def refusals_of(results: Mapping[str, Result]) -> tuple[Refusal, ...]:
    """Why a call was rolled back: the telling entries of all its parts, without the echoes of the others."""
    every = [refusal for result in results.values() for refusal in result.refusals]
    telling = tuple(refusal for refusal in every if refusal.code not in HALTED_CODES)
    return telling or tuple(every)
