"""What a discount on the whole quote would come to, before it is given."""

from flask import Blueprint, render_template, request

from app.actions import TermsChange, preview_terms
from app.web.panel import figures
from app.web.panel.reading import figure_of
from app.web.session import current_call, services

routes = Blueprint("terms", __name__)

_UNSAID = "not said yet"


@routes.get("/quotes/<quote_id>/terms/preview")
def preview(quote_id: str) -> str:
    """Nothing is changed, so that the reason may still be missing."""
    found = figure_of(request.args.get("off", ""))
    reason = request.args.get("off_reason", "").strip() or _UNSAID
    change = TermsChange(discount=None if found is None else {**found, "reason": reason})
    seen = preview_terms(services(), current_call(), quote_id, change=change)
    pairs = zip(seen.before.lines, seen.after.lines, strict=True)
    return render_template(
        "panel/terms_preview.html",
        before=seen.before,
        after=seen.after,
        changed=sum(one.price.net != other.price.net for one, other in pairs),
        figures=figures,
    )
