"""What the configurator shows of sets and components: their questions, together and in their order."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final, Literal, TypeAlias

from app.actions import LineView
from app.catalog import AttributeKey, Component, OptionSet, Row
from app.web.panel.figures import surcharge
from app.web.panel.questions import Question, State, question, state_of
from app.web.panel.row_summary import certain, decided_in, open_in
from app.web.panel.values import dom_id

MOST_OPEN: Final = 4
"""Rows of one component that are shown in full beside each other."""


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
    """``like`` names the row before it whose choices it can take over; empty: none. Of one that is folded
    there are no ``sections``: ``about`` says in words what is decided of it. ``open`` counts its questions.
    """

    key: str
    id: str
    name: str
    sections: tuple[ShownSection, ...]
    like: str
    open: int
    about: str = ""

    @property
    def folded(self) -> bool:
        return not self.sections


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


def items(
    view: LineView, keys: Iterable[AttributeKey], *, within: str = "", opened: Collection[str] | None = None
) -> Items:
    """What stands directly in the step or in the row ``within``, of the attributes ``keys``.

    ``opened``: keys of rows, or of what is in them, that are shown in full where a component has many; None
    for all of them.
    """
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
            shown.append(_component(view, components[top], opened=opened))
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


def _component(view: LineView, component: Component, *, opened: Collection[str] | None) -> ShownComponent:
    quantity = view.product.attribute(component.quantity)
    if quantity is None:
        raise KeyError(component.quantity)
    rows = [row for row in component.rows if row.number <= certain(view, component)]
    return ShownComponent(
        key=component.key,
        id=dom_id(component.key),
        name=component.label or component.name,
        help=component.help,
        quantity=question(view, quantity, name="Quantity"),
        rows=tuple(_rows(view, rows, opened=opened)),
    )


def _rows(view: LineView, rows: Sequence[Row], *, opened: Collection[str] | None) -> Iterator[ShownRow]:
    """Of many those that are opened, and the first one with something open (or the first of all)."""
    counts = {row.key: open_in(view, row) for row in rows}
    if opened is None or len(rows) <= MOST_OPEN:
        full = set(counts)
    else:
        full = {row.key for row in rows if _is_opened(row, opened)}
        full.update([key for key, count in counts.items() if count][:1])
        full = full or {rows[0].key}
    for row in rows:
        like = rows[0].name if row is not rows[0] else ""
        if row.key in full:
            sections = tuple(_sections(view, row, opened=opened))
            yield ShownRow(row.key, dom_id(row.key), row.name, sections, like, counts[row.key])
        else:
            about = decided_in(view, row)
            yield ShownRow(row.key, dom_id(row.key), row.name, (), like, counts[row.key], about)


def _is_opened(row: Row, opened: Collection[str]) -> bool:
    return any(key == row.key or key.startswith(f"{row.key}.") for key in opened)


def _sections(view: LineView, row: Row, *, opened: Collection[str] | None) -> Iterator[ShownSection]:
    for section in row.sections:
        found = items(view, section.attributes, within=row.key, opened=opened)
        yield ShownSection(section.name, section.help, found.shown)


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
