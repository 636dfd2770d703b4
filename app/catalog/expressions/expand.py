"""A tree with relative names, rows, aggregates and sets to one over flat attributes alone.

    tree, problems = expand(parse(source), (row_scope, product_scope), source=source)

Names are looked up in the scopes from the first to the last. Pure: nothing but the scopes says what exists.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from app.catalog.expressions.invalid import ExpressionInvalid
from app.catalog.expressions.names import children, with_children
from app.catalog.expressions.parse import bounded
from app.catalog.expressions.paths import written
from app.catalog.expressions.places import Count, Found, Options, Places, Unnamed, why_not
from app.catalog.expressions.scope import Component, Row, Scope
from app.catalog.expressions.spread import Each, both, counted, either, gathered
from app.catalog.expressions.tree import (
    Constant,
    Expression,
    Fact,
    Fold,
    Given,
    Implies,
    Member,
    Name,
    Present,
    Rows,
    Within,
)
from app.catalog.near import did_you_mean

MAX_NODES = 50_000


def expand(
    expression: Expression, scopes: Sequence[Scope], *, source: str
) -> tuple[Expression, tuple[ExpressionInvalid, ...]]:
    """The flat tree, and everything that could not be found, each pointing at its character of ``source``.

    Where there are problems the tree is not to be used.
    """
    expansion = _Expansion(source)
    try:
        tree = bounded(expansion.node(expression, Places(tuple(scopes))), source)
    except ExpressionInvalid as refused:
        return expression, (*expansion.problems, refused)
    return tree, tuple({(one.at, one.message): one for one in expansion.problems}.values())


class _Expansion:
    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[ExpressionInvalid] = []
        self.made = 0

    def node(self, node: Expression, places: Places) -> Expression:
        self.made += 1
        if self.made > MAX_NODES:
            message = "with all its rows the expression is too large; speak of fewer components at once"
            raise ExpressionInvalid(message, self.source, node.at)
        match node:
            case Name(path):
                return self.value(node, places.find(path))
            case Fact(path, fact):
                return self.value(node, places.find(f"{path}.{fact}"))
            case Within(path):
                return self.within(node, places.find(path))
            case Present(path):
                return self.present(node, places.find(path))
            case Member(_, path):
                return self.member(node, places.find(path))
            case Rows():
                return self.rows(node, places.unbound())
            case Fold():
                return self.fold(node, places.unbound())
        return with_children(node, [self.node(part, places) for part in children(node)])

    def value(self, node: Name | Fact, found: Found) -> Expression:
        match found.thing, found.rest:
            case str(key), ():
                return Name(key, node.at)
            case str(key), (fact,):
                return Fact(key, fact, node.at)
            case ((Count(quantity) | Component(_, quantity)), ()):
                return replace(quantity, at=node.at)
            case Options(members), (fact,):
                return Fold("sum", tuple(Fact(key, fact, node.at) for key in members.values()), node.at)
        return self.refused(node, found, node.at)

    def within(self, node: Within, found: Found) -> Expression:
        if isinstance(found.thing, str) and not found.rest:
            return replace(node, attribute=found.thing)
        return self.refused(node, found, node.at)

    def present(self, node: Present, found: Found) -> Expression:
        match found.thing, found.rest:
            case str(key), ():
                return replace(node, attribute=key)
            case Row(_, exists), ():
                return Constant(True, at=node.at) if exists is None else exists
            case Component(_, Name(quantity)), ():
                return replace(node, attribute=quantity)
            case Component(), ():
                return Constant(True, at=node.at)
        return self.refused(node, found, node.path_at)

    def member(self, node: Member, found: Found) -> Expression:
        match found.thing, found.rest:
            case Options(members), ():
                if node.option in members:
                    return Name(members[node.option], node.at)
                said = f'{written(node.path)} has no option "{node.option}"'
                return self.refuse(node, f"{said}; {did_you_mean(node.option, members)}", node.at)
            case str(), ():
                message = f'only a set holds options; write {written(node.path)} = "{node.option}"'
                return self.refuse(node, message, node.path_at)
        return self.refused(node, found, node.path_at)

    def rows(self, node: Rows, places: Places) -> Expression:
        found = places.reach(node.path)
        if isinstance(found.thing, Options) and not found.rest:
            return self.options(node, found.thing.members)
        if not isinstance(found.thing, Component):
            return self.refused(node, found, node.path_at)
        if node.condition is None and node.function == "count" and not found.rest:
            return replace(found.thing.quantity, at=node.at)
        return self.joined(node, list(self.each_row(node, places, Each())))

    def each_row(self, node: Rows, places: Places, each: Each) -> Iterator[tuple[Each, Expression | None]]:
        """Every row of the component, within every row of those that it stands in, with its condition."""
        found = places.reach(node.path)
        if not isinstance(found.thing, Component):
            self.refused(node, found, node.path_at)
            return
        for row in found.thing.rows:
            inside, deeper = places.inside(found.thing, row), each.deeper(found.thing, row)
            if found.rest:
                yield from self.each_row(node, inside, deeper)
            else:
                yield deeper, self.where(node.condition, inside)

    def where(self, condition: Expression | None, inside: Places) -> Expression | None:
        return None if condition is None else self.node(condition, inside.looking_from_inside())

    def joined(self, node: Rows, rows: Sequence[tuple[Each, Expression | None]]) -> Expression:
        at = node.at
        if node.function == "count":
            return Fold("sum", tuple(counted(each, condition, at) for each, condition in rows), at)
        if node.function == "any":
            found = [both([*each.exists, *([] if said is None else [said])], at) for each, said in rows]
            return either(found, at)
        if node.condition is None:
            return self.refuse(node, "say what holds for all of them: all(radios where ...)", at)
        return both(
            [
                Implies(both(each.exists, at), said, at) if each.exists else said
                for each, said in rows
                if said is not None
            ],
            at,
        )

    def options(self, node: Rows, members: Mapping[str, str]) -> Expression:
        names = [Name(key, node.at) for key in members.values()]
        if node.condition is not None:
            message = f'options have no names to ask for; ask "x" in {written(node.path)} instead'
            return self.refuse(node, message, node.condition.at)
        if node.function == "count":
            one = Constant(1, at=node.at)
            return Fold("sum", tuple(Given(one, name, node.at) for name in names), node.at)
        return either(names, node.at) if node.function == "any" else both(names, node.at)

    def fold(self, node: Fold, places: Places) -> Expression:
        operands: list[Expression] = []
        for operand in node.operands:
            value, condition = operand, None
            if isinstance(operand, Given):
                value, condition = operand.value, operand.condition
            for each, inside in self.spread(value, places, Each()):
                flat = self.node(value, replace(inside, inner=()))
                where = self.where(condition, inside)
                operands.append(gathered(flat, each, condition=where, function=node.function))
        return replace(node, operands=tuple(operands))

    def spread(self, value: Expression, places: Places, each: Each) -> Iterator[tuple[Each, Places]]:
        """Every combination of rows that the paths of ``value`` run over."""
        stops = {id(component): (component, at) for component, at in places.stops(value)}
        if len(stops) > 1:
            message = "one operand runs over the rows of one component; give the other an operand of its own"
            self.refuse(value, message, max(at for _, at in stops.values()))
            return
        if not stops:
            yield each, places
        for component, _ in stops.values():
            for row in component.rows:
                yield from self.spread(value, places.inside(component, row), each.deeper(component, row))

    def refused(self, node: Expression, found: Found, at: int) -> Expression:
        """Says why what was found is not what the node needs."""
        if isinstance(found.thing, Unnamed) and not isinstance(node, Rows | Member):
            return node
        return self.refuse(node, why_not(found), at + found.offset)

    def refuse(self, node: Expression, message: str, at: int) -> Expression:
        self.problems.append(ExpressionInvalid(message, self.source, at))
        return node
