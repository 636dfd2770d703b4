"""Explaining a price, of a line or of the whole quote."""

from flask import Blueprint, render_template

from app.actions import explain_price, show_quote
from app.web.panel import figures
from app.web.panel.price_shown import count_of, price_of_line, price_of_quote
from app.web.session import current_call, services

routes = Blueprint("prices", __name__)


@routes.get("/quotes/<quote_id>/price")
def of_quote(quote_id: str) -> str:
    view = explain_price(services(), current_call(), quote_id)
    quote = view.quote
    return render_template(
        "panel/price.html",
        heading=f"Price of quote {quote.number}",
        about=count_of(quote),
        shown=price_of_quote(quote, view.steps),
        currency=quote.currency,
        figures=figures,
    )


@routes.get("/quotes/<quote_id>/lines/<int:n>/price")
def of_line(quote_id: str, n: int) -> str:
    quote = show_quote(services(), current_call(), quote_id)
    line = quote.line(n)
    each = f"{figures.whole(line.quantity)} × {figures.amount(line.price.unit_net)}"
    return render_template(
        "panel/price.html",
        heading=f"Price of line {n}, {line.name}",
        about=each,
        shown=price_of_line(line.price),
        currency=quote.currency,
        figures=figures,
    )
