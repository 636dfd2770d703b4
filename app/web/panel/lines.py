"""The lines of a quote: added, counted, copied, removed."""

from flask import Blueprint, request

from app.actions import (
    Call,
    LineChange,
    LineView,
    add_line,
    change_line,
    copy_line,
    remove_line,
    show_quote,
)
from app.web.api.headers import expected_revision
from app.web.panel.configuring import line_page
from app.web.panel.quote_page import changed_parts, line_said
from app.web.panel.reading import figure_of, whole_of
from app.web.session import current_call, services

routes = Blueprint("lines", __name__)


@routes.post("/quotes/<quote_id>/lines")
def add(quote_id: str) -> str:
    call = current_call()
    product = request.form.get("product", "")
    view = add_line(services(), call, quote_id, product=product, choices={}, expected=expected_revision())
    return line_page(call, view)


@routes.post("/quotes/<quote_id>/lines/<int:n>/quantity")
def set_quantity(quote_id: str, n: int) -> str:
    return _answered(quote_id, n, change=LineChange(quantity=whole_of(request.form.get("quantity", ""))))


@routes.post("/quotes/<quote_id>/lines/<int:n>/discount")
def set_discount(quote_id: str, n: int) -> str:
    """An empty figure takes the discount away."""
    return _answered(quote_id, n, change=LineChange(discount=_discount()))


@routes.post("/quotes/<quote_id>/lines/<int:n>/copy")
def copy(quote_id: str, n: int) -> str:
    call = current_call()
    before = show_quote(services(), call, quote_id)
    view = copy_line(services(), call, quote_id, n, expected=expected_revision())
    return changed_parts(call, before, view.quote, said=f"Line {view.line.n} is a copy of line {n}.")


@routes.post("/quotes/<quote_id>/lines/<int:n>/remove")
def remove(quote_id: str, n: int) -> str:
    call = current_call()
    before = show_quote(services(), call, quote_id)
    after = remove_line(services(), call, quote_id, n, expected=expected_revision())
    return changed_parts(call, before, after, said=f"Line {n} removed.")


def _answered(quote_id: str, n: int, *, change: LineChange) -> str:
    """Its page, where the request comes from there; else what of the quote's page it changes."""
    call = current_call()
    if "step" in request.form:
        return line_page(call, _changed(call, quote_id, n, change=change))
    before = show_quote(services(), call, quote_id)
    after = _changed(call, quote_id, n, change=change)
    said = line_said(before.line(n), after.line, quote=after.quote)
    return changed_parts(call, before, after.quote, said=said)


def _changed(call: Call, quote_id: str, n: int, *, change: LineChange) -> LineView:
    return change_line(services(), call, quote_id, n, change=change, expected=expected_revision())


def _discount() -> object:
    figure, kind = request.form.get("figure", ""), request.form.get("kind", "")
    found = None if kind == "none" else figure_of(figure, kind=kind)
    return None if found is None else {**found, "reason": request.form.get("reason", "")}
