"""Names and types of an expression, against the product that it speaks of."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from app.catalog.expressions import Expression, ExpressionInvalid, converted, evaluate, names
from app.catalog.expressions.paths import written
from app.catalog.expressions.tree import (
    Absolute,
    And,
    Arithmetic,
    Compare,
    Constant,
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
from app.catalog.near import did_you_mean
from app.catalog.product import Attribute, Product

Kind: TypeAlias = Literal["choice", "text", "truth", "number"]

_SAID: dict[Kind, str] = {
    "choice": "an option", "text": "a text", "truth": "a condition", "number": "a number",
}  # fmt: skip
_KIND_OF_ATTRIBUTE: dict[str, Kind] = {
    "choice": "choice",
    "boolean": "truth",
    "integer": "number",
    "decimal": "number",
}


_ROW = re.compile(r"\[[0-9]+\]")


def check_condition(expression: Expression, source: str, product: Product) -> tuple[ExpressionInvalid, ...]:
    """Everything wrong with a flat condition over ``product``, each pointing at its character."""
    return _checked(expression, "truth", product=product, source=source)


def check_number(expression: Expression, source: str, product: Product) -> tuple[ExpressionInvalid, ...]:
    """The same for a formula that gives a number."""
    return _checked(expression, "number", product=product, source=source)


def _checked(
    expression: Expression, wanted: Kind, *, product: Product, source: str
) -> tuple[ExpressionInvalid, ...]:
    reading = _Reading(product, source)
    reading.want(expression, wanted)
    return _once(reading.problems or converted(expression, product, source=source)[1])


def _once(problems: Iterable[ExpressionInvalid]) -> tuple[ExpressionInvalid, ...]:
    """A mistake in what is said of many rows is said of one of them."""
    seen = {(one.at, _ROW.sub("", one.message)): one for one in reversed(list(problems))}
    return tuple(reversed(seen.values()))


@dataclass(slots=True)
class _Reading:
    """``kind`` is None where a problem was said already, so that one mistake is reported once."""

    product: Product
    source: str
    problems: list[ExpressionInvalid] = field(default_factory=list)

    def want(self, node: Expression, wanted: Kind) -> None:
        kind = self.kind(node)
        if kind is not None and kind != wanted:
            self.refuse(node.at, f"{_SAID[wanted]} is needed here, this is {_SAID[kind]}")

    def kind(self, node: Expression) -> Kind | None:
        match node:
            case Constant(value):
                return _kind_of_constant(value)
            case Name(attribute):
                return self.named(attribute, node.at)
            case Fact(attribute, fact):
                return self.fact(attribute, fact, node.at)
            case Arithmetic() | Absolute() | Fold() | Given():
                self.computed(node)
                return "number"
            case Rows(path=path) | Member(path=path):
                self.refuse(node.at, f'there is no component or set "{written(path)}"')
                return None
        self.condition(node)
        return "truth"

    def computed(self, node: Arithmetic | Absolute | Fold | Given) -> None:
        match node:
            case Arithmetic(operator, left, right):
                self.want(left, "number")
                self.want(right, "number")
                if operator == "/":
                    self.divisor(right)
            case Absolute(operand):
                self.want(operand, "number")
            case Fold(_, operands) if _of_a_set(node):
                self.fact_of_a_set([operand for operand in operands if isinstance(operand, Fact)])
            case Fold(_, operands):
                for operand in operands:
                    self.want(operand, "number")
            case Given(value, condition):
                self.want(value, "number")
                self.want(condition, "truth")

    def divisor(self, node: Expression) -> None:
        if not self.problems and not names(node) and not evaluate(node, {}, self.product):
            self.refuse(node.at, "nothing is divided by 0; write another number")

    def condition(self, node: Expression) -> None:
        match node:
            case And(operands) | Or(operands):
                for operand in operands:
                    self.want(operand, "truth")
            case Not(operand):
                self.want(operand, "truth")
            case Implies(condition, consequence):
                self.want(condition, "truth")
                self.want(consequence, "truth")
            case Present(attribute):
                self.attribute(attribute, node.at)
            case Within():
                self.within(node)
            case Compare():
                self.compare(node)

    def named(self, key: str, at: int) -> Kind | None:
        attribute = self.attribute(key, at)
        if attribute is not None and attribute.kind == "text":
            self.refuse(at, f"{key} is a text that people write; a rule can only ask present({key})")
            return None
        return None if attribute is None else _KIND_OF_ATTRIBUTE[attribute.kind]

    def attribute(self, key: str, at: int) -> Attribute | None:
        found = self.product.attribute(key)
        if found is None:
            # Of a path, the first part is what the product does not have: expand() saw to the others.
            name = key.split(".")[0]
            known = dict.fromkeys(attribute.key.split(".")[0] for attribute in self.product.attributes)
            advice = self.quoted_option(name) or did_you_mean(name, known)
            self.refuse(at, f'there is no attribute "{name}"; {advice}')
        return found

    def quoted_option(self, key: str) -> str:
        owner = next((one.key for one in self.product.attributes if one.option(key)), None)
        return f'it is an option of {owner}: write "{key}" in quotes' if owner else ""

    def fact(self, key: str, fact: str, at: int) -> Kind | None:
        attribute = self.attribute(key, at)
        if attribute is None:
            return None
        known = [*attribute.facts, *(name for option in attribute.options for name in option.facts)]
        if fact not in known:
            self.refuse(at, f'{written(key)} has no fact "{fact}"; {did_you_mean(fact, known)}')
            return None
        return "number"

    def fact_of_a_set(self, facts: Sequence[Fact]) -> None:
        """A fact of those options of a set that have it."""
        members = [found for one in facts if (found := self.product.attribute(one.attribute))]
        known = {name for member in members for name in member.facts}
        if facts and facts[0].fact not in known:
            self.refuse(
                facts[0].at, f'no option has the fact "{facts[0].fact}"; {did_you_mean(facts[0].fact, known)}'
            )

    def within(self, node: Within) -> None:
        attribute = self.attribute(node.attribute, node.at)
        if attribute is not None and self.named(node.attribute, node.at) is not None:
            for value in node.values:
                self.member(attribute, value, node.at)

    def member(self, attribute: Attribute, value: Scalar, at: int) -> None:
        if attribute.canonical(value) is None:
            self.refuse(at, unknown_value(attribute, value))

    def compare(self, node: Compare) -> None:
        left, right = self.side(node, node.left), self.side(node, node.right)
        if left is None or right is None:
            return
        if node.operator not in {"=", "!="} and (left, right) != ("number", "number"):
            self.refuse(node.at, f'"{node.operator}" compares numbers; use "=", "!=" or "in" here')
        elif {left, right} == {"choice", "text"}:
            self.option_named(node)
        elif left != right or left == "text":
            self.refuse(node.at, f"{_SAID[left]} cannot be compared with {_SAID[right]}")

    def side(self, node: Compare, side: Expression) -> Kind | None:
        """The kind of one side; an unquoted option of the other side is answered as such."""
        other = node.right if side is node.left else node.left
        if isinstance(side, Name) and isinstance(other, Name) and not self.product.attribute(side.attribute):
            owner = self.product.attribute(other.attribute)
            if owner is not None and owner.kind == "choice":
                self.refuse(side.at, _quote_it(owner, side.attribute))
                return None
        return self.kind(side)

    def option_named(self, node: Compare) -> None:
        name, text = (node.left, node.right) if isinstance(node.left, Name) else (node.right, node.left)
        if isinstance(name, Name) and isinstance(text, Constant):
            attribute = self.product.attribute(name.attribute)
            if attribute is not None:
                self.member(attribute, text.value, text.at)

    def refuse(self, at: int, message: str) -> None:
        self.problems.append(ExpressionInvalid(message, self.source, at))


def _of_a_set(node: Fold) -> bool:
    """Whether it was written ``software.weight``: only there do operands stand where their sum does."""
    return bool(node.operands) and all(isinstance(one, Fact) and one.at == node.at for one in node.operands)


def unknown_value(attribute: Attribute, value: object) -> str:
    """Why a value does not belong to the attribute, and which does."""
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    name = written(attribute.key)
    if attribute.kind == "choice":
        keys = [option.key for option in attribute.options]
        return f'{name} has no option "{shown}"; {did_you_mean(shown, keys)}'
    if attribute.kind == "boolean":
        return f"{name} is true or false, not {shown}"
    if attribute.kind == "text":
        return f"{name} is {attribute.wanted_text}, not {shown}"
    steps = f" in steps of {attribute.step}" if attribute.step != 1 else ""
    span = f"{attribute.minimum} to {attribute.maximum}{steps}"
    return f"{name} goes from {span}; {shown} is none of them"


def _quote_it(owner: Attribute, word: str) -> str:
    if owner.option(word):
        return f'there is no attribute "{word}"; it is an option of {owner.key}: write "{word}" in quotes'
    known = [option.key for option in owner.options]
    return f'there is no attribute "{word}" and {owner.key} has no such option; {did_you_mean(word, known)}'


def _kind_of_constant(value: Scalar) -> Kind:
    if isinstance(value, bool):
        return "truth"
    return "number" if isinstance(value, int | Decimal) else "text"
