"""Queries over groups: COUNT() alone, and rows of type AggregateResult."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.sandbox.schema import Field
from app.sandbox.values import amount, to_answer

from .scope import Operand
from .statement import Statement
from .tree import Function, Item, Path

Json = dict[str, Any]


class Groups:
    """`columns` in the order of the SELECT list; `record` reads a row of them."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._names: list[str] = []
        self._read: list[tuple[Field, int, int]] = []
        self.columns: list[str] = []
        self._unnamed = 0
        for item in statement.query.select:
            if isinstance(item, Item):
                self._add(item)

    def _add(self, item: Item) -> None:
        expression, source = item.expression, self._statement.source
        if expression == Function("COUNT"):
            raise source.refused(expression.at, "COUNT() must stand alone, else use COUNT(field)")
        operand = self._statement.grouping.operand(expression)
        name = item.alias or self._name(expression, operand)
        if name.lower() in (known.lower() for known in self._names):
            raise source.refused(expression.at, f"duplicate alias: {name[:80]}")
        self._names.append(name)
        at = self._column(operand.sql)
        self._read.append((operand.field, at, self._column(operand.divisor) if operand.divisor else -1))

    def _name(self, expression: Path | Function, operand: Operand) -> str:
        if isinstance(expression, Path):
            return operand.field.name
        self._unnamed += 1
        return f"expr{self._unnamed - 1}"

    def _column(self, sql: str) -> int:
        self.columns.append(sql)
        return len(self.columns) - 1

    def record(self, row: tuple[Any, ...]) -> Json:
        record: Json = {"attributes": {"type": "AggregateResult"}}
        for name, (field, at, divisor) in zip(self._names, self._read, strict=True):
            record[name] = (
                _average(field, row[at], row[divisor]) if divisor >= 0 else to_answer(field, row[at])
            )
        return record


def _average(field: Field, total: int | None, count: int) -> Any:
    """Rounded to 12 decimals beyond those of the field."""
    if total is None:
        return None
    whole, rest = divmod(total, count)
    if rest == 0:
        return amount(field, whole)
    exact = Decimal(total) / Decimal(count)
    return exact.scaleb(-field.scale).quantize(Decimal(1).scaleb(-12), ROUND_HALF_UP)
