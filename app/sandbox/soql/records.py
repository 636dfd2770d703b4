"""Rows of a SELECT to records: which column goes where, parents within their children."""

from dataclasses import dataclass, field
from typing import Any

from app.sandbox import files
from app.sandbox.rows import url_of
from app.sandbox.schema import Entity, Field
from app.sandbox.values import to_answer
from app.sandbox.work import Work

from .scope import Scope
from .tree import Path

Json = dict[str, Any]
Row = tuple[Any, ...]


@dataclass(slots=True)
class _Node:
    """A record within the answer: its object, the column with its id, its fields and its parents."""

    entity: Entity
    id_at: int
    fields: list[tuple[Field, int]] = field(default_factory=list)
    parents: dict[str, "_Node"] = field(default_factory=dict)


class Reader:
    def __init__(self, work: Work, scope: Scope) -> None:
        self._work = work
        self._scope = scope
        self._top = _Node(scope.entity, 0)
        self._known: set[tuple[str, ...]] = set()
        self.columns = [f'{scope.table}."Id"']

    def add(self, path: Path) -> None:
        """Raises INVALID_FIELD for a field that is selected already."""
        place = self._scope.place(path)
        wanted = place.operand.field
        key = (*place.parents, wanted.name)
        if key in self._known:
            words = f"duplicate field selected: {path.text[:80]}"
            raise self._scope.source.refused(path.at, words, "INVALID_FIELD")
        self._known.add(key)
        node = self._node(place.parents, path)
        if wanted.type == "base64":
            node.fields.append((wanted, node.id_at))
        else:
            node.fields.append((wanted, self.column(place.operand.sql)))

    def column(self, sql: str) -> int:
        self.columns.append(sql)
        return len(self.columns) - 1

    def _node(self, parents: tuple[str, ...], path: Path) -> _Node:
        node = self._top
        for n, name in enumerate(parents, 1):
            if name not in node.parents:
                place = self._scope.place(Path((*parents[:n], "Id"), path.at))
                node.parents[name] = _Node(place.entity, self.column(place.operand.sql))
            node = node.parents[name]
        return node

    def record(self, row: Row) -> Json:
        return self._record(self._top, row)

    def _record(self, node: _Node, row: Row) -> Json:
        record_id, name = row[node.id_at], node.entity.name
        record: Json = {"attributes": {"type": name, "url": url_of(self._work, name, record_id)}}
        for wanted, index in node.fields:
            record[wanted.name] = (
                files.link(self._work, name, {"Id": record_id}, wanted)
                if wanted.type == "base64"
                else to_answer(wanted, row[index])
            )
        for relationship, parent in node.parents.items():
            record[relationship] = self._record(parent, row) if row[parent.id_at] is not None else None
        return record
