"""`/composite/tree`: new records with their children, nested as they belong together; all or none."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.sandbox import rows
from app.sandbox.asked import Answered, Asked
from app.sandbox.failures import ApiError, unreadable
from app.sandbox.schema import Child, Entity
from app.sandbox.work import Work

from .limits import TREE_LEVELS, TREE_RECORDS, TREE_TYPES
from .references import is_reference_id

Json = dict[str, Any]


@dataclass(slots=True)
class _Node:
    """One record of a tree. `link` is the field that its parent's id goes into, empty for a root."""

    reference: str
    entity: Entity
    fields: Json
    link: str = ""
    parent: "_Node | None" = None
    children: list["_Node"] = field(default_factory=list)
    record_id: str = ""


class _Undo(Exception):
    pass


def answer(asked: Asked) -> Answered:
    entity = asked.work.entity(asked.segments[2])
    nodes = list(_level_by_level(_read(asked.work, entity, asked.object_body(), level=1)))
    if refused := _refused(nodes):
        return Answered(400, {"hasErrors": True, "results": refused})
    failures: list[Json] = []
    try:
        with asked.work.database.transaction():
            failures.extend(_made(asked.work, nodes))
            if failures:
                raise _Undo
    except _Undo:
        return Answered(400, {"hasErrors": True, "results": failures})
    results = [{"referenceId": node.reference, "id": node.record_id} for node in nodes]
    return Answered(201, {"hasErrors": False, "results": results})


def _read(work: Work, entity: Entity, body: Json, *, level: int) -> list[_Node]:
    """Raises ApiError, which fails the whole request, for what is no tree."""
    records = body.get("records")
    if not isinstance(records, list) or not records:
        raise unreadable("records is required and is a list at [line:1, column:1]")
    if level > TREE_LEVELS:
        raise _limit(f"A tree can\u2019t be deeper than {TREE_LEVELS} levels.")
    return [_node(work, entity, record, level=level) for record in records]


def _node(work: Work, entity: Entity, record: Any, *, level: int) -> _Node:
    attributes = record.get("attributes") if isinstance(record, dict) else None
    if not isinstance(attributes, dict) or not isinstance(attributes.get("referenceId"), str):
        raise ApiError(400, "INVALID_INPUT", "each record has attributes with type and referenceId")
    given = attributes.get("type")
    if not isinstance(given, str) or work.schema.entity(given) is not entity:
        raise ApiError(
            400, "INVALID_INPUT", f"attributes.type is {str(given)[:80]}, here stands {entity.name}"
        )
    node = _Node(attributes["referenceId"], entity, {})
    named = {child.name.lower(): child for child in work.schema.children[entity.name]}
    for name, value in record.items():
        child = named.get(name.lower())
        if child is not None and isinstance(value, dict) and "records" in value:
            node.children += _children(work, node, child, value, level=level + 1)
        else:
            node.fields[name] = value
    return node


def _children(work: Work, parent: _Node, child: Child, body: Json, *, level: int) -> list[_Node]:
    nodes = _read(work, work.schema.entities[child.entity], body, level=level)
    for node in nodes:
        node.link, node.parent = child.field, parent
    return nodes


def _level_by_level(nodes: list[_Node]) -> Iterator[_Node]:
    while nodes:
        yield from nodes
        nodes = [child for node in nodes for child in node.children]


def _limit(words: str) -> ApiError:
    return ApiError(400, "LIMIT_EXCEEDED", words)


def _refused(nodes: list[_Node]) -> list[Json]:
    """The records whose reference ids do not do. Raises LIMIT_EXCEEDED for too many records or objects."""
    if len(nodes) > TREE_RECORDS:
        raise _limit(f"A tree request can\u2019t contain more than {TREE_RECORDS} records.")
    if len({node.entity.name for node in nodes}) > TREE_TYPES:
        raise _limit(f"A tree request can\u2019t contain more than {TREE_TYPES} different objects.")
    names = [node.reference for node in nodes]
    illegal = "The referenceId must start with a letter or a number and contain only these and underscores"
    return [
        _failed(name, ApiError(400, "INVALID_INPUT", illegal, ()))
        if not is_reference_id(name)
        else _failed(
            name, ApiError(400, "INVALID_INPUT", "Duplicate ReferenceId provided in the request.", ())
        )
        for name in names
        if not is_reference_id(name) or names.count(name) > 1
    ]


def _failed(reference: str, error: ApiError) -> Json:
    return {"referenceId": reference, "errors": [error.in_collection()]}


def _made(work: Work, nodes: list[_Node]) -> Iterator[Json]:
    """Makes the records, parents first; tells those that failed and leaves their children out."""
    for node in nodes:
        if node.parent is not None and not node.parent.record_id:
            continue
        parent = {node.link: node.parent.record_id} if node.parent else {}
        try:
            with work.database.transaction():
                node.record_id = rows.create(work, node.entity, {**node.fields, **parent})
        except ApiError as error:
            yield _failed(node.reference, error)
