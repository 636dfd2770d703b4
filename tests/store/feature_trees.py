"""Small random feature models and what they allow, by the definition of the language: shares no code with the
import.

An *occurrence* of a feature has a value, if the feature has a type, and for each child the list of its
occurrences. Features that occur at most once have a list of one, or an empty one.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as every
from typing import TypeAlias

from hypothesis import strategies as st

TYPES: Mapping[str, list[int | None]] = {"Boolean": [None], "Integer": [-1, 0, 1]}
TIMES = {"": (1, 1), "[0..2]": (0, 2), "[1..2]": (1, 2), "[2]": (2, 2), "[2..3]": (2, 3)}


@dataclass(frozen=True)
class Node:
    """``kind`` of the group that its children form; ``number``: its attribute ``p``, if it has one."""

    name: str
    kind: str
    children: tuple["Node", ...]
    type: str = "Boolean"
    times: str = ""
    number: int | None = None

    def lines(self, indent: int = 1) -> Iterator[str]:
        typed = f"{self.type} " if self.type != "Boolean" else ""
        times = f" cardinality {self.times}" if self.times else ""
        number = "" if self.number is None else f" {{p {self.number}}}"
        yield "\t" * indent + typed + self.name + times + number
        if self.children:
            yield "\t" * (indent + 1) + self.kind
        for child in self.children:
            yield from child.lines(indent + 2)

    def below(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.below()

    @property
    def has_rows(self) -> bool:
        """Whether there may be several of it with something in each."""
        return bool(self.times) and (bool(self.children) or self.type != "Boolean")


@dataclass(frozen=True)
class Occurrence:
    node: Node
    value: int | None
    children: Mapping[str, tuple["Occurrence", ...]]

    def all(self, name: str) -> list["Occurrence"]:
        """Those of that name here and below, itself among them."""
        found = [self] if self.node.name == name else []
        return found + [one for some in self.children.values() for each in some for one in each.all(name)]

    def everything(self) -> Iterator["Occurrence"]:
        yield self
        for some in self.children.values():
            for each in some:
                yield from each.everything()


Rule: TypeAlias = tuple[str, Callable[[Occurrence], bool]]
"""UVL, and whether it holds of a whole configuration."""


def occurrences(node: Node) -> list[Occurrence]:
    """All that one of it may be, without regard to constraints."""
    free = [child for child in node.children if TIMES[child.times][0] == 0]
    found = []
    for some in every(*(_lists(child) for child in node.children)):
        there = [bool(one) or (child in free and node.kind == "mandatory")
                 for child, one in zip(node.children, some, strict=True)]  # fmt: skip
        if not there or _fits(node.kind, sum(there), len(there)):
            below = {child.name: one for child, one in zip(node.children, some, strict=True)}
            found += [Occurrence(node, value, below) for value in TYPES[node.type]]
    return found


def _fits(kind: str, count: int, total: int) -> bool:
    return {
        "or": count >= 1,
        "alternative": count == 1,
        "mandatory": count == total,
        "optional": True,
        "[1..2]": 1 <= count <= 2,
        "[2..*]": count >= 2,
    }[kind]


def _lists(node: Node) -> Iterator[tuple[Occurrence, ...]]:
    least, most = TIMES[node.times]
    each = occurrences(node)
    yield ()
    for count in range(max(least, 1), most + 1):
        yield from every(each, repeat=count)


def configurations(root: Node, rules: list[Rule]) -> list[Occurrence]:
    return [one for one in occurrences(root) if all(holds(one) for _, holds in rules)]


Flat: TypeAlias = frozenset[tuple[str, object]]


def flat(root: Node, one: Occurrence) -> Flat:
    """A configuration as the attributes of a product have it."""
    return frozenset(_flat(root, (one,), prefix="", there=True))


def _flat(
    node: Node, some: tuple[Occurrence, ...], *, prefix: str, there: bool
) -> Iterator[tuple[str, object]]:
    """``there``: whether the parent is."""
    key = prefix + node.name.lower()
    if not node.times:
        yield key, bool(some)
        for each in some:
            if each.value is not None:
                yield f"{key}_value", each.value
        for child in node.children:
            below = some[0].children[child.name] if some else ()
            yield from _flat(child, below, prefix=prefix, there=bool(some))
    elif there:
        yield (f"{key}.count" if node.has_rows else key), len(some)
        for n, each in enumerate(some if node.has_rows else (), start=1):
            if each.value is not None:
                yield f"{key}.{n}.{node.name.lower()}_value", each.value
            for child in node.children:
                yield from _flat(child, each.children[child.name], prefix=f"{key}.{n}.", there=True)


def size(node: Node) -> int:
    """No fewer than its occurrences are."""
    total = len(TYPES[node.type])
    for child in node.children:
        each = size(child)
        total *= 1 + sum(
            each**count for count in range(max(TIMES[child.times][0], 1), TIMES[child.times][1] + 1)
        )
    return total


@st.composite
def trees(draw: st.DrawFn, times: tuple[str, ...] = ("",)) -> Node:
    names = [f"F{n}" for n in range(draw(st.integers(1, 6)))]
    children: dict[str, list[str]] = {name: [] for name in names}
    for n, name in enumerate(names[1:], start=1):
        children[names[draw(st.integers(0, n - 1))]].append(name)

    def node(name: str) -> Node:
        below = tuple(node(child) for child in children[name])
        kinds = ["or", "alternative", "mandatory", "optional"]
        kinds += ["[1..2]"] if len(below) > 1 else []
        kinds += ["[2..*]"] if len(below) > 2 else []
        if any(TIMES[child.times][0] == 0 for child in below):
            kinds = ["mandatory", "optional"]
        is_root = name == names[0]
        return Node(
            name,
            draw(st.sampled_from(kinds)),
            below,
            draw(st.sampled_from(["Boolean", "Boolean", "Boolean", "Integer"])),
            "" if is_root else draw(st.sampled_from(times)),
            draw(st.sampled_from([None, None, 1, 2, -1])),
        )

    return node(names[0])


@st.composite
def constraints(draw: st.DrawFn, root: Node) -> Rule:
    """About features outside of rows, or about sums over all."""
    outer = list(_outside_rows(root))
    numbers = [one.name for one in outer if one.type == "Integer"]
    a, b, c = (draw(st.sampled_from(outer)).name for _ in range(3))
    k = draw(st.integers(-2, 4))
    part = draw(st.sampled_from(list(root.below()))).name
    shapes: list[Rule] = [
        (f"{a} => {b}", lambda one: not one.all(a) or bool(one.all(b))),
        (f"!({a} & {b})", lambda one: not (one.all(a) and one.all(b))),
        (f"{a} | !{b} | {c}", lambda one: bool(one.all(a) or not one.all(b) or one.all(c))),
        (f"{a} <=> {b} & {c}", lambda one: bool(one.all(a)) is bool(one.all(b) and one.all(c))),
        (
            f"{a} != {b}" if _is_plain(root, a, b) else f"!({a} <=> {b})",
            lambda one: bool(one.all(a)) is not bool(one.all(b)),
        ),
        (f"{a} => {b} => {c}", lambda one: not (not one.all(a) or one.all(b)) or bool(one.all(c))),
    ]
    if any(one.number is not None for one in root.below()):
        shapes += [
            (f"sum(p) <= {k}", lambda one: sum(_numbers(one)) <= k),
            (f"sum(p) * 2 - 1 != {k}", lambda one: sum(_numbers(one)) * 2 - 1 != k),
            (f"avg(p) > {k}", lambda one: _average(one, lambda found: found > k)),
            (
                "avg(p) + 1 <= sum(p) / 2",
                lambda one: _average(one, lambda found: found + 1 <= Fraction(sum(_numbers(one)), 2)),
            ),
        ]
    if any(one.number is not None for one in next(n for n in root.below() if n.name == part).below()):
        shapes.append(
            (
                f"sum({part}, p) >= {k}",
                lambda one: _sum_below(one, part) >= k,
            )
        )
    if numbers:
        i, j = draw(st.sampled_from(numbers)), draw(st.sampled_from(numbers))
        shapes += [
            (f"{i} <= {k}", lambda one: _value(one, i) <= k),
            (f"{i} + {j} == {k}", lambda one: _value(one, i) + _value(one, j) == k),
            (f"{i} * 2 > {j} - 1", lambda one: _value(one, i) * 2 > _value(one, j) - 1),
            (f"6 / {i} >= {k}", lambda one: _value(one, i) != 0 and Fraction(6, _value(one, i)) >= k),
            (f"{a} => floor({i}) == {j}", lambda one: not one.all(a) or _value(one, i) == _value(one, j)),
        ]
    rows = [one for one in root.below() if one.has_rows and one.children]
    if rows:
        shapes += _in_rows(draw(st.sampled_from(rows)), outer[0].name, k, draw=draw)
    return draw(st.sampled_from(shapes))


def _is_plain(root: Node, *names: str) -> bool:
    return all(one.type == "Boolean" for one in root.below() if one.name in names)


def _in_rows(row: Node, outer: str, k: int, *, draw: st.DrawFn) -> list[Rule]:
    """What holds in each row by itself."""
    inner = [one for child in row.children for one in _outside_rows(child) if not one.has_rows]
    if not inner:
        return []
    a, b = (draw(st.sampled_from(inner)) for _ in range(2))

    def each(holds: Callable[[Occurrence, Occurrence], bool]) -> Callable[[Occurrence], bool]:
        return lambda whole: all(holds(one, whole) for one in whole.all(row.name))

    shapes: list[Rule] = [
        (f"{a.name} => {b.name}", each(lambda one, _: not one.all(a.name) or bool(one.all(b.name)))),
        (f"{row.name} => {a.name}", each(lambda one, _: bool(one.all(a.name)))),
        (f"{outer} & {a.name} => {b.name}",
         each(lambda one, whole: not (whole.all(outer) and one.all(a.name)) or bool(one.all(b.name)))),
        (f"!{a.name} | sum(p) <= {k}",
         each(lambda one, whole: not one.all(a.name) or sum(_numbers(whole)) <= k)),
        (f"!{a.name} | sum({a.name}, p) > {k}",
         each(lambda one, _: not one.all(a.name) or _sum_below(one, a.name) > k)),
    ]  # fmt: skip
    if all(one.number is None for one in a.below()):
        shapes = shapes[:3]
    if row.type == "Integer":
        shapes.append((f"{row.name} >= {k}", each(lambda one, _: (one.value or 0) >= k)))
    if a.type == "Integer":
        shapes.append((f"{a.name} != {k}", each(lambda one, _: _value(one, a.name) != k)))
    return shapes


def _outside_rows(node: Node) -> Iterator[Node]:
    if not (node.has_rows and node.type != "Boolean"):
        yield node
    if not node.has_rows:
        for child in node.children:
            yield from _outside_rows(child)


def _numbers(one: Occurrence) -> list[int]:
    return [each.node.number for each in one.everything() if each.node.number is not None]


def _sum_below(one: Occurrence, name: str) -> int:
    return sum(number for each in one.all(name) for number in _numbers(each))


def _average(one: Occurrence, holds: Callable[[Fraction], bool]) -> bool:
    found = _numbers(one)
    return bool(found) and holds(Fraction(sum(found), len(found)))


def _value(one: Occurrence, name: str) -> int:
    """Of what is not chosen it is 0."""
    return sum(each.value or 0 for each in one.all(name))
