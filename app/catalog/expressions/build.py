"""Parser callbacks to nodes. Method names are those of the grammar."""

from decimal import Decimal
from typing import cast

from lark import Token, Transformer, v_args

from app.catalog.expressions.tree import (
    And,
    Arithmetic,
    Compare,
    Comparison,
    Constant,
    Expression,
    Fact,
    Implies,
    Name,
    Not,
    Operator,
    Or,
    Present,
    Within,
)


def _at(token: Token) -> int:
    return token.start_pos or 0


def _number(token: str) -> int | Decimal:
    return Decimal(token) if "." in token else int(token)


def _negated(node: Constant) -> int | Decimal:
    # Only numbers reach this: the grammar and the callers see to it. copy_negate is exact, minus would round.
    return node.value.copy_negate() if isinstance(node.value, Decimal) else -cast("int", node.value)


@v_args(inline=True)
class TreeBuilder(Transformer[Token, Expression]):
    """Makes nodes bottom up while the parser reduces, so that depth of the source costs no stack."""

    def number(self, token: Token) -> Constant:
        return Constant(_number(token), _at(token))

    def signed_number(self, sign: Token, token: Token) -> Constant:
        return self.signed(sign, self.number(token))  # type: ignore[return-value]  # a number stays a constant

    def signed(self, sign: Token, operand: Expression) -> Expression:
        if sign == "+":
            return operand
        if isinstance(operand, Constant) and type(operand.value) in {int, Decimal}:
            return Constant(_negated(operand), _at(sign))
        return Arithmetic("-", Constant(0, _at(sign)), operand, _at(sign))

    def text(self, token: Token) -> Constant:
        return Constant(str(token)[1:-1], _at(token))

    def true(self, token: Token) -> Constant:
        return Constant(True, _at(token))

    def false(self, token: Token) -> Constant:
        return Constant(False, _at(token))

    def name(self, token: Token) -> Name:
        return Name(str(token), _at(token))

    def fact(self, attribute: Token, fact: Token) -> Fact:
        return Fact(str(attribute), str(fact), _at(attribute))

    def present(self, token: Token, attribute: Token) -> Present:
        return Present(str(attribute), _at(token))

    def within(self, attribute: Token, *values: Constant) -> Within:
        return Within(str(attribute), tuple(value.value for value in values), _at(attribute))

    def compare(self, left: Expression, operator: Token, right: Expression) -> Compare:
        return Compare(cast("Comparison", str(operator)), left, right, left.at)

    def arithmetic(self, left: Expression, operator: Token, right: Expression) -> Arithmetic:
        return Arithmetic(cast("Operator", str(operator)), left, right, left.at)

    def not_(self, token: Token, operand: Expression) -> Not:
        return Not(operand, _at(token))

    def and_(self, *operands: Expression) -> And:
        return And(operands, operands[0].at)

    def or_(self, *operands: Expression) -> Or:
        return Or(operands, operands[0].at)

    def implies(self, condition: Expression, consequence: Expression) -> Implies:
        return Implies(condition, consequence, condition.at)
