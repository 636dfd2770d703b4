"""Every configuration of a small product, by trying all: the judge of the engine, sharing no code with it.

A configuration is a mapping without entries for absent attributes. Parts of the catalog are named by key;
``without`` leaves one out, so that the minimality of a reason can be checked.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product

from app.catalog.cells import Span
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
    Within,
)
from app.catalog.product import Attribute, Product, Table, Value

Values = Mapping[str, Value]
Judge = Callable[[Values], bool]


def same(left: object, right: object) -> bool:
    return type(left) is type(right) and left == right


class BruteForce:
    def __init__(self, model: Product) -> None:
        self.product = model
        self.parts = frozenset(
            [f"{a.key}.when" for a in model.attributes if a.when is not None]
            + [f"{a.key}.preset" for a in model.attributes if a.preset is not None]
            + [rule.key for rule in model.rules]
            + [table.key for table in model.tables]
        )
        # By identity, as hashing a tree takes long; each is held, so that no other takes its id.
        self._comparisons: dict[int, tuple[Compare, Judge]] = {}
        judges = [(part, self._judge(part)) for part in self.parts]
        self._everything = [
            (values, frozenset(part for part, meets in judges if not meets(values)))
            for values in self._combinations()
        ]

    def configurations(self, choices: Values, parts: frozenset[str] | None = None) -> list[Values]:
        """Those with these choices that meet the given parts of the catalog (all of them if None)."""
        wanted = self.parts if parts is None else parts
        return [
            values
            for values, broken in self._everything
            if not broken & wanted and all(same(values.get(key), value) for key, value in choices.items())
        ]

    def domain(self, choices: Values, attribute: Attribute) -> tuple[list[Value], bool]:
        found = self.configurations(choices)
        possible = [v for v in attribute.values if any(same(c.get(attribute.key), v) for c in found)]
        return possible, any(attribute.key not in c for c in found)

    def corrections(self, choices: Values) -> list[frozenset[str]]:
        """The minimal sets of choices to give up."""
        found: list[frozenset[str]] = []
        for size in range(len(choices) + 1):
            for given_up in map(frozenset, combinations(choices, size)):
                kept = {k: v for k, v in choices.items() if k not in given_up}
                if not any(smaller <= given_up for smaller in found) and self.configurations(kept):
                    found.append(given_up)
        return found

    def reasons(self, choices: Values, wished: Callable[[Values], bool]) -> set[frozenset[str]]:
        """The minimal sets of choices and parts that no wished combination meets, all at once.

        A set is one of them if it meets what each combination breaks, and no part of it does (Berge 1989).
        """
        broken = {
            parts | {key for key, value in choices.items() if not same(values.get(key), value)}
            for values, parts in self._everything
            if wished(values)
        }
        found: set[frozenset[str]] = {frozenset()}
        for parts in sorted(broken, key=len):
            if any(other < parts for other in broken):
                continue
            wider = {known | {part} for known in found if not known & parts for part in parts}
            kept = {known for known in found if known & parts}
            found = kept | {one for one in wider if not any(known <= one for known in kept)}
        return found

    def _combinations(self) -> Iterator[Values]:
        attributes = self.product.attributes
        states = [[*a.values, *([None] if a.can_be_absent else [])] for a in attributes]
        for chosen in product(*states):
            yield {a.key: v for a, v in zip(attributes, chosen, strict=True) if v is not None}

    def combinations(self) -> Iterator[Values]:
        """All that can be written down, whatever the rules say."""
        return (values for values, _ in self._everything)

    def _judge(self, part: str) -> Judge:
        return _once_for_all_alike(self._speaks_of(part), lambda values: self._meets(part, values))

    def _speaks_of(self, part: str) -> frozenset[str]:
        for attribute in self.product.attributes:
            if part in (f"{attribute.key}.when", f"{attribute.key}.preset"):
                return _named(attribute.when) | {attribute.key}
        for rule in self.product.rules:
            if rule.key == part:
                return _named(rule.expression)
        table = next(table for table in self.product.tables if table.key == part)
        return _named(table.when) | frozenset(table.columns)

    def _meets(self, part: str, values: Values) -> bool:
        for attribute in self.product.attributes:
            if part == f"{attribute.key}.when" and attribute.when is not None:
                applies = self.truth(attribute.when, values)
                return applies is (attribute.key in values) or (applies and attribute.need)
            if part == f"{attribute.key}.preset":
                return attribute.key not in values or same(values[attribute.key], attribute.preset)
        for rule in self.product.rules:
            if rule.key == part:
                return self.truth(rule.expression, values)
        table = next(table for table in self.product.tables if table.key == part)
        if table.when is not None and not self.truth(table.when, values):
            return True
        return self.matches(table, values)

    def matches(self, table: Table, values: Values) -> bool:
        return any(_matches(table, row, values) for row in range(len(table.rows)))

    def truth(self, node: Expression, values: Values) -> bool:
        if isinstance(node, Constant):
            return node.value is True
        if isinstance(node, Name):
            return values.get(node.attribute) is True
        if isinstance(node, Present):
            return node.attribute in values
        if isinstance(node, Within):
            return any(same(values.get(node.attribute), member) for member in node.values)
        if isinstance(node, Not):
            return not self.truth(node.operand, values)
        if isinstance(node, And):
            return False not in [self.truth(part, values) for part in node.operands]
        if isinstance(node, Or):
            return True in [self.truth(part, values) for part in node.operands]
        if isinstance(node, Implies):
            return self.truth(node.consequence, values) or not self.truth(node.condition, values)
        assert isinstance(node, Compare)
        if id(node) not in self._comparisons:
            judge = _once_for_all_alike(_named(node), lambda values: self._comparison(node, values))
            self._comparisons[id(node)] = (node, judge)
        return self._comparisons[id(node)][1](values)

    def _comparison(self, node: Compare, values: Values) -> bool:
        left, right = self._term(node.left, values), self._term(node.right, values)
        if left is None or right is None:
            return False
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return bool(
                {"=": left == right, "!=": left != right, "<": left < right}.get(node.operator)
                or {"<=": left <= right, ">": left > right, ">=": left >= right}.get(node.operator)
            )
        return same(left, right) is (node.operator == "=")

    def _term(self, node: Expression, values: Values) -> Fraction | str | bool | None:
        if isinstance(node, Constant):
            return _number(node.value) if not isinstance(node.value, str | bool) else node.value
        if isinstance(node, Name):
            value = values.get(node.attribute)
            return value if value is None or isinstance(value, str | bool) else _number(value)
        if isinstance(node, Fact):
            return self._fact(node, values.get(node.attribute))
        if isinstance(node, Arithmetic | Absolute | Given | Fold):
            return self._computed(node, values)
        return self.truth(node, values)

    def _computed(self, node: Arithmetic | Absolute | Given | Fold, values: Values) -> Fraction | None:
        if isinstance(node, Given) and not self.truth(node.condition, values):
            return None
        parts = {
            Arithmetic: lambda n: [n.left, n.right],
            Absolute: lambda n: [n.operand],
            Given: lambda n: [n.value],
            Fold: lambda n: list(n.operands),
        }[type(node)](node)
        found = [self._term(part, values) for part in parts]
        numbers = [one for one in found if isinstance(one, Fraction)]
        if isinstance(node, Fold):
            if node.function == "sum":
                return sum(numbers, Fraction(0))
            return (min if node.function == "min" else max)(numbers) if numbers else None
        if len(numbers) < len(found):
            return None
        if isinstance(node, Arithmetic):
            left, right = numbers
            if node.operator == "/":
                return None if right == 0 else left / right
            return {"+": left + right, "-": left - right, "*": left * right}[node.operator]
        return abs(numbers[0]) if isinstance(node, Absolute) else numbers[0]

    def _fact(self, node: Fact, value: Value | None) -> Fraction:
        attribute = self.product.attribute(node.attribute)
        assert attribute is not None
        if value is None:
            return Fraction(0)
        if isinstance(value, str):
            option = next(option for option in attribute.options if option.key == value)
            return Fraction(option.facts.get(node.fact, 0))
        return Fraction(attribute.facts.get(node.fact, 0)) * Fraction(value)


def _once_for_all_alike(spoken: frozenset[str], judge: Judge) -> Judge:
    """Asks once about all combinations that agree in the attributes spoken of."""
    keys = sorted(spoken)

    @lru_cache(maxsize=None, typed=True)
    def judged(*chosen: Value | None) -> bool:
        return judge({key: one for key, one in zip(keys, chosen, strict=True) if one is not None})

    return lambda values: judged(*map(values.get, keys))


def _named(node: object) -> frozenset[str]:
    """The attributes that an expression speaks of."""
    if isinstance(node, Name | Fact | Present | Within):
        return frozenset({node.attribute})
    if isinstance(node, tuple):
        return frozenset[str]().union(*map(_named, node))
    if is_dataclass(node):
        return _named(tuple(getattr(node, one.name) for one in fields(node)))
    return frozenset()


@lru_cache(maxsize=10_000, typed=True)
def _number(value: object) -> Fraction:
    assert not isinstance(value, bool)
    return Fraction(str(value))


def _matches(table: Table, row: int, values: Values) -> bool:
    for column, cell in zip(table.columns, table.rows[row], strict=True):
        value = values.get(column)
        if value is not None and cell is not None and not any(_admits(one, value) for one in cell):
            return False
    return True


def _admits(member: object, value: Value) -> bool:
    if isinstance(member, Span):
        return not isinstance(value, str | bool) and member.minimum <= value <= member.maximum
    return same(value, member)
