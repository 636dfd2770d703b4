"""What is done with rows of the table: moved, marked, noted, grouped; one by one or those that are picked."""

import re
from collections.abc import Callable, Mapping
from typing import Final, Literal

from flask import Blueprint, render_template, request

from app.actions import (
    Arranged,
    Selection,
    assign_group,
    count_lines,
    discount_lines,
    note_line,
    remove_lines,
    show_quote,
    stand_line,
    step_line,
    swap_alternative,
)
from app.errors import Missing, Refused
from app.web.api.headers import expected_revision
from app.web.panel import figures
from app.web.panel.quote_page import changed_parts
from app.web.panel.reading import figure_of, whole_of
from app.web.session import current_call, services

routes = Blueprint("row_deeds", __name__)

_PICKED: Final = re.compile(r"[0-9]{1,9}(,[0-9]{1,9}){0,9999}")


class PickedUnreadable(Refused):
    code = "selection_unreadable"


class DeedUnknown(Missing):
    code = "deed_unknown"


@routes.post("/quotes/<quote_id>/lines/<int:n>/step")
def step(quote_id: str, n: int) -> str:
    way: Literal["up", "down"] = "up" if request.form.get("way") == "up" else "down"
    return _answered(
        step_line(services(), current_call(), quote_id, n, way=way, expected=expected_revision())
    )


@routes.post("/quotes/<quote_id>/lines/<int:n>/swap")
def swap(quote_id: str, n: int) -> str:
    return _answered(swap_alternative(services(), current_call(), quote_id, n, expected=expected_revision()))


@routes.get("/quotes/<quote_id>/lines/<int:n>/details")
def details(quote_id: str, n: int) -> str:
    """The sheet with note, group and standing of a line."""
    quote = show_quote(services(), current_call(), quote_id)
    return render_template("panel/details.html", quote=quote, line=quote.line(n), base=_base(quote_id))


@routes.post("/quotes/<quote_id>/lines/<int:n>/note")
def note(quote_id: str, n: int) -> str:
    text = request.form.get("note", "")
    return _answered(note_line(services(), current_call(), quote_id, n, text, expected=expected_revision()))


@routes.post("/quotes/<quote_id>/lines/<int:n>/group")
def group(quote_id: str, n: int) -> str:
    name, selection = request.form.get("group", ""), Selection(lines=[n])
    return _answered(
        assign_group(services(), current_call(), quote_id, selection, name=name, expected=expected_revision())
    )


@routes.post("/quotes/<quote_id>/lines/<int:n>/standing")
def standing(quote_id: str, n: int) -> str:
    wanted = request.form.get("standing", "")
    original = whole_of(request.form.get("instead_of", "")) if wanted == "alternative" else None
    if original is not None and not isinstance(original, int):
        raise PickedUnreadable("Name the line that it could stand in for by its number, such as 3.")
    return _answered(
        stand_line(
            services(),
            current_call(),
            quote_id,
            n,
            standing=wanted,
            instead_of=original,
            expected=expected_revision(),
        )
    )


@routes.get("/quotes/<quote_id>/picked")
def picked(quote_id: str) -> str:
    """The sheet of what can be done with several lines; the page fills in which."""
    quote = show_quote(services(), current_call(), quote_id)
    return render_template("panel/picked.html", quote=quote, base=_base(quote_id), figures=figures)


@routes.post("/quotes/<quote_id>/picked/<deed>")
def do(quote_id: str, deed: str) -> str:
    made = _DEEDS.get(deed)
    if made is None:
        raise DeedUnknown("There is no such deed. Show the quote as it stands now.")
    return _answered(made(quote_id, _picked(), expected_revision()))


def _discount(quote: str, selection: Selection, at: int | None) -> Arranged:
    found = figure_of(request.form.get("figure", ""))
    given = None if found is None else {**found, "reason": request.form.get("reason", "")}
    return discount_lines(services(), current_call(), quote, selection, discount=given, expected=at)


def _quantity(quote: str, selection: Selection, at: int | None) -> Arranged:
    wanted = whole_of(request.form.get("quantity", ""))
    return count_lines(services(), current_call(), quote, selection, quantity=wanted, expected=at)


def _group(quote: str, selection: Selection, at: int | None) -> Arranged:
    name = request.form.get("group", "")
    return assign_group(services(), current_call(), quote, selection, name=name, expected=at)


def _remove(quote: str, selection: Selection, at: int | None) -> Arranged:
    return remove_lines(services(), current_call(), quote, selection, expected=at)


_DEEDS: Final[Mapping[str, Callable[[str, Selection, int | None], Arranged]]] = {
    "discount": _discount,
    "quantity": _quantity,
    "group": _group,
    "remove": _remove,
}


def _answered(done: Arranged) -> str:
    said = f"{done.said}." if done.said else "Nothing changed."
    return changed_parts(current_call(), done.before, done.after, said=said)


def _picked() -> Selection:
    text = request.form.get("lines", "")
    if not _PICKED.fullmatch(text):
        raise PickedUnreadable("Select the lines first.")
    return Selection(lines=[int(one) for one in text.split(",")])


def _base(quote_id: str) -> str:
    return f"/panel/quotes/{quote_id}"
