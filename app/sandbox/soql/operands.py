"""Expressions as SQL: fields, parts of dates, and what is counted and summed over a group."""

from dataclasses import replace

from app.sandbox.failures import ApiError
from app.sandbox.schema import Field

from .conditions import AGGREGATES, DATE_PARTS
from .scope import Operand, Scope
from .tree import Expression, Function, Path

_TIMES_ONLY = frozenset({"HOUR_IN_DAY", "DAY_ONLY"})
_SHOWN = {"TOLABEL": "toLabel()", "FORMAT": "FORMAT()", "CONVERTCURRENCY": "convertCurrency()"}
_COUNTS = ("COUNT", "COUNT_DISTINCT")


def is_aggregate(expression: Expression) -> bool:
    return isinstance(expression, Function) and expression.name in AGGREGATES


def shown(expression: Expression) -> str:
    """For a refusal."""
    return expression.text[:80] if isinstance(expression, Path) else expression.name


def of_row(scope: Scope, expression: Expression) -> Operand:
    """The value that one row has. Raises for what only a group has and what is not built in."""
    if isinstance(expression, Path):
        return scope.place(expression).operand
    if expression.name in DATE_PARTS:
        return _part(scope, expression)
    if expression.name in AGGREGATES:
        raise scope.source.refused(
            expression.at, f"Aggregate functions are not allowed here: {expression.name}"
        )
    what = _SHOWN.get(expression.name, expression.name + "()")
    raise scope.source.not_here(expression.at, what)


def _part(scope: Scope, function: Function) -> Operand:
    inner = _only(scope, function)
    if isinstance(inner, Function) and inner.name == "CONVERTTIMEZONE":
        inner = _only(scope, inner)
    if not isinstance(inner, Path):
        raise _wrong_argument(scope, function)
    operand = scope.place(inner).operand
    if operand.field.type not in (("datetime",) if function.name in _TIMES_ONLY else ("date", "datetime")):
        raise _wrong_argument(scope, function)
    kind = "date" if function.name == "DAY_ONLY" else "int"
    return Operand(f"soql_part({operand.sql}, '{function.name}')", Field(function.name, kind, function.name))


def _only(scope: Scope, function: Function) -> Expression:
    only = function.arguments[0] if len(function.arguments) == 1 else None
    if not isinstance(only, (Path, Function)):
        raise _wrong_argument(scope, function)
    return only


def _wrong_argument(scope: Scope, function: Function) -> ApiError:
    what = "a dateTime field" if function.name in _TIMES_ONLY else "a date or dateTime field"
    return scope.source.refused(function.at, f"{function.name} needs {what}")


def of_group(scope: Scope, function: Function) -> Operand:
    """The value of an aggregate."""
    if not function.arguments:
        return _counted(scope, function)
    inner = function.arguments[0]
    if not isinstance(inner, (Path, Function)) or is_aggregate(inner):
        raise scope.source.refused(function.at, f"{function.name} needs a field")
    operand = of_row(scope, inner)
    if not _fits(function.name, operand.field):
        words = f"field {operand.field.name} does not support aggregate operator {function.name}"
        raise scope.source.refused(function.at, words)
    return _over(function.name, operand)


def _counted(scope: Scope, function: Function) -> Operand:
    if function.name != "COUNT":
        raise scope.source.refused(function.at, f"{function.name} needs a field")
    return Operand("count(*)", Field("COUNT", "int", "COUNT"))


def _fits(function: str, field: Field) -> bool:
    if function in ("SUM", "AVG"):
        return field.numeric
    return field.filterable and field.type not in ("boolean", "multipicklist")


def _over(function: str, operand: Operand) -> Operand:
    sql = operand.sql
    if function in _COUNTS:
        distinct = "DISTINCT " if function == "COUNT_DISTINCT" else ""
        return Operand(f"count({distinct}{sql})", Field(function, "int", function))
    if function == "AVG":
        return Operand(f"sum({sql})", replace(operand.field, type="double"), f"count({sql})")
    return Operand(f"{function.lower()}({sql})", operand.field)
