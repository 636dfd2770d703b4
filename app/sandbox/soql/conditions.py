"""Tokens to expressions and conditions."""

import re
from collections.abc import Callable
from decimal import Decimal

from .cursor import Cursor
from .lexer import Token
from .moments import is_word
from .tree import (
    Both,
    Compare,
    Condition,
    Expression,
    Function,
    Includes,
    Literal,
    Member,
    Moment,
    Money,
    Not,
    Query,
    Quoted,
)

AGGREGATES = frozenset({"COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"})
DATE_PARTS = frozenset(
    {
        "CALENDAR_MONTH",
        "CALENDAR_QUARTER",
        "CALENDAR_YEAR",
        "DAY_IN_MONTH",
        "DAY_IN_WEEK",
        "DAY_IN_YEAR",
        "DAY_ONLY",
        "FISCAL_MONTH",
        "FISCAL_QUARTER",
        "FISCAL_YEAR",
        "HOUR_IN_DAY",
        "WEEK_IN_MONTH",
        "WEEK_IN_YEAR",
    }
)
_OTHERS = frozenset({"TOLABEL", "FORMAT", "CONVERTCURRENCY", "CONVERTTIMEZONE", "GROUPING", "DISTANCE"})
_OPERATORS = {"=": "=", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "LIKE": "LIKE"}
_MONEY = re.compile(r"[A-Za-z]{3}\d+(?:\.\d+)?")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)", re.DOTALL)
_LEGAL = frozenset("nNrRtTbBfF\"'\\_%")
_LONGEST_NUMBER = 60
_WORDS: dict[str, Literal] = {"NULL": None, "TRUE": True, "FALSE": False}

Subquery = Callable[[Cursor], Query]


def expression(cursor: Cursor) -> Expression:
    if not cursor.is_call:
        return cursor.path()
    token = cursor.take()
    if token.upper not in AGGREGATES | DATE_PARTS | _OTHERS:
        raise cursor.source.refused(token.at, f"unknown function: '{token.text[:60]}'")
    cursor.expect("(")
    with cursor.deeper():
        arguments = _arguments(cursor, token)
    cursor.expect(")")
    return Function(token.upper, arguments, token.at)


def _arguments(cursor: Cursor, function: Token) -> tuple[Expression | Quoted | Decimal, ...]:
    if function.upper == "DISTANCE":
        return _distance(cursor)
    return () if cursor.next.upper == ")" else (expression(cursor),)


def _distance(cursor: Cursor) -> tuple[Expression | Quoted | Decimal, ...]:
    where = cursor.path()
    cursor.expect(",")
    token = cursor.next
    cursor.expect("GEOLOCATION", "(")
    latitude = _number(cursor)
    cursor.expect(",")
    longitude = _number(cursor)
    cursor.expect(")", ",")
    return where, Function("GEOLOCATION", (latitude, longitude), token.at), quoted(cursor)


def _number(cursor: Cursor) -> Decimal:
    if cursor.next.kind != "number":
        raise cursor.unexpected()
    token = cursor.take()
    if len(token.text) > _LONGEST_NUMBER:
        words = f"number out of range: {token.text[:40]}"
        raise cursor.source.refused(token.at, words, "NUMBER_OUTSIDE_VALID_RANGE")
    return Decimal(token.text)


def quoted(cursor: Cursor) -> Quoted:
    if cursor.next.kind != "text":
        raise cursor.unexpected()
    token = cursor.take()
    for escape in _ESCAPE.findall(token.text[1:-1]):
        if len(escape) == 2 and escape[1] not in _LEGAL:
            words = (
                f"Invalid string literal {token.text[:60]}. "
                f"Illegal character sequence '{escape}' in string literal."
            )
            raise cursor.source.refused(token.at, words)
    return Quoted(token.text[1:-1])


def literal(cursor: Cursor) -> Literal:
    token = cursor.next
    if token.kind == "text":
        return quoted(cursor)
    if token.kind == "number":
        return _number(cursor)
    if token.kind in ("date", "time"):
        return Moment(cursor.take().text, token.kind)
    if token.kind == "money" or _MONEY.fullmatch(token.text):
        return Money(cursor.take().text.upper())
    if token.upper in _WORDS:
        return _WORDS[cursor.take().upper]
    if not is_word(token.upper):
        raise cursor.unexpected()
    return Moment(cursor.take().upper, "word")


class Conditions:
    """`subquery` reads the query of a semi-join."""

    def __init__(self, cursor: Cursor, subquery: Subquery) -> None:
        self._cursor = cursor
        self._subquery = subquery

    def condition(self) -> Condition:
        cursor = self._cursor
        parts, operator = [self._term()], ""
        while cursor.next.upper in ("AND", "OR"):
            if operator and cursor.next.upper != operator:
                raise cursor.unexpected()
            operator = cursor.take().upper
            parts.append(self._term())
        return parts[0] if len(parts) == 1 else Both(operator, tuple(parts))

    def _term(self) -> Condition:
        cursor = self._cursor
        with cursor.deeper():
            if cursor.accept("NOT"):
                return Not(self._term())
            if cursor.accept("("):
                inside = self.condition()
                cursor.expect(")")
                return inside
            return self._comparison(expression(cursor))

    def _comparison(self, operand: Expression) -> Condition:
        cursor = self._cursor
        if cursor.accept("NOT", "IN"):
            return Member(operand, self._set(), True)
        if cursor.accept("IN"):
            return Member(operand, self._set(), False)
        if cursor.next.upper in ("INCLUDES", "EXCLUDES"):
            return self._includes(operand, negated=cursor.take().upper == "EXCLUDES")
        operator = _OPERATORS.get(cursor.next.upper)
        if operator is None:
            raise cursor.unexpected()
        cursor.take()
        return Compare(operand, operator, literal(cursor))

    def _includes(self, operand: Expression, *, negated: bool) -> Includes:
        cursor = self._cursor
        cursor.expect("(")
        values = [quoted(cursor)]
        while cursor.accept(","):
            values.append(quoted(cursor))
        cursor.expect(")")
        return Includes(operand, tuple(values), negated)

    def _set(self) -> tuple[Literal, ...] | Query:
        cursor = self._cursor
        cursor.expect("(")
        if cursor.next.upper == "SELECT":
            inner: tuple[Literal, ...] | Query = self._subquery(cursor)
        else:
            values = [literal(cursor)]
            while cursor.accept(","):
                values.append(literal(cursor))
            inner = tuple(values)
        cursor.expect(")")
        return inner
