"""Which resource of the composite family is meant."""

from app.sandbox import rest
from app.sandbox.failures import method_not_allowed, not_found

from . import collections, graph, sequence


def answer(asked: rest.Asked) -> rest.Answered:
    """The whole data API: composite addresses here, all others in `rest`."""
    if not asked.segments or asked.segments[0].lower() != "composite":
        return rest.answer(asked)
    name = asked.segments[1].lower() if len(asked.segments) > 1 else ""
    if name == "sobjects":
        return collections.answer(asked)
    if asked.part:
        raise not_found()
    if asked.method != "POST":
        raise method_not_allowed(asked.method, "POST")
    if name == "" and len(asked.segments) == 1:
        return sequence.answer(asked, answer)
    if name == "graph" and len(asked.segments) == 2:
        return graph.answer(asked, answer)
    raise not_found()
