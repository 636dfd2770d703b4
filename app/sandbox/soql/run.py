"""Rows to records, as the API answers them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.sandbox import files
from app.sandbox.failures import ApiError
from app.sandbox.rows import url_of
from app.sandbox.schema import Child, Entity, Field
from app.sandbox.totals import settle
from app.sandbox.values import amount, to_answer
from app.sandbox.work import Work

from .lexer import malformed
from .parse import parse
from .statement import Statement
from .tree import Aggregate, AllFields, Path, Query

Json = dict[str, Any]
Put = Callable[[Json, Any], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` counts the matches; `entity` is the object asked for."""

    total: int
    records: list[Json]
    entity: Entity


def _expanded(work: Work, entity: Entity, query: Query) -> list[Path | Aggregate | Query]:
    found: list[Path | Aggregate | Query] = []
    for item in query.select:
        if not isinstance(item, AllFields):
            found.append(item)
            continue
        if item.which in ("ALL", "CUSTOM") and not (query.limit is not None and query.limit <= 200):
            words = "The SOQL FIELDS function must have a LIMIT of at most 200"
            raise malformed(words)
        kinds = {"ALL": (False, True), "STANDARD": (False,), "CUSTOM": (True,)}.get(item.which)
        if kinds is None:
            raise malformed(f"FIELDS({item.which[:40]}) is unknown: ALL, STANDARD or CUSTOM")
        found += [Path((field.name,)) for field in entity.fields.values() if field.custom in kinds]
    return found


class _Reader:
    """Knows which column of the SQL result goes where in the record."""

    def __init__(self, work: Work, statement: Statement) -> None:
        self._work = work
        self._statement = statement
        self.columns: list[str] = ['t."Id"']
        self._plain: list[tuple[str, Field, int]] = []
        self._parents: dict[str, tuple[Entity, _ParentReader]] = {}
        self.children: list[tuple[str, Child, Query]] = []

    def add(self, path: Path) -> None:
        parts = path.parts
        column, field, _ = self._statement.resolve(path)
        own = {self._statement.query.alias.lower(), self._statement.query.source.lower()}
        if len(parts) > 1 and parts[0].lower() in own:
            parts = parts[1:]
        self.columns.append('t."Id"' if field.type == "base64" else column)
        index = len(self.columns) - 1
        if len(parts) == 1:
            self._plain.append((field.name, field, index))
        else:
            self._parent(self._statement.entity, parts[:-1], path).plain.append((field.name, field, index))

    def _parent(self, entity: Entity, names: tuple[str, ...], path: Path) -> "_ParentReader":
        top = _ParentReader(entity, 0)
        top.parents, reader = self._parents, top
        walked: tuple[str, ...] = ()
        for name in names:
            walked = (*walked, name)
            field = entity.by_relationship[name.lower()]
            entity = self._work.schema.entities[field.reference_to]
            if field.relationship not in reader.parents:
                column, _, _ = self._statement.resolve(Path((*walked, "Id"), path.column))
                self.columns.append(column)
                reader.parents[field.relationship] = (entity, _ParentReader(entity, len(self.columns) - 1))
            reader = reader.parents[field.relationship][1]
        return reader

    def record(self, row: tuple[Any, ...]) -> Json:
        return _record(self._work, self._statement.entity, row, 0, self._plain, self._parents)


class _ParentReader:
    def __init__(self, entity: Entity, id_index: int) -> None:
        self.entity = entity
        self.id_index = id_index
        self.plain: list[tuple[str, Field, int]] = []
        self.parents: dict[str, tuple[Entity, _ParentReader]] = {}


def _record(
    work: Work,
    entity: Entity,
    row: tuple[Any, ...],
    id_index: int,
    plain: list[tuple[str, Field, int]],
    parents: dict[str, tuple[Entity, _ParentReader]],
) -> Json:
    record: Json = {"attributes": {"type": entity.name, "url": url_of(work, entity.name, row[id_index])}}
    for name, field, index in plain:
        if field.type == "base64":
            record[name] = files.link(work, entity.name, {"Id": row[id_index]}, field)
        else:
            record[name] = to_answer(field, row[index])
    for name, (parent, reader) in parents.items():
        known = row[reader.id_index] is not None
        record[name] = (
            _record(work, parent, row, reader.id_index, reader.plain, reader.parents) if known else None
        )
    return record


