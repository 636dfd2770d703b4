"""`/composite/graph`: up to 75 graphs of together 500 nodes; each graph holds or falls as a whole."""

from typing import Any

from app.sandbox.asked import Answered, Asked
from app.sandbox.failures import ApiError, unreadable

from .limits import GRAPH_DEPTH, GRAPH_KINDS, GRAPH_NODES, GRAPHS, GRAPHS_FAILED
from .parts import Door, Json, Part, halted, read_parts, segments
from .references import is_reference_id
from .sequence import Undo, run_all

_METHODS = {2: {"POST"}, 3: {"DELETE", "GET", "PATCH"}, 4: {"DELETE", "GET", "PATCH", "POST"}}


def answer(asked: Asked, door: Door) -> Answered:
    body = asked.object_body()
    graphs = body.get("graphs")
    if not isinstance(graphs, list):
        raise unreadable("graphs is required and is a list at [line:1, column:1]")
    if len(graphs) > GRAPHS:
        raise _limit(f"The request can't contain more than {GRAPHS} graphs.")
    read = [_read_graph(graph) for graph in graphs]
    if sum(len(parts) for _, parts in read) > GRAPH_NODES:
        raise _limit(f"The request can't contain more than {GRAPH_NODES} nodes.")
    return Answered(200, {"graphs": _run_graphs(asked, read, door)})


def _limit(words: str) -> ApiError:
    return ApiError(400, "LIMIT_EXCEEDED", words)


def _read_graph(graph: Any) -> tuple[str, list[Part]]:
    if not isinstance(graph, dict) or not isinstance(graph.get("compositeRequest"), list):
        raise unreadable("each graph has graphId and compositeRequest")
    if not is_reference_id(graph.get("graphId")):
        raise ApiError(400, "INVALID_INPUT", "each graph has a graphId of letters, numbers and underscores")
    rows = graph["compositeRequest"]
    if any(isinstance(row, dict) and row.get("httpHeaders") for row in rows):
        raise ApiError(400, "INVALID_INPUT", "httpHeaders are not supported in a composite graph request")
    parts = read_parts(rows)
    _check_shape(parts)
    return str(graph["graphId"]), parts


def _check_shape(parts: list[Part]) -> None:
    kinds = set()
    for part in parts:
        where = segments(part.url)[0]
        if where[0].lower() != "sobjects" or part.method not in _METHODS.get(len(where), set()):
            raise ApiError(
                400,
                "INVALID_INPUT",
                f"The url {part.url[:120]} with {part.method} is not supported in a graph",
            )
        kinds.add((part.method, where[1].lower()))
    if len(kinds) > GRAPH_KINDS:
        raise _limit(f"A graph can't contain more than {GRAPH_KINDS} different nodes.")
    if _depth(parts) > GRAPH_DEPTH:
        raise _limit(f"A graph can't be deeper than {GRAPH_DEPTH}.")


def _mentions(value: Any, names: dict[str, int]) -> int:
    """The greatest depth among the parts that this value refers to."""
    if isinstance(value, str):
        if "@{" not in value:
            return 0
        return max(
            (names.get(piece.split(".")[0].split("}")[0], 0) for piece in value.split("@{")[1:]), default=0
        )
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((_mentions(item, names) for item in inner), default=0)


def _depth(parts: list[Part]) -> int:
    depths: dict[str, int] = {}
    for part in parts:
        depths[part.reference] = 1 + max(_mentions(part.url, depths), _mentions(part.body, depths))
    return max(depths.values(), default=0)


def _run_graphs(asked: Asked, graphs: list[tuple[str, list[Part]]], door: Door) -> list[Json]:
    results: list[Json] = []
    failed = 0
    for name, parts in graphs:
        if failed >= GRAPHS_FAILED:
            reports, good = [halted(part) for part in parts], False
        else:
            reports, good = _run_graph(asked, parts, door)
        failed += not good
        results.append(
            {"graphId": name, "graphResponse": {"compositeResponse": reports}, "isSuccessful": good}
        )
    return results


def _run_graph(asked: Asked, parts: list[Part], door: Door) -> tuple[list[Json], bool]:
    try:
        with asked.work.database.transaction():
            return run_all(asked, parts, door), True
    except Undo as undo:
        return undo.reports, False
