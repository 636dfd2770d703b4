"""Two quotes side by side."""

from flask import Response

from app.actions import compare_quotes
from app.web.api.headers import answered
from app.web.api.operations import Operations
from app.web.api.schemas.comparisons import ComparisonJson, comparison_json
from app.web.session import current_call, services

comparisons = Operations("comparisons", "Quotes side by side")


@comparisons.call("GET", "/quotes/<quote_id>/compare/<other>", answer=ComparisonJson)
def compare(quote_id: str, other: str) -> Response:
    """What another quote has that this one has not, line by line and in words"""
    return answered(comparison_json(compare_quotes(services(), current_call(), quote_id, other)))
