"""Two quotes side by side, and one as a workbook."""

from io import BytesIO
from typing import Final

from flask import Response, send_file

from app.actions import compare_quotes, export_quote
from app.web.api.headers import answered
from app.web.api.operations import Operations
from app.web.api.schemas.comparisons import ComparisonJson, comparison_json
from app.web.session import current_call, services

comparisons = Operations("comparisons", "Quotes side by side, and as workbooks")

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@comparisons.call("GET", "/quotes/<quote_id>/compare/<other>", answer=ComparisonJson)
def compare(quote_id: str, other: str) -> Response:
    """What another quote has that this one has not, line by line and in words"""
    return answered(comparison_json(compare_quotes(services(), current_call(), quote_id, other)))


@comparisons.call("GET", "/quotes/<quote_id>/offer.xlsx", produces=_XLSX)
def workbook(quote_id: str) -> Response:
    """The lines by group with prices, subtotals and totals, and a sheet that they can be read from again"""
    name, content = export_quote(services(), current_call(), quote_id)
    return send_file(BytesIO(content), mimetype=_XLSX, as_attachment=True, download_name=name)
