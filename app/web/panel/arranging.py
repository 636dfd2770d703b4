"""The page on which lines are arranged: groups, order, options and alternatives, notes, many at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template, request

from app.actions import (
    Arranged,
    Call,
    Selection,
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
    show_history,
    show_quote,
    stand_line,
    step_line,
    swap_alternative,
)
from app.errors import Missing, Refused
from app.quoting import Line, Quote, Section, can_edit, sections
from app.web.api.headers import expected_revision
from app.web.meanwhile import changed_meanwhile, in_words
from app.web.panel import figures
from app.web.panel.changes import step_text
from app.web.session import current_call, services

routes = Blueprint("arranging", __name__)

PAGE: Final = 200
_MOST_DIGITS: Final = 9


class DeedUnknown(Missing):
    code = "deed_unknown"


class NumberUnreadable(Refused):
    code = "number_unreadable"


@dataclass(frozen=True, slots=True)
class Shown:
    """Lines of a group that are on this page; ``first``: the group's heading is above them."""

    section: Section
    lines: tuple[Line, ...]
    first: bool


@routes.get("/quotes/<quote_id>/arrange")
def arrange(quote_id: str) -> str:
    call = current_call()
    return arrange_page(call, show_quote(services(), call, quote_id))


@routes.post("/quotes/<quote_id>/arrange/<deed>")
def do(quote_id: str, deed: str) -> str:
    """One deed, on the lines that are ticked or the one that it names."""
    made = _DEEDS.get(deed)
    if made is None:
        raise DeedUnknown("There is no such deed. Show the quote as it stands now.")
    call = current_call()
    done = made(call, quote_id, expected_revision())
    told = in_words(changed_meanwhile(done.after.revision, expected_revision()))
    said = " ".join(part for part in (f"{done.said}." if done.said else "Nothing changed.", told) if part)
    return arrange_page(call, done.after, said=said)


def arrange_page(call: Call, quote: Quote, *, said: str = "") -> str:
    history = show_history(services(), call, quote)
    first = _number(request.values.get("from", "0"))
    found = sections(quote)
    return render_template(
        "panel/arrange.html",
        quote=quote,
        editable=can_edit(call.actor, quote, opportunity=call.session.opportunity),
        shown=_on_page(found, first),
        sections=found,
        first=first,
        page=PAGE,
        undo=step_text(history.undo),
        redo=step_text(history.redo),
        said=said,
        figures=figures,
    )


def _on_page(found: tuple[Section, ...], first: int) -> list[Shown]:
    shown: list[Shown] = []
    passed = 0
    for section in found:
        start, end = max(first - passed, 0), max(first + PAGE - passed, 0)
        lines = section.lines[start:end]
        is_here = bool(lines) or (not section.lines and first <= passed < first + PAGE)
        if is_here:
            shown.append(Shown(section, lines, start == 0))
        passed += len(section.lines)
    return shown


def _add_group(call: Call, quote: str, at: int | None) -> Arranged:
    return add_group(services(), call, quote, request.form.get("name", ""), expected=at)


def _rename_group(call: Call, quote: str, at: int | None) -> Arranged:
    name, new = request.form.get("group", ""), request.form.get("name", "")
    return rename_group(services(), call, quote, name, new=new, expected=at)


def _remove_group(call: Call, quote: str, at: int | None) -> Arranged:
    return remove_group(services(), call, quote, request.form.get("group", ""), expected=at)


def _raise_group(call: Call, quote: str, at: int | None) -> Arranged:
    """One up among the groups."""
    name = request.form.get("group", "")
    names = list(show_quote(services(), call, quote).header.groups)
    place = names.index(name) if name in names else 0
    if place:
        names[place - 1], names[place] = names[place], names[place - 1]
    return order_groups(services(), call, quote, names, expected=at)


def _assign(call: Call, quote: str, at: int | None) -> Arranged:
    return assign_group(services(), call, quote, _ticked(), name=request.form.get("to", ""), expected=at)


def _discount(call: Call, quote: str, at: int | None) -> Arranged:
    percent = request.form.get("percent", "").strip()
    off = {"percent": percent, "reason": request.form.get("reason", "")} if percent else None
    return discount_lines(services(), call, quote, _ticked(), discount=off, expected=at)


def _count(call: Call, quote: str, at: int | None) -> Arranged:
    quantity = _number(request.form.get("quantity", ""))
    return count_lines(services(), call, quote, _ticked(), quantity=quantity, expected=at)


def _remove(call: Call, quote: str, at: int | None) -> Arranged:
    return remove_lines(services(), call, quote, _ticked(), expected=at)


def _place(call: Call, quote: str, at: int | None) -> Arranged:
    text = request.form.get("before", "").strip()
    before = _number(text) if text else None
    return place_lines(services(), call, quote, _ticked().lines or (), before=before, expected=at)


def _alternative(call: Call, quote: str, at: int | None) -> Arranged:
    original, n = _number(request.form.get("instead_of", "")), _one_ticked()
    return stand_line(services(), call, quote, n, standing="alternative", instead_of=original, expected=at)


def _stand(call: Call, quote: str, at: int | None) -> Arranged:
    return stand_line(
        services(), call, quote, _named(), standing=request.form.get("standing", ""), expected=at
    )


def _swap(call: Call, quote: str, at: int | None) -> Arranged:
    return swap_alternative(services(), call, quote, _named(), expected=at)


def _up(call: Call, quote: str, at: int | None) -> Arranged:
    return step_line(services(), call, quote, _named(), way="up", expected=at)


def _down(call: Call, quote: str, at: int | None) -> Arranged:
    return step_line(services(), call, quote, _named(), way="down", expected=at)


def _note(call: Call, quote: str, at: int | None) -> Arranged:
    n = _named()
    return note_line(services(), call, quote, n, request.form.get(f"note-{n}", ""), expected=at)


def _ticked() -> Selection:
    return Selection(lines=[_number(one) for one in request.form.getlist("line")] or None)


def _one_ticked() -> int:
    lines = _ticked().lines or ()
    if len(lines) != 1:
        raise NumberUnreadable("Tick the one line that is the alternative.")
    return next(iter(lines))


def _named() -> int:
    return _number(request.form.get("n", ""))


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > _MOST_DIGITS:
        raise NumberUnreadable("A number is written with digits alone, such as 12.")
    return int(text)


_DEEDS: Final[Mapping[str, Callable[[Call, str, int | None], Arranged]]] = {
    "add-group": _add_group,
    "rename-group": _rename_group,
    "remove-group": _remove_group,
    "raise-group": _raise_group,
    "assign": _assign,
    "discount": _discount,
    "count": _count,
    "remove": _remove,
    "place": _place,
    "alternative": _alternative,
    "stand": _stand,
    "swap": _swap,
    "up": _up,
    "down": _down,
    "note": _note,
}
