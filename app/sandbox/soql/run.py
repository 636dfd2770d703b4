"""A query to records, as the API answers them."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.sandbox.failures import ApiError
from app.sandbox.schema import Child, Entity
from app.sandbox.totals import settle
from app.sandbox.work import Work

from .aggregated import Groups
from .grouping import counts_only
from .parse import parse
from .records import Json, Reader, Row
from .refusals import refuse_aliases, refuse_extras
from .scope import no_such_children
from .selected import selected
from .source import Source
from .statement import Asked, Narrowed, Statement
from .tree import Query

SECONDS = 10
MOST_CHILDREN = 20
MOST_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` counts the matches; `entity` is the object asked for; `viewed`: they count as looked at."""

    total: int
    records: list[Json]
    entity: Entity
    viewed: bool = False


class _Run:
    def __init__(self, work: Work, asked: Asked) -> None:
        self._work = work
        self._asked = asked
        self._children = 0

    @property
    def _source(self) -> Source:
        return self._asked.source

    def _select(self, text: str, values: Sequence[Any]) -> list[Row]:
        try:
            return self._work.database.select_within(SECONDS, text, values)
        except (sqlite3.OperationalError, sqlite3.DataError) as problem:
            raise _too_much(str(problem)) from None

    def answer(self, query: Query) -> Answer:
        viewed = _is_looked_at(query)
        refuse_extras(self._source, replace(query, lock=None) if viewed else query)
        statement = Statement(self._asked, query)
        entity = statement.scope.entity
        if not statement.grouping.is_used:
            records = [record for _, record in self._records(statement, level=1)]
            return Answer(len(records), records, entity, viewed)
        if counts_only(query) and not query.group:
            return Answer(self._counted(statement), [], entity)
        groups = Groups(statement)
        records = [groups.record(row) for row in self._select(*statement.rows(groups.columns))]
        return Answer(len(records), records, entity)

    def _counted(self, statement: Statement) -> int:
        if statement.query.order:
            at = statement.query.order[0].expression.at
            raise self._source.refused(at, "COUNT() cannot be used with ORDER BY")
        total: int = self._select(*statement.counted())[0][0]
        return total

    def _records(
        self, statement: Statement, *, level: int, owner: str = "", narrowed: Narrowed | None = None
    ) -> list[tuple[str, Json]]:
        """(owner's id, record) of each row; without `owner` (a column) the id of the row itself."""
        query = statement.query
        refuse_aliases(self._source, query)
        reader = Reader(self._work, statement.scope)
        for path in selected(statement):
            reader.add(path)
        inner = [(item, self._child(statement, item)) for item in query.select if isinstance(item, Query)]
        index = reader.column(owner) if owner else 0
        rows = self._select(*statement.rows(reader.columns, narrowed))
        records = [reader.record(row) for row in rows]
        for item, child in inner:
            found = self._of_parents(child, item, [row[0] for row in rows], level=level + 1, parent=query)
            for row, record in zip(rows, records, strict=True):
                record[child.name] = _result(found.get(row[0], []))
        return [(row[index], record) for row, record in zip(rows, records, strict=True)]

    def _child(self, statement: Statement, query: Query) -> Child:
        self._children += 1
        if self._children > MOST_CHILDREN:
            words = f"No more than {MOST_CHILDREN} parent-to-child relationships can be specified in a query"
            raise self._source.refused(query.at, words)
        same = [q for q in statement.query.select if isinstance(q, Query) and _name(q) == _name(query)]
        if same[0] is not query:
            raise self._source.refused(query.at, f"duplicate relationship selected: {query.source.text[:80]}")
        for child in self._work.schema.children[statement.scope.entity.name]:
            if child.name.lower() == _name(query):
                return child
        raise no_such_children(self._source, query.source)

    def _of_parents(
        self, child: Child, query: Query, ids: list[str], *, level: int, parent: Query
    ) -> dict[str, list[Json]]:
        """The children of all these parents by one SELECT; LIMIT and OFFSET count for each parent."""
        if level > MOST_LEVELS:
            raise self._source.refused(query.at, f"sub-selects go no deeper than {MOST_LEVELS} levels")
        if query.offset and parent.limit != 1:
            raise self._source.refused(query.at, "OFFSET in a sub-select needs LIMIT 1 around it")
        refuse_extras(self._source, query)
        statement = Statement(self._asked, query, self._work.schema.entities[child.entity])
        if statement.grouping.is_used:
            raise self._source.refused(query.at, "aggregates and groups are not allowed in a sub-select")
        owner = f'{statement.scope.table}."{child.field}"'
        narrowed = Narrowed.to(owner, ids)
        found: dict[str, list[Json]] = defaultdict(list)
        for parent_id, record in self._records(statement, level=level, owner=owner, narrowed=narrowed):
            found[parent_id].append(record)
        last = None if query.limit is None else query.offset + query.limit
        return {parent_id: records[query.offset : last] for parent_id, records in found.items()}


_TOO_MUCH = {
    "interrupted": ("QUERY_TIMEOUT", "Your query request was running for too long."),
    "integer overflow": ("NUMBER_OUTSIDE_VALID_RANGE", "a sum is outside of the valid range"),
}


def _too_much(problem: str) -> ApiError:
    """What only the running database can know: too long, a sum too large, one of its own limits."""
    code, words = _TOO_MUCH.get(problem, ("QUERY_TOO_COMPLICATED", f"Query is too complicated: {problem}"))
    return ApiError(400, code, words)


def _is_looked_at(query: Query) -> bool:
    """Of the clauses with FOR only those that note which records were seen are done."""
    return query.lock is not None and query.lock.words in ("FOR VIEW", "FOR REFERENCE")


def _name(query: Query) -> str:
    return query.source.parts[-1].lower()


def _result(records: list[Json]) -> Json | None:
    return {"totalSize": len(records), "done": True, "records": records} if records else None


def run_query(work: Work, text: str, *, deleted: bool = False) -> Answer:
    """Raises ApiError with the vendor's codes for what the query got wrong."""
    query, source = parse(text)
    settle(work)
    return _Run(work, Asked(work.schema, source, deleted)).answer(query)
