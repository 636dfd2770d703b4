"""GROUP BY: which fields stand for a group, and what may be asked of it."""

from app.sandbox.failures import ApiError

from .operands import is_aggregate, of_group, of_row, shown
from .scope import Operand, Scope
from .tree import Expression, Function, Item, Query


class Grouping:
    """`keys` are the grouped expressions in SQL. Without GROUP BY, aggregates make all rows one group."""

    def __init__(self, scope: Scope, query: Query) -> None:
        self._scope = scope
        self.keys = list(dict.fromkeys(self._key(expression) for expression in query.group))
        items = [item for item in query.select if isinstance(item, Item)]
        self.is_used = bool(query.group) or any(is_aggregate(item.expression) for item in items)
        if self.is_used:
            self._check_alone(query)

    def _key(self, expression: Expression) -> str:
        if is_aggregate(expression):
            raise self._refused(expression, f"{shown(expression)} can not be grouped by")
        operand = of_row(self._scope, expression)
        if not operand.field.groupable:
            words = f"field '{operand.field.name}' can not be grouped in a query call"
            raise self._refused(expression, words, "INVALID_FIELD")
        return operand.sql

    def _refused(self, expression: Expression, words: str, code: str = "MALFORMED_QUERY") -> ApiError:
        return self._scope.source.refused(expression.at, words, code)

    def _check_alone(self, query: Query) -> None:
        """Raises for what the vendor does not let stand beside aggregates."""
        for item in query.select:
            if not isinstance(item, Item):
                words = "Aggregates and groups cannot stand beside FIELDS, TYPEOF or a sub-select"
                raise self._scope.source.refused(item.at, words)
        if not query.group and query.limit is not None and not counts_only(query):
            words = "Non-grouped query that uses overall aggregate functions cannot also use LIMIT"
            raise self._scope.source.refused(query.at, words)

    def operand(
        self, expression: Expression, *, words: str = "Field must be grouped or aggregated"
    ) -> Operand:
        if isinstance(expression, Function) and is_aggregate(expression):
            return of_group(self._scope, expression)
        operand = of_row(self._scope, expression)
        if operand.sql not in self.keys:
            raise self._refused(expression, f"{words}: {shown(expression)}")
        return operand


def counts_only(query: Query) -> bool:
    """`SELECT COUNT()`."""
    only = query.select[0]
    return isinstance(only, Item) and only.expression == Function("COUNT") and len(query.select) == 1
