"""Parser callbacks to a feature model, bottom up, so that depth of the text costs no stack."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, cast

from lark import Token, Transformer, v_args

from app.errors import Refused
from app.store.feature_models.model import (
    Call,
    Constraint,
    Feature,
    FeatureModel,
    FeatureType,
    Given,
    Group,
    Import,
    Number,
    Operation,
    Operator,
    Range,
    Reference,
    Stated,
)


@dataclass(frozen=True, slots=True)
class _Id:
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class _Attributes:
    values: dict[str, object]
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class _Imports:
    imports: tuple[Import, ...]


@v_args(inline=True)
class ModelBuilder(Transformer[Token, FeatureModel]):
    """Method names are those of the grammar."""

    def start(self, *parts: Any) -> FeatureModel:
        root = next((part for part in parts if isinstance(part, Feature)), None)
        if root is None:
            raise FeatureModelEmpty("The model has no features. Write a section `features` with one root.")
        imports = next((part.imports for part in parts if isinstance(part, _Imports)), ())
        constraints = next((part for part in parts if isinstance(part, tuple)), ())
        return FeatureModel(root, tuple(map(Stated, constraints)), imports)

    def namespace(self, _name: Reference) -> None:
        return None

    def includes(self, *_levels: object) -> None:
        return None

    def level(self, _name: Token) -> None:
        return None

    def imports(self, *imports: Import) -> _Imports:
        return _Imports(imports)

    def import_(self, file: Reference, alias: Reference | None = None) -> Import:
        return Import(file.path, ".".join((alias or file).path), file.line)

    def features(self, root: Feature) -> Feature:
        return root

    def constraints(self, *constraints: Constraint) -> tuple[Constraint, ...]:
        return constraints

    def feature(self, *parts: Any) -> Feature:
        groups = tuple(part for part in parts if isinstance(part, Group))
        reference = next(part for part in parts if isinstance(part, Reference))
        attributes = next((part for part in parts if isinstance(part, _Attributes)), _Attributes({}, ()))
        return Feature(
            name=".".join(reference.path),
            line=reference.line,
            type=cast("FeatureType", str(parts[0])) if isinstance(parts[0], Token) else "Boolean",
            cardinality=next((part for part in parts if isinstance(part, Range)), None),
            attributes=attributes.values,
            constraints=attributes.constraints,
            groups=groups,
            depth=1 + max((one.depth for group in groups for one in group.features), default=0),
        )

    def cardinality(self, text: Token) -> Range:
        return Range(*_limits(str(text)))

    def group(self, kind: Token, features: tuple[Feature, ...]) -> Group:
        least, most = _bounds(str(kind), len(features))
        return Group(least, most, features, kind.line or 0)

    def members(self, *features: Feature) -> tuple[Feature, ...]:
        return features

    def attributes(self, *parts: Any) -> _Attributes:
        values = dict(part for part in parts if isinstance(part[0], str))
        constraints = tuple(one for part in parts if not isinstance(part[0], str) for one in part[0])
        return _Attributes(values, constraints)

    def value_attribute(self, key: _Id, value: object = True) -> tuple[str, object]:
        return key.text, value

    def constraint_attribute(self, *constraints: Constraint) -> tuple[tuple[Constraint, ...]]:
        return (constraints,)

    def boolean(self, token: Token) -> bool:
        return str(token) == "true"

    def number(self, token: Token) -> Number:
        return _number(token)

    def text(self, token: Token) -> str:
        return str(token)[1:-1]

    def nested(self, attributes: _Attributes) -> _Attributes:
        return attributes

    def vector(self, *values: object) -> tuple[object, ...]:
        return values

    def vector_of_one(self, token: Token) -> tuple[object, ...]:
        return (str(token),)

    def equivalence(self, left: Constraint, right: Constraint) -> Operation:
        return _operation("<=>", (left, right))

    def implication(self, left: Constraint, right: Constraint) -> Operation:
        return _operation("=>", (left, right))

    def disjunction(self, left: Constraint, right: Constraint) -> Operation:
        return _operation("|", (*_flat("|", left), *_flat("|", right)))

    def conjunction(self, left: Constraint, right: Constraint) -> Operation:
        return _operation("&", (*_flat("&", left), *_flat("&", right)))

    def negation(self, operand: Constraint) -> Operation:
        return _operation("!", (operand,))

    def comparison(self, left: Constraint, operator: Token, right: Constraint) -> Operation:
        return _operation(cast("Operator", str(operator)), (left, right))

    def arithmetic(self, left: Constraint, operator: Token, right: Constraint) -> Operation:
        return _operation(cast("Operator", str(operator)), (left, right))

    def minus_number(self, left: Constraint, token: Token) -> Operation:
        # The lexer reads "a -1" as a name and a negative number.
        return _operation("+", (left, self.number_literal(token)))

    def number_literal(self, token: Token) -> Given:
        return Given(_number(token), token.line or 0)

    def text_literal(self, token: Token) -> Given:
        return Given(str(token)[1:-1], token.line or 0)

    def call(self, function: Token, *arguments: Reference) -> Call:
        return Call(str(function), arguments, function.line or 0)

    def reference(self, *ids: _Id) -> Reference:
        return Reference(tuple(one.text for one in ids), ids[0].line)

    def plain_id(self, token: Token) -> _Id:
        return _Id(str(token), token.line or 0)

    def quoted_id(self, token: Token) -> _Id:
        return _Id(str(token)[1:-1], token.line or 0)


class FeatureModelEmpty(Refused):
    code: ClassVar[str] = "feature_model_empty"


def _bounds(kind: str, count: int) -> tuple[int, int | None]:
    match kind:
        case "or":
            return 1, None
        case "alternative":
            return 1, 1
        case "mandatory":
            return count, None
        case "optional":
            return 0, None
    return _limits(kind)


def _limits(written: str) -> tuple[int, int | None]:
    """Of ``[2]``, ``[1..3]`` or ``[1..*]``."""
    least, _, most = written.strip("[]").partition("..")
    if not most:
        return int(least), int(least)
    return int(least), None if most == "*" else int(most)


def _operation(operator: Operator, operands: tuple[Constraint, ...]) -> Operation:
    depth = 1 + max(one.depth if isinstance(one, Operation) else 1 for one in operands)
    return Operation(operator, operands, operands[0].line, depth)


def _flat(operator: Operator, operand: Constraint) -> Iterable[Constraint]:
    if isinstance(operand, Operation) and operand.operator == operator:
        return operand.operands
    return (operand,)


def _number(token: Token) -> Number:
    return Decimal(str(token)) if "." in token else int(token)
