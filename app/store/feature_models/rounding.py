"""A number made whole, compared with a number: where the number itself has to be."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from app.catalog.expressions.tree import And, Compare, Comparison, Constant, Expression, Not


def rounded(function: str, sign: Comparison, value: Expression, *, number: Decimal) -> Expression:
    """``floor(value) < 2.5`` is ``value < 3``, and ``ceil(value) > 2.5`` is ``value > 2``.

    ``function`` is ``floor`` or ``ceil``.
    """
    below = int(number.to_integral_value(ROUND_FLOOR))
    above = int(number.to_integral_value(ROUND_CEILING))
    match sign:
        case "!=":
            return Not(rounded(function, "=", value, number=number))
        case "=" if below != above:
            return Constant(False)
        case "=" if function == "floor":
            return And((Compare(">=", value, Constant(below)), Compare("<", value, Constant(below + 1))))
        case "=":
            return And((Compare(">", value, Constant(above - 1)), Compare("<=", value, Constant(above))))
        case "<=" | ">":
            if function == "ceil":
                return Compare(sign, value, Constant(below))
            return Compare("<" if sign == "<=" else ">=", value, Constant(below + 1))
    if function == "floor":
        return Compare(sign, value, Constant(above))
    return Compare("<=" if sign == "<" else ">", value, Constant(above - 1))
