"""For operators and admins: flows that stopped or wait, and what can be done about them."""

from typing import Any, Final, TypeVar

from flask import Response, request

from app.actions.exceptions import (
    FlowStep,
    OperatorDeed,
    Wanted,
    do_many,
    do_one,
    list_exceptions,
    list_roads,
    replay_write_back,
    return_quote,
    trace_quote,
)
from app.delivery import FailureClass, way
from app.quoting import WriteBackState
from app.web.api.headers import answered
from app.web.api.operations import Operations
from app.web.api.schemas.bodies import EmptyBody
from app.web.api.schemas.exceptions import (
    DoneManyJson,
    ExceptionsJson,
    GivenReasonBody,
    LineageJson,
    ManyBody,
    ReplayBody,
    RoadsJson,
    done_json,
    exception_json,
    lineage_json,
    road_json,
)
from app.web.problem import Malformed
from app.web.session import current_call, now, services

Named = TypeVar("Named", FailureClass, WriteBackState)

exceptions = Operations("exceptions", "For operators and admins: flows that stopped or wait")
_QUEUE: Final = "/operations/exceptions"
_LONGEST_KEY: Final = 100


def _parameter(name: str, says: str, values: tuple[str, ...] = ()) -> dict[str, object]:
    schema: dict[str, object] = {"type": "string", **({"enum": list(values)} if values else {})}
    return {"in": "query", "name": name, "schema": schema, "description": says}


_QUERY: Final = (
    _parameter("class", "Only failures of that class", tuple(one.value for one in FailureClass)),
    _parameter("state", "Only those in that state", tuple(one.value for one in WriteBackState)),
    _parameter("after", "Go on behind that key"),
)


@exceptions.call("GET", _QUEUE, answer=ExceptionsJson, query=_QUERY)
def show_queue() -> Response:
    """Write-backs and errands that stopped or wait, oldest first, each with what to do about it"""
    wanted = Wanted(
        failure_class=_named(FailureClass, "class"),
        state=_named(WriteBackState, "state"),
        after=request.args.get("after", "")[:_LONGEST_KEY],
    )
    found = list_exceptions(services(), current_call(), wanted)
    after = found[-1].key if len(found) == wanted.limit else None
    at = now()
    return answered({"exceptions": [exception_json(flow, at=at) for flow in found], "after": after})


@exceptions.call("POST", f"{_QUEUE}/many", body=ManyBody, answer=DoneManyJson)
def many(body: dict[str, Any]) -> Response:
    """Do the same to many, each for itself; a replay is from `write` on"""
    done = do_many(
        services(), current_call(), body["keys"], deed=OperatorDeed(body["deed"]), reason=body["reason"]
    )
    return answered({"results": [done_json(one) for one in done]})


@exceptions.call("POST", f"{_QUEUE}/<key>/retry", body=EmptyBody, status=204)
def retry(_body: dict[str, Any], key: str) -> Response:
    """Try it again at once, under the same key"""
    do_one(services(), current_call(), key, deed=OperatorDeed.RETRY)
    return Response(status=204)


@exceptions.call("POST", f"{_QUEUE}/<key>/return", body=GivenReasonBody, status=204)
def give_back(body: dict[str, Any], key: str) -> Response:
    """Give the quote back to its author as a draft, with the reason; nothing for an errand"""
    return_quote(services(), current_call(), key, reason=body["reason"])
    return Response(status=204)


@exceptions.call("POST", f"{_QUEUE}/<key>/skip", body=GivenReasonBody, status=204)
def skip(body: dict[str, Any], key: str) -> Response:
    """Give it up, with the reason"""
    do_one(services(), current_call(), key, deed=OperatorDeed.SKIP, reason=body["reason"])
    return Response(status=204)


@exceptions.call("POST", f"{_QUEUE}/<key>/replay", body=ReplayBody, status=204)
def replay(body: dict[str, Any], key: str) -> Response:
    """Write it again from a step on, also when it has ended, found by its key; nothing for an errand"""
    replay_write_back(services(), current_call(), key, step=FlowStep(body["step"]))
    return Response(status=204)


@exceptions.call("GET", "/operations/quotes/<quote_id>/lineage", answer=LineageJson)
def lineage(quote_id: str) -> Response:
    """One quote from the click to the record, with each attempt"""
    return answered(lineage_json(trace_quote(services(), current_call(), quote_id), at=now()))


@exceptions.call("GET", "/operations/roads", answer=RoadsJson)
def show_roads() -> Response:
    """Whether the CRM is asked at the moment, and what it told of its allowance of calls"""
    at = now()
    found = list_roads(services(), current_call())
    return answered(
        {"roads": [road_json(one, closed=way(one.road, "", at=at).wait is not None) for one in found]}
    )


def _named(kind: type[Named], name: str) -> Named | None:
    """Raises Malformed."""
    given = request.args.get(name)
    if given is None:
        return None
    found = next((one for one in kind if one.value == given), None)
    if found is None:
        raise Malformed(f"There is no such {name}.")
    return found
