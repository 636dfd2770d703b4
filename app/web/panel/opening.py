"""The first request of a page that has arrived: the opportunity is opened, and the rep sees their quotes."""

from typing import Final

from flask import Blueprint, Response

from app.web.panel.offers import home_page
from app.web.session import current_call, is_arriving, open_arrival

SESSION_HEADER: Final = "Quotewright-Session"
"""Brings the session's token to a page that had the arrival's only."""

opening = Blueprint("opening", __name__, url_prefix="/panel")


@opening.get("/")
def home() -> Response:
    token = open_arrival() if is_arriving() else ""
    response = Response(home_page(current_call()))
    if token:
        response.headers[SESSION_HEADER] = token
    return response
