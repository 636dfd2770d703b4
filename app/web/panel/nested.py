"""What the configurator shows of sets and components: their questions, together and in their order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal, TypeAlias

from app.actions import LineView
from app.catalog import AttributeKey, Component, OptionSet, Row
from app.web.panel.figures import surcharge
from app.web.panel.questions import Question, State, question, state_of
from app.web.panel.values import dom_id


@dataclass(frozen=True, slots=True)
class Member:
    """One of a set. ``fixed``: it can only be as it is; then ``why`` is the value to ask about."""

    key: str
    id: str
    name: str
    full: str
    help: str
    price: str
    taken: bool
    state: State
    fixed: bool
    why: str


@dataclass(frozen=True, slots=True)
class ShownSet:
    """``bounds`` say how many are to be chosen; ``open`` is 1 until every member is decided."""

    key: str
    id: str
    name: str
    full: str
    help: str
    bounds: str
    members: tuple[Member, ...]
    open: int
    text: str
    texts: Mapping[str, str]
    what: Literal["set"] = "set"

    @property
    def taken(self) -> int:
        return sum(member.taken for member in self.members)


@dataclass(frozen=True, slots=True)
class ShownSection:
    name: str
    help: str
    items: "tuple[Item, ...]"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """``like`` names the row before it whose choices it can take over; empty: none."""

    key: str
    id: str
    name: str
    sections: tuple[ShownSection, ...]
    like: str

    @property
    def open(self) -> int:
        return sum(item.open for section in self.sections for item in section.items)


@dataclass(frozen=True, slots=True)
class ShownComponent:
    """Rows are shown as soon as it is certain that they are there."""

    key: str
    id: str
    name: str
    help: str
    quantity: Question
    rows: tuple[ShownRow, ...]
    what: Literal["component"] = "component"

    @property
    def open(self) -> int:
        return self.quantity.open + sum(row.open for row in self.rows)


Item: TypeAlias = Question | ShownSet | ShownComponent


@dataclass(frozen=True, slots=True)
class Absent:
    """What does not apply, and an attribute of it that can be asked why."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Items:
    shown: tuple[Item, ...]
    absent: tuple[Absent, ...]


def items(view: LineView, keys: Iterable[AttributeKey], *, within: str = "") -> Items:
    """What stands directly in the step or in the row ``within``, of the attributes ``keys``."""
    sets = {one.key: one for one in view.product.sets}
    components = {one.key: one for one in view.product.components}
    shown: list[Item] = []
    absent: list[Absent] = []
    for top, members in groupby(keys, key=lambda key: _top(key, within)):
        inside = list(members)
        if all(state_of(view, key) == "absent" for key in inside):
            name = _name(view, top, sets=sets, components=components)
            absent.append(Absent(name, components[top].quantity if top in components else inside[0]))
        elif top in components:
            shown.append(_component(view, components[top]))
        elif top in sets:
            shown.append(_set(view, sets[top]))
        else:
            shown.extend(_questions(view, inside))
    return Items(tuple(shown), tuple(absent))


def leaves(found: Iterable[Item]) -> Iterator[Question | ShownSet]:
    """What is asked one by one, components taken apart."""
    for item in found:
        if isinstance(item, ShownComponent):
            yield item.quantity
            for row in item.rows:
                yield from leaves(inner for section in row.sections for inner in section.items)
        else:
            yield item


def _top(key: str, within: str) -> str:
    """The key of what stands directly within and holds the attribute, or is it."""
    rest = key[len(within) + 1 :] if within else key
    first = rest.split(".", 1)[0]
    return f"{within}.{first}" if within else first


def _name(view: LineView, key: str, *, sets: dict[str, OptionSet], components: dict[str, Component]) -> str:
    owner = components.get(key) or sets.get(key)
    if owner is not None:
        return owner.label or owner.name
    attribute = view.product.attribute(key)
    return attribute.label or attribute.name if attribute else key


def _questions(view: LineView, keys: Iterable[AttributeKey]) -> Iterator[Question]:
    for key in keys:
        attribute = view.product.attribute(key)
        if attribute is not None:
            yield question(view, attribute)


def _component(view: LineView, component: Component) -> ShownComponent:
    quantity = view.product.attribute(component.quantity)
    if quantity is None:
        raise KeyError(component.quantity)
    rows = [row for row in component.rows if row.number <= _certain(view, component)]
    return ShownComponent(
        key=component.key,
        id=dom_id(component.key),
        name=component.label or component.name,
        help=component.help,
        quantity=question(view, quantity, name="Quantity"),
        rows=tuple(_row(view, row, first=rows[0]) for row in rows),
    )


def _certain(view: LineView, component: Component) -> int:
    """How many rows there are at least, as chosen; equal rows have the number 0 and need one."""
    values = view.configuration.values.get(component.quantity)
    if values is None:
        domain = view.configuration.domains[component.quantity]
        values = 0 if domain.can_be_absent else domain.values[0]
    return int(values) if component.rows_are == "each" or values else -1


def _row(view: LineView, row: Row, *, first: Row) -> ShownRow:
    sections = tuple(
        ShownSection(section.name, section.help, items(view, section.attributes, within=row.key).shown)
        for section in row.sections
    )
    like = first.name if row.key != first.key else ""
    return ShownRow(row.key, dom_id(row.key), row.name, sections, like)


def _set(view: LineView, one: OptionSet) -> ShownSet:
    members = tuple(member for key in one.members if (member := _member(view, key)) is not None)
    return ShownSet(
        key=one.key,
        id=dom_id(one.key),
        name=one.label or one.name,
        full=one.name,
        help=one.help,
        bounds=_bounds(one),
        members=members,
        open=int(any(member.state == "open" for member in members)),
        text=one.question,
        texts=one.questions,
    )


def _member(view: LineView, key: AttributeKey) -> Member | None:
    attribute = view.product.attribute(key)
    if attribute is None or state_of(view, key) == "absent":
        return None
    possible = view.configuration.domains[key].values
    taken = view.configuration.values.get(key) is True
    state = state_of(view, key)
    # An own choice can always be taken back, even where the same then follows.
    fixed = state != "chosen" and (not taken) not in possible
    return Member(
        key=key,
        id=dom_id(key),
        name=attribute.label or attribute.name,
        full=attribute.name,
        help=attribute.help,
        price=surcharge(attribute.prices.get(view.quote.currency, Decimal(0))),
        taken=taken,
        state=state,
        fixed=fixed,
        why="false" if taken else "true",
    )


def _bounds(one: OptionSet) -> str:
    low, high = one.at_least, min(one.at_most, len(one.members))
    if low == high:
        return f"Choose {low}."
    return f"Choose up to {high}." if low <= 0 else f"Choose {low} to {high}."
