"""The page that answers the CRM's post: a light shell, whose content is loaded with the arrival's token.

Nothing of the CRM's data is in it but the frame's own names, so it costs little more than the verification.
"""

from functools import lru_cache
from typing import Final

from flask import Flask, Response, current_app, render_template

from app.actions import Arrival, seal_arrival
from app.services import Services

_EXTENSION: Final = "quotewright.shell"
_MARK: Final = "\N{NULL}"


def use_shell(app: Flask) -> None:
    # All pages in one place of the CRM are the same but for their token, so the template is rendered seldom.
    app.extensions[_EXTENSION] = lru_cache(maxsize=256)(_around_token)


def render_shell(services: Services, arrival: Arrival) -> Response:
    frame = arrival.frame
    before, after = current_app.extensions[_EXTENSION](
        arrival.actor.connection, frame.instance_id, frame.target_origin
    )
    return Response(f"{before}{seal_arrival(services, arrival)}{after}", mimetype="text/html")


def _around_token(connection: str, instance_id: str, target_origin: str) -> list[str]:
    page = render_template(
        "panel/page.html",
        token=_MARK,
        connection=connection,
        instance_id=instance_id,
        target_origin=target_origin,
    )
    return page.split(_MARK)
