"""The page that answers the CRM's post: a light shell, whose content is loaded with the session's token.

Nothing of the CRM's data is in it but the frame's own names, so it costs little more than the verification.
"""

from flask import Response, render_template

from app.actions import SignedIn


def render_panel(signed_in: SignedIn, token: str) -> Response:
    session = signed_in.session
    return Response(
        render_template(
            "panel/page.html",
            token=token,
            connection=signed_in.connection.name,
            instance_id=session.instance_id,
            target_origin=session.target_origin,
        )
    )
