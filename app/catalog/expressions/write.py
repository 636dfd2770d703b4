"""Tree to source text, with no parenthesis more than needed: equal meaning reads equal."""

from app.catalog.expressions.tree import (
    And,
    Arithmetic,
    Compare,
    Constant,
    Expression,
    Fact,
    Implies,
    Name,
    Not,
    Or,
    Present,
    Scalar,
    Within,
)

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
            return f"{attribute} in {{{', '.join(_literal(value) for value in values)}}}", _COMPARE
        case Arithmetic("*", left, right):
            return f"{_write(left, _TERM)} * {_write(right, _FACTOR)}", _TERM
        case Arithmetic(operator, left, right):
            return f"{_write(left, _SUM)} {operator} {_write(right, _TERM)}", _SUM
    return _atom(expression), _FACTOR


def _atom(expression: Expression) -> str:
    match expression:
        case Constant(value):
            return _literal(value)
        case Name(attribute):
            return attribute
        case Fact(attribute, fact):
            return f"{attribute}.{fact}"
        case Present(attribute):
            return f"present({attribute})"
    raise TypeError(f"not an expression: {expression!r}")


def _literal(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"'
    return str(value) if isinstance(value, int) else f"{value:f}"
