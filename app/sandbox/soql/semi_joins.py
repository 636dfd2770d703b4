"""IN (SELECT ...): what the vendor allows there, and its SQL."""

from collections.abc import Iterator
from typing import Any

from app.sandbox.failures import ApiError
from app.sandbox.schema import Field

from .filters import Filters
from .operands import of_row, shown
from .refusals import refuse_extras
from .scope import Operand, Scope
from .tree import Both, Condition, Expression, Item, Member, Not, Path, Query

MOST = 2


def _semi_joins(condition: Condition, *, within_or: bool = False) -> Iterator[tuple[Member, bool]]:
    """Those of a condition, each with whether an OR stands above it."""
    if isinstance(condition, Not):
        yield from _semi_joins(condition.inside, within_or=within_or)
    elif isinstance(condition, Both):
        for part in condition.parts:
            yield from _semi_joins(part, within_or=within_or or condition.operator == "OR")
    elif isinstance(condition, Member) and isinstance(condition.values, Query):
        yield condition, within_or


class SemiJoins:
    """Those of one condition. Raises MALFORMED_QUERY for more of them than allowed, and for one below OR."""

    def __init__(self, scope: Scope, condition: Condition | None, *, deleted: bool) -> None:
        self._scope = scope
        self._deleted = deleted
        found = list(_semi_joins(condition)) if condition else []
        for n, (member, within_or) in enumerate(found, 1):
            if within_or:
                raise self._refused(
                    member.operand, "Semi join sub-selects are not allowed with the 'OR' operator"
                )
            if n > MOST:
                raise self._refused(member.operand, f"Maximum {MOST} semi join sub-selects are allowed")

    def _refused(self, expression: Expression, words: str) -> ApiError:
        return self._scope.source.refused(expression.at, words)

    def refused(self, expression: Expression, operand: Operand, query: Query) -> tuple[str, list[Any]]:
        raise self._refused(expression, "Nesting of semi join sub-selects is not supported")

    def text(self, expression: Expression, operand: Operand, query: Query) -> tuple[str, list[Any]]:
        """(SQL without parentheses, values)."""
        outer = _target(self._scope.entity.name, operand.field)
        if not outer:
            words = (
                "The left operand field in the where expression for outer query should be an id field, "
                f"cannot use: '{shown(expression)}'"
            )
            raise self._refused(expression, words)
        scope = Scope(self._scope.schema, self._scope.source, query, depth=1)
        if scope.entity is self._scope.entity:
            raise self._refused(
                query.source, "The inner and outer selects should not be on the same object type"
            )
        wanted = self._selected(scope, query)
        inner = of_row(scope, wanted)
        if _target(scope.entity.name, inner.field) not in (outer, "*") and outer != "*":
            words = (
                f"The selected field '{shown(wanted)}' in the subquery and the left operand field in the "
                f"where expression in the outer query '{shown(expression)}' "
                "should point to the same object type"
            )
            raise self._refused(wanted, words)
        filters = Filters(scope.source, lambda inside: of_row(scope, inside), self.refused)
        parts = [f"{inner.sql} IS NOT NULL"] + ([] if self._deleted else [f'{scope.table}."IsDeleted" = 0'])
        if query.where is not None:
            parts.append(filters.text(query.where))
        return f"SELECT {inner.sql} FROM {scope.tables} WHERE {' AND '.join(parts)}", filters.values  # noqa: S608 (names come from the schema)

    def _selected(self, scope: Scope, query: Query) -> Path:
        refuse_extras(scope.source, query)
        if query.group or query.order or query.limit is not None or query.offset:
            raise self._refused(
                query.source, "GROUP BY, ORDER BY, LIMIT and OFFSET are not allowed in a semi join sub-select"
            )
        only = query.select[0]
        if len(query.select) > 1 or not isinstance(only, Item) or not isinstance(only.expression, Path):
            raise self._refused(query.source, "A semi join sub-select selects exactly one field")
        return only.expression


def _target(entity: str, field: Field) -> str:
    """The object whose ids a field holds; empty for a field that holds none."""
    return entity if field.type == "id" else field.reference_to
