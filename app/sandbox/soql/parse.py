"""Tokens to a syntax tree, by recursive descent."""

from .conditions import Conditions, expression
from .cursor import Cursor
from .source import Source
from .tree import AllFields, Condition, Expression, Extra, Item, Order, Path, Query, TypeOf

_FIELDS = ("ALL", "STANDARD", "CUSTOM")
_MODES = ("SECURITY_ENFORCED", "USER_MODE", "SYSTEM_MODE")
_LOCKS = ("UPDATE", "VIEW", "REFERENCE")
_TRACKING = ("TRACKING", "VIEWSTAT")
_CATEGORY_STEPS = ("AT", "ABOVE", "BELOW", "ABOVE_OR_BELOW")


def _query(cursor: Cursor) -> Query:
    with cursor.deeper():
        at = cursor.next.at
        cursor.expect("SELECT")
        select = [_item(cursor)]
        while cursor.accept(","):
            select.append(_item(cursor))
        cursor.expect("FROM")
        source, alias = cursor.path(), cursor.alias()
        joined = _joined(cursor)
        scope = _scope(cursor)
        where = _condition(cursor) if cursor.accept("WHERE") else None
        secured = _secured(cursor)
        group, rollup = _group(cursor)
        having = _condition(cursor) if group and cursor.accept("HAVING") else None
        order = _orders(cursor) if cursor.accept("ORDER", "BY") else ()
        limit = cursor.whole() if cursor.accept("LIMIT") else None
        offset = cursor.whole() if cursor.accept("OFFSET") else 0
        lock = _clause(cursor, "FOR", _LOCKS)
        tracking = _clause(cursor, "UPDATE", _TRACKING)
    return Query(
        tuple(select),
        source,
        alias,
        joined,
        where,
        group,
        rollup,
        having,
        order,
        limit,
        offset,
        scope,
        secured,
        lock,
        tracking,
        at,
    )


def _item(cursor: Cursor) -> Item | AllFields | TypeOf | Query:
    if cursor.accept("("):
        inner = _query(cursor)
        cursor.expect(")")
        return inner
    if cursor.next.upper == "FIELDS" and cursor.is_call:
        at = cursor.take().at
        cursor.expect("(")
        which = cursor.one_of(_FIELDS)
        cursor.expect(")")
        return AllFields(which, at)
    if cursor.next.upper == "TYPEOF":
        return _typeof(cursor)
    return Item(expression(cursor), cursor.alias())


def _typeof(cursor: Cursor) -> TypeOf:
    at, path, cases = cursor.take().at, cursor.path(), []
    cursor.expect("WHEN")
    while True:
        name = cursor.name().text
        cursor.expect("THEN")
        cases.append((name, _paths(cursor)))
        if not cursor.accept("WHEN"):
            break
    otherwise = _paths(cursor) if cursor.accept("ELSE") else ()
    cursor.expect("END")
    return TypeOf(path, tuple(cases), otherwise, at)


def _paths(cursor: Cursor) -> tuple[Path, ...]:
    found = [cursor.path()]
    while cursor.accept(","):
        found.append(cursor.path())
    return tuple(found)


def _joined(cursor: Cursor) -> tuple[tuple[Path, str], ...]:
    found = []
    while cursor.accept(","):
        path, alias = cursor.path(), cursor.alias()
        if not alias or len(path.parts) < 2:
            raise cursor.unexpected()
        found.append((path, alias))
    return tuple(found)


def _scope(cursor: Cursor) -> Extra | None:
    at = cursor.next.at
    return Extra(f"USING SCOPE {cursor.name().text}", at) if cursor.accept("USING", "SCOPE") else None


def _secured(cursor: Cursor) -> Extra | None:
    at = cursor.next.at
    if not cursor.accept("WITH"):
        return None
    if not cursor.accept("DATA", "CATEGORY"):
        return Extra(f"WITH {cursor.one_of(_MODES)}", at)
    parts = [_category(cursor)]
    while cursor.accept("AND"):
        parts.append(_category(cursor))
    return Extra("WITH DATA CATEGORY " + " AND ".join(parts), at)


def _category(cursor: Cursor) -> str:
    group, step = cursor.name().text, cursor.one_of(_CATEGORY_STEPS)
    if not cursor.accept("("):
        return f"{group} {step} {cursor.name().text}"
    names = ", ".join(path.text for path in _paths(cursor))
    cursor.expect(")")
    return f"{group} {step} ({names})"


def _group(cursor: Cursor) -> tuple[tuple[Expression, ...], str]:
    if not cursor.accept("GROUP", "BY"):
        return (), ""
    rollup = ""
    if cursor.is_call and cursor.next.upper in ("ROLLUP", "CUBE"):
        rollup = cursor.take().upper
        cursor.expect("(")
    found = [expression(cursor)]
    while cursor.accept(","):
        found.append(expression(cursor))
    if rollup:
        cursor.expect(")")
    return tuple(found), rollup


def _condition(cursor: Cursor) -> Condition:
    return Conditions(cursor, _query).condition()


def _clause(cursor: Cursor, word: str, wanted: tuple[str, ...]) -> Extra | None:
    at = cursor.next.at
    return Extra(f"{word} {cursor.one_of(wanted)}", at) if cursor.accept(word) else None


def _orders(cursor: Cursor) -> tuple[Order, ...]:
    found = [_order(cursor)]
    while cursor.accept(","):
        found.append(_order(cursor))
    return tuple(found)


def _order(cursor: Cursor) -> Order:
    wanted = expression(cursor)
    descending = cursor.accept("DESC")
    if not descending:
        cursor.accept("ASC")
    nulls = cursor.one_of(("FIRST", "LAST")) if cursor.accept("NULLS") else "FIRST"
    return Order(wanted, descending, nulls == "LAST")


def parse(text: str) -> tuple[Query, Source]:
    """Raises ApiError MALFORMED_QUERY, with row and column."""
    cursor = Cursor(text)
    query = _query(cursor)
    if cursor.accept("ALL", "ROWS"):
        raise cursor.source.refused(cursor.next.at, "ALL ROWS not allowed in this context")
    if cursor.next.kind != "end":
        raise cursor.unexpected()
    return query, cursor.source
