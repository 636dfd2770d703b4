"""What the columns of a query's answer are, as `?columns=true` tells them."""

from typing import Any

from app.sandbox.failures import ApiError
from app.sandbox.schema import Field
from app.sandbox.work import Work

from .grouping import counts_only
from .operands import is_aggregate
from .parse import parse
from .refusals import refuse_aliases, refuse_extras
from .scope import no_such_children
from .selected import selected
from .statement import Asked, Statement
from .tree import Function, Item, Path, Query

Json = dict[str, Any]
_TYPES = {
    "id": "Id",
    "reference": "Id",
    "boolean": "Boolean",
    "int": "Integer",
    "currency": "Double",
    "double": "Double",
    "percent": "Double",
    "date": "Date",
    "datetime": "Datetime",
    "base64": "Blob",
}


def described_columns(work: Work, text: str) -> Json:
    """Raises ApiError as the query itself would; nothing is read."""
    query, source = parse(text)
    refuse_extras(source, query)
    statement = Statement(Asked(work.schema, source, False), query)
    columns = _columns(work, statement)
    entity = statement.scope.entity
    return {
        "columnMetadata": columns,
        "entityName": entity.name,
        "groupBy": bool(query.group),
        "idSelected": any(column["columnName"] == "Id" for column in columns),
        "keyPrefix": entity.prefix,
    }


def column_paths(work: Work, text: str) -> tuple[str, list[tuple[str, ...]]]:
    """The object, and each column as the names of relationships and of the field.

    Raises ApiError, also for groups and for children, which have no place in a table.
    """
    query, source = parse(text)
    refuse_extras(source, query)
    statement = Statement(Asked(work.schema, source, False), query)
    if statement.grouping.is_used:
        raise ApiError(400, "API_ERROR", "Aggregate Relationships not supported in Bulk Query")
    if any(isinstance(item, Query) for item in query.select):
        raise ApiError(400, "API_ERROR", "Nested queries are not supported in Bulk Query")
    refuse_aliases(statement.source, statement.query)
    places = [statement.scope.place(path) for path in selected(statement)]
    paths = [(*place.parents, place.operand.field.name) for place in places]
    return statement.scope.entity.name, paths


def _columns(work: Work, statement: Statement) -> list[Json]:
    if statement.grouping.is_used:
        return [] if counts_only(statement.query) else _of_groups(statement)
    refuse_aliases(statement.source, statement.query)
    columns: list[Json] = []
    for path in selected(statement):
        place = statement.scope.place(path)
        _put(columns, place.parents, place.operand.field)
    inner = (item for item in statement.query.select if isinstance(item, Query))
    return columns + [_of_children(work, statement, query) for query in inner]


def _put(columns: list[Json], parents: tuple[str, ...], field: Field) -> None:
    """Fields of one parent stand together, below a column that is named after the relationship."""
    for name in parents:
        joined = next((one for one in columns if one["columnName"] == name and one["joinColumns"]), None)
        if joined is None:
            joined = _named(name)
            columns.append(joined)
        columns = joined["joinColumns"]
    columns.append(_of_field(field))


def _named(name: str, *, display: str = "", aggregate: bool = False) -> Json:
    return {
        "aggregate": aggregate,
        "apexType": None,
        "booleanType": False,
        "columnName": name,
        "custom": name.endswith(("__c", "__r")),
        "displayName": display or name,
        "foreignKeyName": None,
        "insertable": False,
        "joinColumns": [],
        "numberType": False,
        "textType": False,
        "updatable": False,
    }


def _of_field(field: Field) -> Json:
    return _named(field.name) | {
        "apexType": _TYPES.get(field.type, "String"),
        "booleanType": field.type == "boolean",
        "foreignKeyName": field.relationship or None,
        "insertable": field.createable,
        "numberType": field.numeric,
        "textType": field.type not in _TYPES,
        "updatable": field.updateable,
    }


def _of_children(work: Work, statement: Statement, query: Query) -> Json:
    wanted = query.source.parts[-1].lower()
    children = work.schema.children[statement.scope.entity.name]
    child = next((one for one in children if one.name.lower() == wanted), None)
    if child is None:
        raise no_such_children(statement.source, query.source)
    asked = Asked(work.schema, statement.source, False)
    inner = Statement(asked, query, work.schema.entities[child.entity])
    return _named(child.name, aggregate=True) | {"joinColumns": _columns(work, inner)}


def _of_groups(statement: Statement) -> list[Json]:
    """An aggregate without a name of its own is exprN; what it is stands beside it."""
    columns: list[Json] = []
    unnamed = 0
    for item in statement.query.select:
        if not isinstance(item, Item):
            continue
        expression, field = item.expression, statement.grouping.operand(item.expression).field
        if isinstance(expression, Path):
            columns.append(_of_field(field) | {"columnName": item.alias or field.name})
            continue
        columns.append(
            _named(
                item.alias or f"expr{unnamed}",
                display=_called(expression),
                aggregate=is_aggregate(expression),
            )
            | {"apexType": _TYPES.get(field.type, "String"), "numberType": field.numeric}
        )
        unnamed += not item.alias
    return columns


def _called(function: Function) -> str:
    inner = ", ".join(one.text for one in function.arguments if isinstance(one, Path))
    return f"{function.name}({inner})"
