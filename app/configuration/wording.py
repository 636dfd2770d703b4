"""Sentences about choices and conditions, in the names that people see."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal as OneOf

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
    Name,
    Not,
    Or,
    Present,
    Scalar,
    Within,
)
from app.catalog.product import Attribute, Product, Value

_COMPARED: Mapping[str, str] = {
    "=": "is",
    "!=": "is not",
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
}

_ENDS: Mapping[str, str] = {"least": "least", "greatest": "most"}

_FOLDED: Mapping[str, str] = {"sum": "sum", "min": "smallest", "max": "largest"}


def value_text(attribute: Attribute, value: Scalar) -> str:
    """``n78 3.5 GHz``, ``yes``, ``12 m``."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    option = attribute.option(value) if isinstance(value, str) else None
    if option is not None:
        return option.name
    return f"{value} {attribute.unit}".rstrip()


def choice_text(attribute: Attribute, value: Value) -> str:
    """``Band: n78 3.5 GHz``."""
    return f"{attribute.name}: {value_text(attribute, value)}"


def condition_text(attribute: Attribute, product: Product) -> str:
    """When a conditional attribute applies: ``Mast height applies only while Mounting is Mast.``"""
    if attribute.when is None:
        return ""
    if attribute.when == Constant(False):
        return f"{attribute.name} is offered {attribute.period}.".replace(" .", ".")
    return f"{attribute.name} applies exactly while {_words(attribute.when, product)}."


def preset_text(attribute: Attribute) -> str:
    """``Mast height is always 12 m.``"""
    if attribute.preset is None:
        return ""
    return f"{attribute.name} is always {value_text(attribute, attribute.preset)}."


def conflict_text(wish: str, choices: Sequence[str], rules: Sequence[str]) -> str:
    because = " ".join(rules)
    if choices:
        return f"{wish} does not go with {listed(choices)}. {because}".rstrip()
    return f"{wish} is not possible. {because}".rstrip()


def consequence_text(attribute: Attribute, value: Value | None, choices: Sequence[str]) -> str:
    """``Antenna: Active follows from Band: n78.``, ``Mast height does not apply with Mounting: Wall.``"""
    if value is None and attribute.need:
        return f"No answer to {attribute.name} {'goes with ' if choices else 'is possible'}{listed(choices)}."
    if value is None:
        return f"{attribute.name} {'does not apply with ' if choices else 'never applies'}{listed(choices)}."
    follows = f"follows from {listed(choices)}" if choices else "is all that is ever possible"
    return f"{choice_text(attribute, value)} {follows}."


def end_text(
    attribute: Attribute, value: Value, choices: Sequence[str], *, end: OneOf["least", "greatest"]
) -> str:
    """``Length is at least 812.5 mm with Beam: S.``, ``Length is at most 4000 mm, whatever is chosen.``"""
    given = f" with {listed(choices)}" if choices else ", whatever is chosen"
    return f"{attribute.name} is at {_ENDS[end]} {value_text(attribute, value)}{given}."


def listed(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def repair_text(changes: Iterable[tuple[Attribute, Value, Value | None]]) -> str:
    """For each (attribute, value so far, new value or None): what to do, as one sentence."""
    parts = [_step(attribute, before, after=after) for attribute, before, after in changes]
    text = listed(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _step(attribute: Attribute, before: Value, *, after: Value | None) -> str:
    if after is None:
        return f"take back {choice_text(attribute, before)}"
    return f"change {attribute.name} from {value_text(attribute, before)} to {value_text(attribute, after)}"


def _words(expression: Expression, product: Product) -> str:
    match expression:
        case And(operands=operands):
            return " and ".join(_inner(operand, product) for operand in operands)
        case Or(operands=operands):
            return " or ".join(_inner(operand, product) for operand in operands)
        case Implies(condition=condition, consequence=consequence):
            return f"{_inner(consequence, product)} wherever {_inner(condition, product)}"
        case Not(operand=operand):
            return f"not {_inner(operand, product)}"
        case Compare(operator=operator, left=left, right=right):
            about = _attribute(left, product) or _attribute(right, product)
            return f"{_term(left, product, about)} {_COMPARED[operator]} {_term(right, product, about)}"
        case _:
            return _atom(expression, product)


def _atom(expression: Expression, product: Product) -> str:
    match expression:
        case Within(attribute=key, values=values):
            about = product.attribute(key)
            options = [_scalar(value, about) for value in values]
            return f"{_name(key, product)} is {' or '.join(options)}"
        case Present(attribute=key):
            return f"{_name(key, product)} applies"
        case Name(attribute=key):
            return f"{_name(key, product)} is yes"
        case _:
            return _term(expression, product, None)


def _inner(expression: Expression, product: Product) -> str:
    text = _words(expression, product)
    return f"({text})" if isinstance(expression, And | Or | Implies) else text


def _term(expression: Expression, product: Product, about: Attribute | None) -> str:
    match expression:
        case Constant(value=value):
            return _scalar(value, about)
        case Name(attribute=key):
            return _name(key, product)
        case Fact(attribute=key, fact=fact):
            return f"{fact.replace('_', ' ')} of {_name(key, product)}"
        case Arithmetic(operator=operator, left=left, right=right):
            return f"{_term(left, product, None)} {operator} {_term(right, product, None)}"
        case Absolute(operand=operand):
            return f"the size of {_term(operand, product, None)}"
        case Given(value=value, condition=condition):
            return f"{_term(value, product, None)} while {_inner(condition, product)}"
        case Fold(function=function, operands=operands):
            parts = [_term(operand, product, None) for operand in operands]
            return f"the {_FOLDED[function]} of {listed(parts)}"
        case _:
            return f"({_words(expression, product)})"


def _attribute(expression: Expression, product: Product) -> Attribute | None:
    return product.attribute(expression.attribute) if isinstance(expression, Name) else None


def _scalar(value: Scalar, about: Attribute | None) -> str:
    if about is not None:
        return value_text(about, value)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _name(key: str, product: Product) -> str:
    attribute = product.attribute(key)
    return attribute.name if attribute else key
