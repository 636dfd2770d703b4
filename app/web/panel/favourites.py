"""Favourites in the panel: kept from a line's page, put on a quote from the quote's."""

from flask import Blueprint, render_template, request

from app.actions import (
    Applied,
    Call,
    apply_favourite,
    change_favourite,
    delete_favourite,
    list_favourites,
    preview_favourite,
    save_favourite,
    show_line,
)
from app.web.api.headers import expected_revision
from app.web.panel.configuring import line_page
from app.web.panel.moved import lost_texts
from app.web.session import current_call, services

routes = Blueprint("favourites", __name__)
_QUOTE = "/quotes/<quote_id>"


@routes.post(f"{_QUOTE}/lines/<int:n>/favourite")
def keep(quote_id: str, n: int) -> str:
    call, form = current_call(), request.form
    kept = save_favourite(
        services(), call, quote_id, n, name=form.get("name", ""), shared=form.get("shared") == "yes"
    )
    view = show_line(services(), call, quote_id, n)
    return line_page(call, view, said=f"Kept as a favourite: {kept.name}.")


@routes.get(f"{_QUOTE}/favourites")
def look(quote_id: str) -> str:
    return _list(current_call(), quote_id)


@routes.post(f"{_QUOTE}/favourites")
def use(quote_id: str) -> str:
    """What is no longer possible is shown first; agreed to, or if all is, the line is made."""
    call, favourite = current_call(), request.form.get("favourite", "")
    if request.form.get("agreed") != "yes":
        told = preview_favourite(services(), call, quote_id, favourite=favourite)
        if told.lost:
            return _told(told)
    done = apply_favourite(services(), call, quote_id, favourite=favourite, expected=expected_revision())
    return line_page(call, done.view)


@routes.post(f"{_QUOTE}/favourites/<favourite_id>")
def change(quote_id: str, favourite_id: str) -> str:
    call, form = current_call(), request.form
    change_favourite(
        services(), call, favourite_id, name=form.get("name", ""), shared=form.get("shared") == "yes"
    )
    return _list(call, quote_id)


@routes.post(f"{_QUOTE}/favourites/<favourite_id>/delete")
def delete(quote_id: str, favourite_id: str) -> str:
    call = current_call()
    delete_favourite(services(), call, favourite_id)
    return _list(call, quote_id)


def _list(call: Call, quote_id: str) -> str:
    found = list_favourites(services(), call)
    return render_template(
        "panel/favourites.html", favourites=found, base=f"/panel/quotes/{quote_id}", quote_id=quote_id
    )


def _told(told: Applied) -> str:
    view = told.view
    return render_template(
        "panel/favourite.html",
        quote=view.quote,
        favourite=told.favourite,
        lost=lost_texts(told.lost, view.product),
        line=view.line,
    )
