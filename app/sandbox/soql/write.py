"""A syntax tree as text again: parsed once more it is the same tree."""

from decimal import Decimal

from .tree import (
    AllFields,
    Both,
    Compare,
    Condition,
    Expression,
    Includes,
    Item,
    Literal,
    Member,
    Moment,
    Money,
    Not,
    Order,
    Path,
    Query,
    Quoted,
    TypeOf,
)


def _expression(expression: Expression | Quoted | Decimal) -> str:
    if isinstance(expression, Path):
        return expression.text
    if isinstance(expression, (Quoted, Decimal)):
        return _literal(expression)
    return f"{expression.name}({', '.join(map(_expression, expression.arguments))})"


def _literal(value: Literal) -> str:
    if isinstance(value, Quoted):
        return f"'{value.raw}'"
    if isinstance(value, (Moment, Money)):
        return value.text
    return format(value, "f") if isinstance(value, Decimal) else str(value).upper().replace("NONE", "NULL")


def _item(item: Item | AllFields | TypeOf | Query) -> str:
    if isinstance(item, Query):
        return f"({write(item)})"
    if isinstance(item, AllFields):
        return f"FIELDS({item.which})"
    if isinstance(item, Item):
        return f"{_expression(item.expression)} {item.alias}".rstrip()
    cases = [f"WHEN {name} THEN {_paths(paths)}" for name, paths in item.cases]
    otherwise = [f"ELSE {_paths(item.otherwise)}"] if item.otherwise else []
    return " ".join(["TYPEOF", item.path.text, *cases, *otherwise, "END"])


def _paths(paths: tuple[Path, ...]) -> str:
    return ", ".join(path.text for path in paths)


def _inner(condition: Condition) -> str:
    return f"({_condition(condition)})" if isinstance(condition, Both) else _condition(condition)


def _condition(condition: Condition) -> str:
    if isinstance(condition, Both):
        return f" {condition.operator} ".join(map(_inner, condition.parts))
    if isinstance(condition, Not):
        return f"NOT {_inner(condition.inside)}"
    operand = _expression(condition.operand)
    if isinstance(condition, Compare):
        return f"{operand} {condition.operator} {_literal(condition.value)}"
    return f"{operand} {_among(condition)}"


def _among(condition: Member | Includes) -> str:
    if isinstance(condition, Includes):
        word = "EXCLUDES" if condition.negated else "INCLUDES"
    else:
        word = "NOT IN" if condition.negated else "IN"
    if isinstance(condition.values, Query):
        return f"{word} ({write(condition.values)})"
    return f"{word} ({', '.join(map(_literal, condition.values))})"


def _order(order: Order) -> str:
    direction = "DESC" if order.descending else "ASC"
    return f"{_expression(order.expression)} {direction} NULLS {'LAST' if order.nulls_last else 'FIRST'}"


def _group(query: Query) -> str:
    names = ", ".join(map(_expression, query.group))
    return f"{query.rollup}({names})" if query.rollup else names


def write(query: Query) -> str:
    sources = [(query.source, query.alias), *query.joined]
    clauses = [
        "SELECT " + ", ".join(map(_item, query.select)),
        "FROM " + ", ".join(f"{path.text} {alias}".rstrip() for path, alias in sources),
        query.scope and query.scope.words,
        query.where and f"WHERE {_condition(query.where)}",
        query.secured and query.secured.words,
        query.group and f"GROUP BY {_group(query)}",
        query.having and f"HAVING {_condition(query.having)}",
        query.order and "ORDER BY " + ", ".join(map(_order, query.order)),
        f"LIMIT {query.limit}" if query.limit is not None else "",
        f"OFFSET {query.offset}" if query.offset else "",
        query.lock and query.lock.words,
        query.tracking and query.tracking.words,
    ]
    return " ".join(clause for clause in clauses if clause)
