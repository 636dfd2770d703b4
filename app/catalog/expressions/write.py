"""Tree to source text, with no parenthesis more than needed: equal meaning reads equal."""

import re

from app.catalog.expressions.grammar import RESERVED
from app.catalog.expressions.paths import written
from app.catalog.expressions.tree import (
    Absolute,
    And,
    Arithmetic,
    Compare,
    Constant,
    Expression,
    Fact,
    Fold,
    Given,
    Implies,
    Member,
    Name,
    Not,
    Or,
    Present,
    Rows,
    Scalar,
    Within,
)

_WORD = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_IMPLIES, _OR, _AND, _NOT, _COMPARE, _SUM, _TERM, _FACTOR = range(8)


def write(expression: Expression) -> str:
    """The source of a tree; ``parse`` of it gives an equal tree."""
    return _write(expression, _IMPLIES)


def _write(expression: Expression, needed: int) -> str:
    text, strength = _text(expression)
    return f"({text})" if strength < needed else text


def _text(expression: Expression) -> tuple[str, int]:
    match expression:
        case Implies(condition, consequence):
            return f"{_write(condition, _OR)} implies {_write(consequence, _IMPLIES)}", _IMPLIES
        case Or(operands):
            return " or ".join(_write(operand, _AND) for operand in operands), _OR
        case And(operands):
            return " and ".join(_write(operand, _NOT) for operand in operands), _AND
        case Not(operand):
            return f"not {_write(operand, _NOT)}", _NOT
        case Compare(operator, left, right):
            return f"{_write(left, _SUM)} {operator} {_write(right, _SUM)}", _COMPARE
        case Within(attribute, values):
            return f"{written(attribute)} in {{{', '.join(_literal(value) for value in values)}}}", _COMPARE
        case Member(option, path):
            return f'"{option}" in {written(path)}', _COMPARE
        case Arithmetic("*" | "/" as operator, left, right):
            return f"{_write(left, _TERM)} {operator} {_write(right, _FACTOR)}", _TERM
        case Arithmetic(operator, left, right):
            return f"{_write(left, _SUM)} {operator} {_write(right, _TERM)}", _SUM
    return _atom(expression), _FACTOR


def _atom(expression: Expression) -> str:
    match expression:
        case Constant(value, unit):
            return f"{_literal(value)} {_unit(unit)}".rstrip()
        case Name(attribute):
            return written(attribute)
        case Fact(attribute, fact):
            return f"{written(attribute)}.{fact}"
    return _call(expression)


def _call(expression: Expression) -> str:
    match expression:
        case Present(attribute):
            return f"present({written(attribute)})"
        case Absolute(operand):
            return f"abs({_write(operand, _SUM)})"
        case Fold(function, operands):
            return f"{function}({', '.join(_operand(operand) for operand in operands)})"
        case Rows(function, path, condition):
            where = "" if condition is None else f" where {_write(condition, _IMPLIES)}"
            return f"{function}({written(path)}{where})"
    raise TypeError(f"not an expression: {expression!r}")


def _operand(expression: Expression) -> str:
    if isinstance(expression, Given):
        return f"{_write(expression.value, _SUM)} where {_write(expression.condition, _IMPLIES)}"
    return _write(expression, _SUM)


def _unit(unit: str) -> str:
    return unit if not unit or (_WORD.fullmatch(unit) and unit not in RESERVED) else f'"{unit}"'


def _literal(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    return str(value) if isinstance(value, int) else f"{value:f}"
