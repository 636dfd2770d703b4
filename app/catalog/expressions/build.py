"""Parser callbacks to nodes. Method names are those of the grammar."""

from decimal import Decimal
from typing import cast

from lark import Token, Transformer, v_args

from app.catalog.expressions.paths import kept
from app.catalog.expressions.tree import (
    Absolute,
    And,
    Arithmetic,
    Compare,
    Comparison,
    Constant,
    Counting,
    Expression,
    Fact,
    Fold,
    Folding,
    Given,
    Implies,
    Member,
    Name,
    Not,
    Operator,
    Or,
    Present,
    Rows,
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
        return Constant(_number(token), at=_at(token))

    def measured(self, token: Token, unit: Token) -> Constant:
        return Constant(_number(token), unit.strip('"'), _at(token))

    def signed_number(self, sign: Token, token: Token) -> Constant:
        return self.signed(sign, self.number(token))  # type: ignore[return-value]  # a number stays a constant

    def signed(self, sign: Token, operand: Expression) -> Expression:
        if sign == "+":
            return operand
        if isinstance(operand, Constant) and type(operand.value) in {int, Decimal}:
            return Constant(_negated(operand), operand.unit, _at(sign))
        return Arithmetic("-", Constant(0, at=_at(sign)), operand, _at(sign))

    def text(self, token: Token) -> Constant:
        return Constant(str(token)[1:-1], at=_at(token))

    def true(self, token: Token) -> Constant:
        return Constant(True, at=_at(token))

    def false(self, token: Token) -> Constant:
        return Constant(False, at=_at(token))

    def path(self, token: Token) -> Token:
        return token

    def mention(self, path: Token) -> Name | Fact:
        # Whether the last part is a fact or an attribute of a component shows only in the product.
        before, point, last = path.rpartition(".")
        if point and "]" not in last:
            return Fact(kept(before), last, _at(path))
        return Name(kept(path), _at(path))

    def present(self, token: Token, path: Token) -> Present:
        return Present(kept(path), _at(token), _at(path))

    def within(self, path: Token, *values: Constant) -> Within:
        return Within(kept(path), tuple(value.value for value in values), _at(path))

    def member(self, option: Token, path: Token) -> Member:
        return Member(str(option)[1:-1], kept(path), _at(option), _at(path))

    def absolute(self, token: Token, operand: Expression) -> Absolute:
        return Absolute(operand, _at(token))

    def given(self, value: Expression, condition: Expression) -> Given:
        return Given(value, condition, value.at)

    def fold(self, token: Token, *operands: Expression) -> Fold:
        return Fold(cast("Folding", str(token)), operands, _at(token))

    def rows(self, token: Token, path: Token, *condition: Expression) -> Rows:
        where = condition[0] if condition else None
        return Rows(cast("Counting", str(token)), kept(path), where, _at(token), _at(path))

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

    def excludes(self, one: Expression, other: Expression) -> Not:
        return Not(And((one, other), one.at), one.at)
