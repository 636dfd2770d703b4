"""Who would have to agree to a quote."""

from flask import Response

from app.actions.approvals import preview_approvals
from app.web.api.headers import answered
from app.web.api.operations import Operations
from app.web.api.schemas.approval_previews import ApprovalPreviewJson, preview_json
from app.web.session import current_call, services

approval_previews = Operations(
    "approval_previews", "Who would have to agree to a quote, and what would avoid it"
)


@approval_previews.call("GET", "/quotes/<quote_id>/approvals/preview", answer=ApprovalPreviewJson)
def preview(quote_id: str) -> Response:
    """Who would be asked and why, how far the next approval is, and what would avoid it"""
    view = preview_approvals(services(), current_call(), quote_id)
    return answered(preview_json(view), revision=view.quote.revision)
