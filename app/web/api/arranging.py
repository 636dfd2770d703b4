"""Groups, the order of lines, what they stand for, their notes; deeds on many lines at once."""

from typing import Any

from flask import Response

from app.actions import (
    Arranged,
    add_group,
    assign_group,
    count_lines,
    discount_lines,
    note_line,
    order_groups,
    place_lines,
    remove_group,
    remove_lines,
    rename_group,
    stand_line,
    step_line,
    swap_alternative,
)
from app.web.api.headers import answered, expected_revision
from app.web.api.operations import IF_MATCH, Operations
from app.web.api.schemas.arranging import (
    ArrangedJson,
    AssignGroupBody,
    CountLinesBody,
    DiscountLinesBody,
    GroupBody,
    GroupOrderBody,
    NoteBody,
    PlaceLinesBody,
    RenameGroupBody,
    SelectionBody,
    StandingBody,
    StepLineBody,
    arranged_json,
    selection_of,
)
from app.web.api.schemas.bodies import EmptyBody
from app.web.session import current_call, services

arranging = Operations("arranging", "Groups, order and standing of lines; many lines at once")
_QUOTE = "/quotes/<quote_id>"
_LINE = f"{_QUOTE}/lines/<int:n>"


@arranging.call("POST", f"{_QUOTE}/groups", body=GroupBody, answer=ArrangedJson, headers=(IF_MATCH,))
def add(body: dict[str, Any], quote_id: str) -> Response:
    """Add a group, after the others"""
    return _done(add_group(services(), current_call(), quote_id, body["name"], expected=expected_revision()))


@arranging.call("PUT", f"{_QUOTE}/groups", body=GroupOrderBody, answer=ArrangedJson, headers=(IF_MATCH,))
def order(body: dict[str, Any], quote_id: str) -> Response:
    """Put the groups in order: all of them, by name"""
    call, names = current_call(), body["groups"]
    return _done(order_groups(services(), call, quote_id, names, expected=expected_revision()))


@arranging.call(
    "POST", f"{_QUOTE}/groups/rename", body=RenameGroupBody, answer=ArrangedJson, headers=(IF_MATCH,)
)
def rename(body: dict[str, Any], quote_id: str) -> Response:
    """Give a group another name"""
    call, name = current_call(), body["name"]
    return _done(rename_group(services(), call, quote_id, name, new=body["to"], expected=expected_revision()))


@arranging.call("POST", f"{_QUOTE}/groups/remove", body=GroupBody, answer=ArrangedJson, headers=(IF_MATCH,))
def remove(body: dict[str, Any], quote_id: str) -> Response:
    """Take a group away; its lines stay"""
    call, name = current_call(), body["name"]
    return _done(remove_group(services(), call, quote_id, name, expected=expected_revision()))


@arranging.call(
    "POST", f"{_QUOTE}/lines/group", body=AssignGroupBody, answer=ArrangedJson, headers=(IF_MATCH,)
)
def assign(body: dict[str, Any], quote_id: str) -> Response:
    """Put lines into a group, or out of any"""
    call, chosen = current_call(), selection_of(body)
    return _done(
        assign_group(services(), call, quote_id, chosen, name=body["to"], expected=expected_revision())
    )


@arranging.call(
    "POST", f"{_QUOTE}/lines/discount", body=DiscountLinesBody, answer=ArrangedJson, headers=(IF_MATCH,)
)
def discount(body: dict[str, Any], quote_id: str) -> Response:
    """One discount for many lines: all of them or none"""
    call, chosen, off = current_call(), selection_of(body), body["discount"]
    return _done(
        discount_lines(services(), call, quote_id, chosen, discount=off, expected=expected_revision())
    )


@arranging.call(
    "POST", f"{_QUOTE}/lines/quantity", body=CountLinesBody, answer=ArrangedJson, headers=(IF_MATCH,)
)
def count(body: dict[str, Any], quote_id: str) -> Response:
    """One quantity for many lines: all of them or none"""
    call, chosen, quantity = current_call(), selection_of(body), body["quantity"]
    return _done(
        count_lines(services(), call, quote_id, chosen, quantity=quantity, expected=expected_revision())
    )


@arranging.call(
    "POST", f"{_QUOTE}/lines/remove", body=SelectionBody, answer=ArrangedJson, headers=(IF_MATCH,)
)
def remove_many(body: dict[str, Any], quote_id: str) -> Response:
    """Take many lines off the quote"""
    call, chosen = current_call(), selection_of(body)
    return _done(remove_lines(services(), call, quote_id, chosen, expected=expected_revision()))


@arranging.call(
    "POST", f"{_QUOTE}/lines/place", body=PlaceLinesBody, answer=ArrangedJson, headers=(IF_MATCH,)
)
def place(body: dict[str, Any], quote_id: str) -> Response:
    """Move lines before another one, or to the end"""
    call, lines, before = current_call(), body["lines"], body["before"]
    return _done(place_lines(services(), call, quote_id, lines, before=before, expected=expected_revision()))


@arranging.call("POST", f"{_LINE}/step", body=StepLineBody, answer=ArrangedJson, headers=(IF_MATCH,))
def step(body: dict[str, Any], quote_id: str, n: int) -> Response:
    """Move a line one up or one down within its group"""
    call, way = current_call(), body["way"]
    return _done(step_line(services(), call, quote_id, n, way=way, expected=expected_revision()))


@arranging.call("PUT", f"{_LINE}/standing", body=StandingBody, answer=ArrangedJson, headers=(IF_MATCH,))
def stand(body: dict[str, Any], quote_id: str, n: int) -> Response:
    """Make a line offered, optional, or an alternative to another one"""
    return _done(stand_line(services(), current_call(), quote_id, n, **body, expected=expected_revision()))


@arranging.call("POST", f"{_LINE}/swap", body=EmptyBody, answer=ArrangedJson, headers=(IF_MATCH,))
def swap(_body: dict[str, Any], quote_id: str, n: int) -> Response:
    """Offer the alternative, with what was offered as an alternative to it"""
    return _done(swap_alternative(services(), current_call(), quote_id, n, expected=expected_revision()))


@arranging.call("PUT", f"{_LINE}/note", body=NoteBody, answer=ArrangedJson, headers=(IF_MATCH,))
def note(body: dict[str, Any], quote_id: str, n: int) -> Response:
    """A note on a line; an empty one takes it away"""
    call, text = current_call(), body["note"]
    return _done(note_line(services(), call, quote_id, n, text, expected=expected_revision()))


def _done(done: Arranged) -> Response:
    return answered(arranged_json(done), revision=done.after.revision)
