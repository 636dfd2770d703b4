"""Where a path leads from one place of a product."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from app.catalog.expressions.names import children
from app.catalog.expressions.paths import written
from app.catalog.expressions.scope import Component, Row, Scope
from app.catalog.expressions.tree import Expression, Fact, Fold, Name, Rows
from app.catalog.near import did_you_mean


@dataclass(frozen=True, slots=True)
class Options:
    """A set: option -> flat key of the boolean that holds it."""

    members: Mapping[str, str]

    def named(self, part: str) -> str | None:
        """The flat key of the option that a path names by its key or by the last part of that."""
        keys = (key for option, key in self.members.items() if part in (option, key.rpartition(".")[2]))
        return next(keys, None)


@dataclass(frozen=True, slots=True)
class Count:
    """``radios.count``."""

    quantity: Expression


@dataclass(frozen=True, slots=True)
class Unknown:
    """What is wrong with the part of the path that leads nowhere."""

    message: str


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A product without components and sets has no such name. Its checks say more about it."""

    name: str
    known: tuple[str, ...]


Thing: TypeAlias = str | Options | Count | Row | Component | Unknown | Unnamed
"""A text is the flat key of an attribute."""


@dataclass(frozen=True, slots=True)
class Found:
    """``used``: how many parts of the path lead to the thing; ``rest``: those that follow it."""

    thing: Thing
    path: tuple[str, ...]
    used: int

    @property
    def rest(self) -> tuple[str, ...]:
        return self.path[self.used :]

    @property
    def offset(self) -> int:
        """Characters of the written path before what is wrong with it."""
        if not self.rest:
            return 0
        before = written(".".join(self.path[: self.used]))
        return len(before) + bool(before and not self.rest[0].isdigit())


@dataclass(frozen=True, slots=True)
class Places:
    """``scopes``: where names are looked up, innermost first.

    ``bound``: by identity of a component, the row that its paths mean within a fold or a ``where``;
    ``inner``: the scopes of those rows, innermost first.
    """

    scopes: tuple[Scope, ...]
    bound: Mapping[int, Row] = field(default_factory=dict)
    inner: tuple[Scope, ...] = ()

    def inside(self, component: Component, row: Row) -> "Places":
        return replace(self, bound={**self.bound, id(component): row}, inner=(row.scope, *self.inner))

    def looking_from_inside(self) -> "Places":
        """For a ``where``: the names of the rows come first."""
        return replace(self, scopes=(*self.inner, *self.scopes), inner=())

    def unbound(self) -> "Places":
        """For a fold of its own: its paths run over all rows again."""
        return Places(self.scopes)

    def find(self, path: str) -> Found:
        """As ``reach``, but through components that have a single row, or equal ones."""
        found, places = self.reach(path), self
        while isinstance(found.thing, Component) and found.rest:
            component = found.thing
            if found.rest[0].isdigit() or not (component.equal or len(component.rows) == 1):
                break
            places = places.inside(component, component.rows[0])
            found = places.reach(path)
        return found

    def reach(self, path: str) -> Found:
        """The first component with several rows that the path does not say a row of, or where it ends."""
        parts = tuple(path.split("."))
        found = Found(self._first(parts[0]), parts, 1)
        while found.rest and not isinstance(found.thing, Unknown | Unnamed):
            following = self._following(found)
            if following is None:
                return found
            found = Found(following, parts, found.used + 1)
        return replace(found, used=found.used - 1) if isinstance(found.thing, Unknown | Unnamed) else found

    def stops(self, value: Expression) -> Iterator[tuple[Component, int]]:
        """The components with several rows that the paths of ``value`` stop at, with the path's place."""
        for node in _outside_folds(value):
            path = node.attribute if isinstance(node, Name) else f"{node.attribute}.{node.fact}"
            found = self.reach(path)
            if isinstance(found.thing, Component) and found.rest:
                yield found.thing, node.at

    def _first(self, name: str) -> Thing:
        scope = next((scope for scope in self.scopes if name in scope), None)
        if scope is not None:
            return _named(name, scope)
        known = tuple(one for scope in self.scopes for one in scope.names)
        plain = len(self.scopes) == 1 and not self.scopes[0].components and not self.scopes[0].sets
        return Unnamed(name, known) if plain else _unknown(name, known)

    def _following(self, found: Found) -> Thing | None:
        part = found.rest[0]
        match found.thing:
            case Component() as component if part.isdigit():
                return _row(component, part, ".".join(found.path[: found.used]))
            case Component(_, quantity) if part == "count":
                return Count(quantity)
            case Component() as component if id(component) in self.bound:
                return _inside(part, self.bound[id(component)])
            case Row() as row:
                return _inside(part, row)
            case Options() as options:
                return options.named(part)
        return None


def _named(name: str, scope: Scope) -> Thing:
    if name in scope.attributes:
        return scope.attributes[name]
    return scope.components[name] if name in scope.components else Options(scope.sets[name])


def _inside(name: str, row: Row) -> Thing:
    return _named(name, row.scope) if name in row.scope else _unknown(name, row.scope.names)


def _unknown(name: str, known: Iterable[str]) -> Unknown:
    near = did_you_mean(name, known)
    hint = "" if near.startswith("did") else f'; if it is an option, write "{name}" in quotes'
    return Unknown(f'there is no attribute "{name}"; {near}{hint}')


def _outside_folds(value: Expression) -> Iterator[Name | Fact]:
    """The paths of ``value``, without those of folds within it: they run over rows by themselves."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Name | Fact):
            yield node
        elif not isinstance(node, Fold | Rows):
            waiting.extend(reversed(children(node)))


def _row(component: Component, number: str, path: str) -> Thing:
    shown = written(path)
    if component.equal:
        return Unknown(f"all rows of {shown} are equal; write {shown} without a number")
    if not 1 <= int(number) <= len(component.rows):
        return Unknown(
            f"{shown} has at most {len(component.rows)} rows, counted from 1; there is no row {number}"
        )
    return component.rows[int(number) - 1]


def why_not(found: Found) -> str:
    """Why a path does not lead to what is needed where it stands."""
    before = written(".".join(found.path[: found.used]))
    following = written(".".join(found.rest))
    match found.thing:
        case Unknown(message):
            return message
        case Unnamed(name, known):
            return f'there is no component or set "{name}"; {did_you_mean(name, known)}'
        case Component(rows) if found.rest:
            return (
                f"{before} has up to {len(rows)} rows; write {before}[1].{following} for one of them, "
                f"or sum({before}.{following}), any({before} where ...) and the like for all"
            )
        case Component():
            return f"{before} is a component; name an attribute of it"
        case Row():
            return f"{before} is a row; name an attribute of it"
        case Options():
            return f'{before} is a set; write "..." in {before}'
        case Count():
            return f"{before} is a number; nothing follows it"
    if found.rest:
        return "an attribute is followed by one fact at most"
    return f"{before} is an attribute; a component or a set is needed here"
