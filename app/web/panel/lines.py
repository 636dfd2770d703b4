"""The lines of a quote: added, counted, copied, removed."""

import re

from flask import Blueprint, request

from app.actions import Call, LineChange, LineView, add_line, change_line, copy_line, remove_line
from app.web.api.headers import expected_revision
from app.web.panel.configuring import line_page
from app.web.panel.offers import quote_page
from app.web.session import current_call, services

routes = Blueprint("lines", __name__)

_WHOLE = re.compile(r"[0-9]{1,9}")


@routes.post("/quotes/<quote_id>/lines")
def add(quote_id: str) -> str:
    call = current_call()
    product = request.form.get("product", "")
    view = add_line(services(), call, quote_id, product=product, choices={}, expected=expected_revision())
    return line_page(call, view)


@routes.post("/quotes/<quote_id>/lines/<int:n>/quantity")
def set_quantity(quote_id: str, n: int) -> str:
    call = current_call()
    view = _changed(call, quote_id, n, change=LineChange(quantity=_quantity()))
    if "step" in request.form:
        return line_page(call, view)
    return quote_page(call, view.quote)


@routes.post("/quotes/<quote_id>/lines/<int:n>/discount")
def set_discount(quote_id: str, n: int) -> str:
    call = current_call()
    return line_page(call, _changed(call, quote_id, n, change=LineChange(discount=_discount())))


@routes.post("/quotes/<quote_id>/lines/<int:n>/copy")
def copy(quote_id: str, n: int) -> str:
    call = current_call()
    view = copy_line(services(), call, quote_id, n, expected=expected_revision())
    return quote_page(call, view.quote)


@routes.post("/quotes/<quote_id>/lines/<int:n>/remove")
def remove(quote_id: str, n: int) -> str:
    call = current_call()
    return quote_page(call, remove_line(services(), call, quote_id, n, expected=expected_revision()))


def _changed(call: Call, quote_id: str, n: int, *, change: LineChange) -> LineView:
    return change_line(services(), call, quote_id, n, change=change, expected=expected_revision())


def _quantity() -> object:
    text = request.form.get("quantity", "").strip()
    return int(text) if _WHOLE.fullmatch(text) else text


def _discount() -> object:
    """An empty figure takes the discount away."""
    figure = request.form.get("figure", "").strip()
    if not figure or request.form.get("kind") == "none":
        return None
    kind = request.form.get("kind", "percent")
    return {kind: figure.replace(",", ""), "reason": request.form.get("reason", "")}
