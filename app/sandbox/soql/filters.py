"""Conditions as SQL with bound values. Names come from the schema, never from the query."""

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.sandbox.failures import ApiError
from app.sandbox.ids import normalised
from app.sandbox.schema import Field

from .moments import span
from .scope import Operand
from .source import Source
from .tree import (
    Both,
    Compare,
    Condition,
    Expression,
    Includes,
    Literal,
    Member,
    Moment,
    Money,
    Not,
    Query,
    Quoted,
)

_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_WIDEST = 2**60
MOST_COMPARED = 5000
LISTED = "(SELECT value FROM json_each(?))"
"""One bound text for any number of values."""

SemiJoin = Callable[[Expression, Operand, Query], tuple[str, list[Any]]]


class Filters:
    """Two-valued: NOT is carried down to the comparisons, each of which says what null means for it.

    `values` grows in the order in which the SQL binds them.
    """

    def __init__(self, source: Source, resolve: Callable[[Expression], Operand], semi_join: SemiJoin) -> None:
        self._source = source
        self._resolve = resolve
        self._semi_join = semi_join
        self.values: list[Any] = []
        self._compared = 0

    def text(self, condition: Condition) -> str:
        return self._text(condition, negated=False)

    def _text(self, condition: Condition, *, negated: bool) -> str:
        if isinstance(condition, Not):
            return self._text(condition.inside, negated=not negated)
        if isinstance(condition, Both):
            operator = condition.operator if not negated else {"AND": "OR", "OR": "AND"}[condition.operator]
            return joined(operator, [self._text(part, negated=negated) for part in condition.parts])
        operand = self._resolve(condition.operand)
        if not operand.field.filterable:
            words = f"field '{operand.field.name}' can not be filtered in a query call"
            raise self._refused(condition.operand, words)
        if isinstance(condition, Compare):
            return self._compare(condition, operand, negated=negated)
        if isinstance(condition, Includes):
            return self._includes(condition, operand, negated=condition.negated != negated)
        return self._member(condition, operand, negated=condition.negated != negated)

    def _count(self, expression: Expression, several: int = 1) -> None:
        """Raises QUERY_TOO_COMPLICATED: the time SQLite needs to read comparisons grows with their square."""
        self._compared += several
        if self._compared > MOST_COMPARED:
            words = f"more than {MOST_COMPARED} comparisons"
            raise self._refused(expression, words, "QUERY_TOO_COMPLICATED")

    def _refused(self, expression: Expression, words: str, code: str = "INVALID_FIELD") -> ApiError:
        return self._source.refused(expression.at, words, code)

    def _wrong_kind(self, expression: Expression, field: Field) -> ApiError:
        unquoted = field.numeric or field.type in ("boolean", "date", "datetime")
        quotes = "should not be enclosed in quotes" if unquoted else "should be enclosed in quotes"
        kind = {"datetime": "dateTime"}.get(field.type, field.type)
        words = f"value of filter criterion for field '{field.name}' must be of type {kind} and {quotes}"
        return self._refused(expression, words)

    def _member(self, member: Member, operand: Operand, *, negated: bool) -> str:
        self._count(member.operand)
        if isinstance(member.values, Query):
            inside, values = self._semi_join(member.operand, operand, member.values)
            self.values += values
            return (
                f"({operand.sql} IS NULL OR {operand.sql} NOT IN ({inside}))"
                if negated
                else f"{operand.sql} IN ({inside})"
            )
        if operand.divisor or any(isinstance(value, (Moment, Money)) for value in member.values):
            return self._one_by_one(member, member.values, operand, negated=negated)
        bound = [self._bound(member.operand, operand.field, v) for v in member.values if v is not None]
        self.values.append(json.dumps([value for value in bound if value is not None]))
        inside = f"{operand.sql} IN {LISTED}"
        if None in member.values:
            return (
                f"({operand.sql} IS NOT NULL AND NOT ({inside}))"
                if negated
                else f"({operand.sql} IS NULL OR {inside})"
            )
        return f"({operand.sql} IS NULL OR NOT ({inside}))" if negated else inside

    def _one_by_one(
        self, member: Member, values: tuple[Literal, ...], operand: Operand, *, negated: bool
    ) -> str:
        wanted = [Compare(member.operand, "=", value) for value in values]
        parts = [self._compare(compare, operand, negated=negated) for compare in wanted]
        return joined("AND" if negated else "OR", parts)

    def _includes(self, includes: Includes, operand: Operand, *, negated: bool) -> str:
        self._count(includes.operand, len(includes.values))
        if operand.field.type != "multipicklist":
            raise self._refused(
                includes.operand,
                f"invalid operator on {operand.field.type} field '{operand.field.name}'",
                "INVALID_QUERY_FILTER_OPERATOR",
            )
        self.values += [value.plain for value in includes.values]
        inside = joined("OR", [f"soql_includes({operand.sql}, ?)"] * len(includes.values))
        return f"NOT {inside}" if negated else inside

    def _compare(self, compare: Compare, operand: Operand, *, negated: bool) -> str:
        self._count(compare.operand)
        if compare.operator == "LIKE":
            return self._like(compare, operand, negated=negated)
        operator = _OPPOSITE[compare.operator] if negated else compare.operator
        if compare.value is None:
            if operator not in ("=", "!="):
                raise self._refused(
                    compare.operand, f"null cannot be compared with '{compare.operator}'", "MALFORMED_QUERY"
                )
            return f"{operand.sql} IS {'NOT ' if operator == '!=' else ''}NULL"
        text = self._against(compare, operand, operator, compare.value)
        return (
            f"({operand.sql} IS NULL OR {text})"
            if operator == "!=" or (negated and operator != "=")
            else text
        )

    def _against(self, compare: Compare, operand: Operand, operator: str, value: Literal) -> str:
        field = operand.field
        if isinstance(value, Moment) and field.type in ("date", "datetime"):
            return self._moment(compare.operand, operand, operator, value)
        sign = "<>" if operator == "!=" else operator
        if isinstance(value, Decimal) and field.numeric:
            return self._number(compare.operand, operand, sign, value)
        self.values.append(self._bound(compare.operand, field, value))
        return f"{operand.sql} {sign} ?"

    def _number(self, expression: Expression, operand: Operand, sign: str, value: Decimal) -> str:
        """Exact: what lies between two stored numbers is compared with twice the stored one."""
        scaled = self._scaled(expression, operand.field, value)
        if operand.divisor:
            if max(abs(scaled.numerator), scaled.denominator) >= _WIDEST:
                raise self._out_of_range(expression, operand.field)
            self.values += [scaled.denominator, scaled.numerator]
            return f"{operand.sql} * ? {sign} {operand.divisor} * ?"
        if scaled.denominator == 1:
            self.values.append(scaled.numerator)
            return f"{operand.sql} {sign} ?"
        self.values.append(2 * (scaled.numerator // scaled.denominator) + 1)
        return f"{operand.sql} * 2 {sign} ?"

    def _scaled(self, expression: Expression, field: Field, value: Decimal) -> Fraction:
        scaled = Fraction(value) * Fraction(10) ** field.scale
        if abs(scaled) >= _WIDEST:
            raise self._out_of_range(expression, field)
        return scaled

    def _out_of_range(self, expression: Expression, field: Field) -> ApiError:
        words = f"number out of range for field '{field.name}'"
        return self._refused(expression, words, "NUMBER_OUTSIDE_VALID_RANGE")

    def _moment(self, expression: Expression, operand: Operand, operator: str, value: Moment) -> str:
        column, kind = operand.sql, operand.field.type
        if value.kind != "word" and value.kind != {"date": "date", "datetime": "time"}[kind]:
            raise self._wrong_kind(expression, operand.field)
        try:
            first, behind = span(value, kind)
        except (ValueError, OverflowError):
            raise self._refused(expression, f"Invalid date: {value.text[:60]}", "MALFORMED_QUERY") from None
        if not behind:
            self.values.append(first)
            return f"{column} {'<>' if operator == '!=' else operator} ?"
        if operator in ("=", "!="):
            self.values += [first, behind]
            return (
                f"({column} >= ? AND {column} < ?)" if operator == "=" else f"({column} < ? OR {column} >= ?)"
            )
        edges = {"<": (first, "<"), ">=": (first, ">="), "<=": (behind, "<"), ">": (behind, ">=")}
        self.values.append(edges[operator][0])
        return f"{column} {edges[operator][1]} ?"

    def _like(self, compare: Compare, operand: Operand, *, negated: bool) -> str:
        field = operand.field
        unfit = field.numeric or field.type in (
            "id",
            "reference",
            "boolean",
            "date",
            "datetime",
            "multipicklist",
        )
        if unfit or not isinstance(compare.value, Quoted):
            words = f"invalid operator on {field.type} field '{field.name}'"
            raise self._refused(compare.operand, words)
        self.values.append(compare.value.pattern)
        inside = f"soql_like({operand.sql}, ?)"
        return f"({operand.sql} IS NULL OR NOT {inside})" if negated else inside

    def _bound(self, expression: Expression, field: Field, value: Literal) -> Any:
        """The stored value; None for a number that lies between two stored ones."""
        if isinstance(value, Money):
            raise self._source.not_here(expression.at, f"A currency code with an amount ({value.text[:20]})")
        if field.numeric and isinstance(value, Decimal):
            scaled = self._scaled(expression, field, value)
            return scaled.numerator if scaled.denominator == 1 else None
        if field.type == "boolean" and isinstance(value, bool):
            return int(value)
        quotable = not field.numeric and field.type not in ("boolean", "date", "datetime")
        if isinstance(value, Quoted) and quotable:
            text = value.plain
            return self._id(expression, text) if field.type in ("id", "reference") else text
        raise self._wrong_kind(expression, field)

    def _id(self, expression: Expression, value: str) -> str:
        record_id = normalised(value)
        if record_id is None and value:
            raise self._refused(
                expression, f"invalid ID field: {value[:80]}", "INVALID_QUERY_FILTER_OPERATOR"
            )
        return record_id or ""


def joined(operator: str, parts: list[str]) -> str:
    """Halved again and again, so that a long chain is no deep tree for SQLite."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    return f"({joined(operator, parts[:half])} {operator} {joined(operator, parts[half:])})"
