"""Choices that are made together by one press: the rest of a set, a row like the first."""

from collections.abc import Mapping

from app.actions import LineView
from app.catalog import AttributeKey, Value


def without_rest(view: LineView, key: str) -> Mapping[str, Value | None]:
    """ "No" for every member of the set that is still open."""
    chosen = next((one for one in view.product.sets if one.key == key), None)
    members = chosen.members if chosen else ()
    return {member: False for member in members if member in view.configuration.open}


def like_first_row(view: LineView, key: str) -> Mapping[str, Value | None]:
    """The choices of the component's first row for another one; what is not chosen there is taken back."""
    for component in view.product.components:
        for row in component.rows[1:]:
            if row.key == key:
                first = component.rows[0].key
                own = (key for section in row.sections for key in section.attributes)
                return {one: _there(view, one, row.key, first) for one in own}
    return {}


def _there(view: LineView, key: AttributeKey, row: str, first: str) -> Value | None:
    return view.line.choices.get(f"{first}{key.removeprefix(row)}")
