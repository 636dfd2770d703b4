"""Who works on a draft beside its owner."""

from flask import Blueprint, render_template, request

from app.actions import Call, share_quote, show_sharing, unshare_quote
from app.web.api.headers import expected_revision
from app.web.session import current_call, services

routes = Blueprint("sharing", __name__)


@routes.get("/quotes/<quote_id>/sharing")
def show(quote_id: str) -> str:
    return _page(current_call(), quote_id)


@routes.post("/quotes/<quote_id>/sharing")
def share(quote_id: str) -> str:
    call, user = current_call(), request.form.get("user", "")
    share_quote(services(), call, quote_id, user, expected=expected_revision())
    return _page(call, quote_id)


@routes.post("/quotes/<quote_id>/sharing/end")
def unshare(quote_id: str) -> str:
    call, user = current_call(), request.form.get("user", "")
    unshare_quote(services(), call, quote_id, user, expected=expected_revision())
    return _page(call, quote_id)


def _page(call: Call, quote_id: str) -> str:
    sharing = show_sharing(services(), call, quote_id)
    return render_template("panel/sharing.html", sharing=sharing, own=sharing.quote.owner == call.actor.user)
