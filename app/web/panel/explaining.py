"""Answers at a question: why a value is not possible, what would allow it, why an attribute is as it is."""

import json
from collections.abc import Mapping
from typing import Final

from flask import Blueprint, render_template, request

from app.actions import MOST_REASONS, Call, LineView, Refusal, explain_choice, explain_consequence, show_line
from app.configuration import End
from app.web.panel import figures
from app.web.panel.values import dom_id, read, worded
from app.web.session import current_call, services
from app.web.spoken import spoken, spoken_view

routes = Blueprint("explaining", __name__)

_ENDS: Final[Mapping[str, End]] = {"least": "least", "greatest": "greatest"}
_WORDS: Final[Mapping[End, str]] = {"least": "at least", "greatest": "at most"}


@routes.get("/quotes/<quote_id>/lines/<int:n>/why")
def why(quote_id: str, n: int) -> str:
    """One reason, or all of them where the request says so."""
    call = current_call()
    attribute, text = request.args.get("attribute", ""), request.args.get("value", "")
    view = show_line(services(), call, quote_id, n)
    value = read(view.product, attribute, text)
    most = MOST_REASONS if request.args.get("reasons") == "all" else 1
    return refusal_fragment(call, view, attribute=attribute, value=value, most_reasons=most)


@routes.get("/quotes/<quote_id>/lines/<int:n>/because")
def because(quote_id: str, n: int) -> str:
    call, attribute = current_call(), request.args.get("attribute", "")
    end = _ENDS.get(request.args.get("end", ""))
    found = explain_consequence(services(), call, quote_id, n, attribute=attribute, end=end)
    product = spoken(show_line(services(), call, quote_id, n).product)
    known = product.attribute(attribute)
    return render_template(
        "panel/because.html",
        consequence=found,
        name=known.name if known else "",
        end=None if end is None else _WORDS[end],
        state="" if found is None or found.value is None else worded(product, attribute, value=found.value),
    )


def refusal_fragment(
    call: Call, view: LineView, *, attribute: str, value: object, most_reasons: int = 1
) -> str:
    """Why the line cannot have the value, at the question about it."""
    view = spoken_view(view)
    refusal = explain_choice(
        services(),
        call,
        view.quote.id,
        view.line.n,
        attribute=attribute,
        value=value,
        most_reasons=most_reasons,
    )
    wish = worded(view.product, attribute, value=value)
    asked = {"attribute": attribute, "value": request.values.get("value", "")}
    return reasons_fragment(view, refusal, wish=wish, at=attribute, asked=asked)


def reasons_fragment(
    view: LineView, refusal: Refusal | None, *, wish: str, at: str, asked: Mapping[str, str] | None = None
) -> str:
    """``asked``: how to ask for other reasons; None where only a change of several answers is refused."""
    return render_template(
        "panel/why.html",
        refusal=refusal,
        quote=view.quote,
        line=view.line,
        at=dom_id(at),
        wish=wish,
        asked=asked,
        step=request.values.get("step", ""),
        json=json,
        figures=figures,
    )