def _child_relation(work: Work, entity: Entity, query: Query) -> Child:
    wanted = query.source.split(".")[-1].lower()
    for child in work.schema.children[entity.name]:
        if child.name.lower() == wanted:
            return child
    words = (
        f"\nERROR at Row:1:Column:{query.column + 1}\n"
        f"Didn't understand relationship '{query.source[:80]}' in FROM part of query call. "
        "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom "
        "relationship name. Please reference your WSDL or the describe call for the appropriate names."
    )
    raise ApiError(400, "INVALID_TYPE", words)


def _run(
    work: Work, query: Query, *, deleted: bool, extra: str = "", extra_values: tuple[Any, ...] = ()
) -> Answer:
    statement = Statement(work.schema, query, deleted=deleted)
    items = _expanded(work, statement.entity, query)
    if any(isinstance(item, Aggregate) for item in items):
        return _aggregated(work, statement, items)
    reader = _Reader(work, statement)
    inner: list[tuple[Child, Query]] = []
    for item in items:
        if isinstance(item, Query):
            inner.append((_child_relation(work, statement.entity, item), item))
        elif isinstance(item, Path):
            reader.add(item)
    rows = work.database.select(
        statement.text(reader.columns, extra=extra, extra_values=extra_values), statement.values
    )
    records = []
    for row in rows:
        record = reader.record(row)
        for child, child_query in inner:
            record[child.name] = _children_of(work, child, child_query, row[0], deleted=deleted)
        records.append(record)
    return Answer(len(records), records, statement.entity)


def _children_of(work: Work, child: Child, query: Query, parent_id: str, *, deleted: bool) -> Json | None:
    named = Query(
        query.select,
        child.entity,
        query.alias,
        query.where,
        query.order,
        query.limit,
        query.offset,
        query.column,
        True,
    )
    found = _run(work, named, deleted=deleted, extra=f't."{child.field}" = ?', extra_values=(parent_id,))
    return {"totalSize": found.total, "done": True, "records": found.records} if found.records else None


def _aggregated(work: Work, statement: Statement, items: list[Path | Aggregate | Query]) -> Answer:
    only = items[0]
    if len(items) == 1 and isinstance(only, Aggregate) and only.path is None:
        counting = f"SELECT count(*) FROM ({statement.text(['1'])})"  # noqa: S608 (names come from the schema)
        total = work.database.select(counting, statement.values)[0][0]
        return Answer(total, [], statement.entity)
    columns: list[str] = []
    names: list[tuple[Aggregate, str]] = []
    for item in items:
        if not isinstance(item, Aggregate):
            raise malformed("Field must be grouped or aggregated")
        columns.append(_aggregate_sql(statement, item))
        names.append(
            (item, item.alias or f"expr{len(names) - len([1 for known, _ in names if known.alias])}")
        )
    if statement.query.order:
        raise malformed("ORDER BY needs grouped fields here")
    row = work.database.select(statement.text(columns), statement.values)[0]
    record: Json = {"attributes": {"type": "AggregateResult"}}
    for (item, name), value in zip(names, row, strict=True):
        record[name] = _aggregate_value(statement, item, value)
    return Answer(1, [record], statement.entity)


def _aggregate_sql(statement: Statement, item: Aggregate) -> str:
    if item.path is None:
        return "count(*)"
    column, field, _ = statement.resolve(item.path)
    if item.function in ("SUM", "AVG") and not field.numeric:
        raise malformed(f"field {field.name} does not support aggregate operator {item.function}")
    return (
        f"count(DISTINCT {column})"
        if item.function == "COUNT_DISTINCT"
        else f"{item.function.lower()}({column})"
    )


def _aggregate_value(statement: Statement, item: Aggregate, value: Any) -> Any:
    if item.path is None or item.function in ("COUNT", "COUNT_DISTINCT") or value is None:
        return value
    field = statement.resolve(item.path)[1]
    if item.function == "AVG":
        return Decimal(repr(value)).scaleb(-field.scale)
    return amount(field, value) if field.numeric else to_answer(field, value)


def run_query(work: Work, text: str, *, deleted: bool = False) -> Answer:
    """Raises ApiError with the vendor's codes for what the query got wrong."""
    query = parse(text)
    settle(work)
    return _run(work, query, deleted=deleted)
