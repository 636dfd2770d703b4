"""What a quote is to come to: shown first, then given."""

from typing import Any

from flask import Response

from app.actions import preview_goal, seek_goal, show_quote
from app.web.api.headers import answered, expected_revision
from app.web.api.operations import IF_MATCH, Operations
from app.web.api.schemas.goals import GoalBody, GoalJson, goal_json
from app.web.api.schemas.quotes import QuoteJson, quote_json
from app.web.session import current_call, services

goals = Operations("goals", "Bringing a quote to a total, a margin or below a price")


@goals.call("POST", "/quotes/<quote_id>/goal/preview", body=GoalBody, answer=GoalJson)
def preview(body: dict[str, Any], quote_id: str) -> Response:
    """What would be given on each line, and how near it gets; nothing is stored"""
    view = preview_goal(services(), current_call(), quote_id, goal=body["goal"], reason=body["reason"])
    return answered(goal_json(view), revision=view.before.revision)


@goals.call("POST", "/quotes/<quote_id>/goal", body=GoalBody, answer=QuoteJson, headers=(IF_MATCH,))
def seek(body: dict[str, Any], quote_id: str) -> Response:
    """Give the discounts that bring the quote there, to the cent: all of them or none"""
    call = current_call()
    seek_goal(
        services(), call, quote_id, goal=body["goal"], reason=body["reason"], expected=expected_revision()
    )
    quote = show_quote(services(), call, quote_id)
    return answered(quote_json(quote), revision=quote.revision)
