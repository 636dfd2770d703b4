"""An assembly with the products in it as assemblies that speak of the values of their rows."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from app.catalog.assembly import (
    ROW,
    AssemblyRule,
    CutRule,
    Occurrence,
    OperationRule,
    PartRule,
    ProductRule,
)
from app.catalog.expressions import Expression, children, with_children
from app.catalog.expressions.tree import Fact, Name, Present, Within
from app.catalog.product import Product

Rename: TypeAlias = Callable[[str], str]
Line: TypeAlias = PartRule | AssemblyRule


class OpenedRule(AssemblyRule):
    """What was a product. As one it would be one line with those of the same choices only, not with all that
    are made alike.
    """


def opened(
    root: AssemblyRule, product: Product, rename: Rename = str, *, kind: type[AssemblyRule] = AssemblyRule
) -> AssemblyRule:
    """It costs what ``root`` does and takes as long, and holds no products and no numbers. ``product`` is the
    one that it is of, ``rename`` gives the keys of its attributes.
    """
    return kind(
        key=root.key,
        name=root.name,
        occurs=_occurs(root.occurs, rename),
        days=root.days,
        parts=tuple(_part(one, product, rename) for one in root.parts),
        operations=tuple(_operation(one, rename) for one in root.operations),
        cuts=tuple(_cut(one, rename) for one in root.cuts),
    )


def _part(rule: PartRule | AssemblyRule | ProductRule, product: Product, rename: Rename) -> Line:
    match rule:
        case PartRule():
            by = rename(rule.by) if rule.by else ""
            return replace(rule, occurs=_occurs(rule.occurs, rename), by=by)
        case ProductRule():
            return _product(rule, product, rename)
    return opened(rule, product, rename)


def _product(rule: ProductRule, product: Product, rename: Rename) -> AssemblyRule:
    used = product.used[rule.product]
    if used.assembly is None:
        raise LookupError(rule.product)  # No catalog is built with such a rule.

    def inside(key: str) -> str:
        return key if key == ROW else rename(f"{rule.within}.{key}")

    made = opened(used.assembly.root, used, inside, kind=OpenedRule)
    return replace(made, occurs=_occurs(rule.occurs, rename))


def _occurs(occurs: Occurrence, rename: Rename) -> Occurrence:
    return replace(
        occurs,
        quantity=_spoken(occurs.quantity, rename),
        when=_said(occurs.when, rename),
        each=_said(occurs.each, rename),
    )


def _operation(rule: OperationRule, rename: Rename) -> OperationRule:
    return replace(rule, minutes=_spoken(rule.minutes, rename), when=_said(rule.when, rename))


def _cut(rule: CutRule, rename: Rename) -> CutRule:
    length, pieces = _spoken(rule.length, rename), _spoken(rule.pieces, rename)
    return replace(rule, length=length, pieces=pieces, when=_said(rule.when, rename))


def _said(expression: Expression | None, rename: Rename) -> Expression | None:
    return None if expression is None else _spoken(expression, rename)


def _spoken(expression: Expression, rename: Rename) -> Expression:
    if isinstance(expression, Name | Fact | Present | Within):
        return replace(expression, attribute=rename(expression.attribute))
    parts = [_spoken(one, rename) for one in children(expression)]
    return with_children(expression, parts) if parts else expression
