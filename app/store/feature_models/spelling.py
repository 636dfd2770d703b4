"""Constraints as sentences, for whoever is told that one of them says no."""

from typing import Final

from app.store.feature_models.model import Call, Constraint, Given, Operation, Reference

_WORDS: Final = {
    "&": "and",
    "|": "or",
    "=>": "needs",
    "<=>": "exactly with",
    "==": "=",
    "!=": "≠",
    "<=": "≤",
    ">=": "≥",
}


def spelled(constraint: Constraint) -> str:
    """``Currency Exchange needs Calculator.``"""
    return f"{_spelled(constraint)}."


def _spelled(constraint: Constraint) -> str:
    match constraint:
        case Reference(path=path):
            return ".".join(path)
        case Given(value=value):
            return str(value)
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(_spelled, arguments))})"
        case Operation(operator="!", operands=(operand,)):
            return f"not {_part(operand)}"
        case Operation(operator=operator, operands=operands):
            return f" {_WORDS.get(operator, operator)} ".join(map(_part, operands))


def _part(constraint: Constraint) -> str:
    simple = not isinstance(constraint, Operation) or constraint.operator == "!"
    return _spelled(constraint) if simple else f"({_spelled(constraint)})"
