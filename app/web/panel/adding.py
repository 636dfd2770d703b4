"""Many lines at once: pasted or from a file, looked at first, with a report of each row."""

from typing import Final

from flask import Blueprint, render_template, request

from app.actions import Given, GivenFile, GivenText, Take, import_lines, show_quote
from app.errors import Refused
from app.web import limits
from app.web.api.headers import expected_revision
from app.web.meanwhile import changed_meanwhile, in_words
from app.web.panel import figures
from app.web.panel.arranging import arrange_page
from app.web.session import current_call, services

routes = Blueprint("adding", __name__)

_MOST_SHOWN: Final = 100


class TakeUnknown(Refused):
    code = "take_unknown"


@routes.get("/quotes/<quote_id>/add")
def show(quote_id: str) -> str:
    quote = show_quote(services(), current_call(), quote_id)
    return render_template("panel/add.html", quote=quote)


@routes.post("/quotes/<quote_id>/add")
def add(quote_id: str) -> str:
    """The report of what would be added, or the quote with what was."""
    request.max_content_length = request.max_form_memory_size = limits.UPLOAD
    call, take, at = current_call(), request.form.get("take", Take.CHECK.value), expected_revision()
    if take not in set(Take):
        raise TakeUnknown("Rows are looked at, all added, or the good ones added.")
    told = import_lines(services(), call, quote_id, _given(), take=Take(take), expected=at)
    if told.take is Take.CHECK:
        return render_template(
            "panel/report.html", told=told, faults=told.faults[:_MOST_SHOWN], figures=figures
        )
    meanwhile = in_words(changed_meanwhile(told.done.after.revision, at))
    left_out = f" {told.wrong_rows} of {told.rows} rows were left out." if told.wrong_rows else ""
    return arrange_page(call, told.done.after, said=f"{told.done.said}.{left_out} {meanwhile}".strip())


def _given() -> Given:
    file = request.files.get("file")
    if file is not None and file.filename:
        return GivenFile(file.filename, file.read())
    return GivenText(request.form.get("text", ""))
