"""What is known of a row of a component without its questions: how many are open, what is decided."""

from collections.abc import Iterator
from typing import Final

from app.actions import LineView
from app.catalog import AttributeKey, Component, Row, told
from app.web.panel.figures import number
from app.web.panel.questions import state_of

_MOST_TOLD: Final = 8


def certain(view: LineView, component: Component) -> int:
    """How many rows there are at least, as chosen; equal rows have the number 0 and need one."""
    values = view.configuration.values.get(component.quantity)
    if values is None:
        domain = view.configuration.domains[component.quantity]
        values = 0 if domain.can_be_absent else domain.values[0]
    return int(values) if component.rows_are == "each" or values else -1


def open_in(view: LineView, row: Row) -> int:
    """Questions of the row and of the rows in it that are certain; a set with open members is one."""
    sets = {key: one.key for one in view.product.sets for key in one.members}
    open_keys = {sets.get(key, key) for key in _keys_of(view, row) if state_of(view, key) == "open"}
    return len(open_keys)


def decided_in(view: LineView, row: Row) -> str:
    """``n78 3.5 GHz, 100 MHz, 4 ports``: what is decided, without the questions."""
    keys = [key for section in row.sections for key in section.attributes]
    parts: list[str] = []
    for one in told(view.product, keys, view.configuration.values):
        option = one.attribute.option(one.value)
        if one.members is not None:
            parts.extend(one.members)
        elif option is not None:
            parts.append(option.name)
        elif isinstance(one.value, bool):
            parts.extend([one.attribute.label or one.name] if one.value else [])
        elif isinstance(one.value, str):
            parts.append(one.value)
        else:
            name = one.attribute.unit or (one.attribute.label or one.name).lower()
            parts.append(f"{number(one.value)} {name}")
    more = len(parts) - _MOST_TOLD
    return ", ".join(parts[:_MOST_TOLD]) + (f" and {more} more" if more > 0 else "")


def _keys_of(view: LineView, row: Row) -> Iterator[AttributeKey]:
    """Its attributes without those of rows inside it that may not be there."""
    inside = [one for one in view.product.components if one.within == row.key]
    quantities = {one.quantity for one in inside}
    hidden = tuple(
        f"{inner.key}."
        for component in inside
        for inner in component.rows
        if inner.number > certain(view, component)
    )
    for section in row.sections:
        for key in section.attributes:
            if key in quantities or not key.startswith(hidden):
                yield key
