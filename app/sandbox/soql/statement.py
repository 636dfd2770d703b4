"""One SELECT over one object: joins, condition, groups, order, page; all values bound."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.sandbox.schema import Entity, Schema

from .filters import LISTED, Filters
from .grouping import Grouping
from .operands import of_row
from .scope import Operand, Scope
from .semi_joins import SemiJoins
from .source import Source
from .tree import Expression, Query

MAX_OFFSET = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """What holds for a query and all within it. `deleted` rows are seen too if it says so."""

    schema: Schema
    source: Source
    deleted: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A further condition of our own."""

    text: str
    value: Any

    @classmethod
    def to(cls, column: str, ids: list[str]) -> "Narrowed":
        return cls(f"{column} IN {LISTED}", json.dumps(ids))


class Statement:
    def __init__(self, asked: Asked, query: Query, entity: Entity | None = None) -> None:
        self.query = query
        self.source = asked.source
        self.scope = Scope(asked.schema, asked.source, query, entity=entity)
        self.grouping = Grouping(self.scope, query)
        self._asked = asked

    def rows(self, columns: Sequence[str], narrowed: Narrowed | None = None) -> tuple[str, list[Any]]:
        """(SQL, values). A narrowed statement leaves the page to its caller."""
        where, values = self._where(narrowed)
        groups, group_values = self._groups()
        order = self._order()
        page = self._page() if narrowed is None else ""
        text = f"SELECT {', '.join(columns)} FROM {self.scope.tables} WHERE {where}{groups}{order}{page}"  # noqa: S608 (names come from the schema)
        return text, values + group_values

    def counted(self) -> tuple[str, list[Any]]:
        text, values = self.rows(["1"])
        return f"SELECT count(*) FROM ({text})", values  # noqa: S608 (names come from the schema)

    def _where(self, narrowed: Narrowed | None) -> tuple[str, list[Any]]:
        scope, query = self.scope, self.query
        parts = [] if self._asked.deleted else [f'{scope.table}."IsDeleted" = 0']
        semi_joins = SemiJoins(scope, query.where, deleted=self._asked.deleted)
        filters = Filters(self.source, lambda expression: of_row(scope, expression), semi_joins.text)
        if query.where is not None:
            parts.append(filters.text(query.where))
        if narrowed is not None:
            parts.append(narrowed.text)
            filters.values.append(narrowed.value)
        return " AND ".join(parts) or "1", filters.values

    def _groups(self) -> tuple[str, list[Any]]:
        query = self.query
        if not query.group:
            return "", []
        text = f" GROUP BY {', '.join(self.grouping.keys)}"
        if query.having is None:
            return text, []
        semi_joins = SemiJoins(self.scope, query.having, deleted=self._asked.deleted)
        filters = Filters(self.source, self.grouping.operand, semi_joins.refused)
        return f"{text} HAVING {filters.text(query.having)}", filters.values

    def _order(self) -> str:
        grouped = self.grouping.is_used
        terms = []
        for order in self.query.order:
            operand = self._ordered(order.expression)
            sql = f"{operand.sql} * 1.0 / {operand.divisor}" if operand.divisor else operand.sql
            direction = " DESC" if order.descending else ""
            terms.append(f"{sql}{direction} NULLS {'LAST' if order.nulls_last else 'FIRST'}")
        terms += self.grouping.keys if grouped else [f"{self.scope.table}.rowid"]
        return f" ORDER BY {', '.join(terms)}" if terms else ""

    def _ordered(self, expression: Expression) -> Operand:
        if self.grouping.is_used:
            return self.grouping.operand(expression, words="Ordered field must be grouped or aggregated")
        operand = of_row(self.scope, expression)
        if not operand.field.sortable:
            words = f"field '{operand.field.name}' can not be sorted in a query call"
            raise self.source.refused(expression.at, words, "INVALID_FIELD")
        return operand

    def _page(self) -> str:
        limit, offset = self.query.limit, self.query.offset
        if offset > MAX_OFFSET:
            words = f"Maximum SOQL offset allowed is {MAX_OFFSET}: {offset}"
            raise self.source.refused(self.query.at, words, "NUMBER_OUTSIDE_VALID_RANGE")
        return (
            f" LIMIT {-1 if limit is None else limit} OFFSET {offset}" if limit is not None or offset else ""
        )
