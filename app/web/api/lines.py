"""Lines of a quote. Each change is stored before its answer, and may say which revision it is meant for."""

from typing import Any

from flask import Response

from app.actions import (
    LineChange,
    LineView,
    add_line,
    ask_next,
    change_line,
    complete_line,
    completion_strategies,
    copy_line,
    explain_choice,
    explain_consequence,
    redo_change,
    remove_line,
    show_assembly,
    show_line,
    undo_change,
)
from app.web.api.headers import answered, expected_revision
from app.web.api.operations import IF_MATCH, Operations
from app.web.api.schemas.assemblies import AssemblyJson, assembly_json
from app.web.api.schemas.bodies import (
    AddLineBody,
    ChangeLineBody,
    CompleteBody,
    EmptyBody,
    ExplainBody,
    NextBody,
    WhyBody,
)
from app.web.api.schemas.explanations import ExplanationJson, WhyJson, explanation_json, why_json
from app.web.api.schemas.guidance import NextJson, next_json
from app.web.api.schemas.lines import LineJson, StrategiesJson, line_view_json
from app.web.api.schemas.quotes import QuoteJson, quote_json
from app.web.session import current_call, language, services

lines = Operations("lines", "Lines of a quote")
_LINE = "/quotes/<quote_id>/lines/<int:n>"


@lines.call(
    "POST", "/quotes/<quote_id>/lines", body=AddLineBody, answer=LineJson, status=201, headers=(IF_MATCH,)
)
def add(body: dict[str, Any], quote_id: str) -> Response:
    """Add a product with the choices already known"""
    view = add_line(
        services(),
        current_call(),
        quote_id,
        product=body["product"],
        quantity=body["quantity"],
        choices=body.get("choices", {}),
        expected=expected_revision(),
    )
    return _made(view)


@lines.call("GET", _LINE, answer=LineJson)
def show(quote_id: str, n: int) -> Response:
    """A line with what is still possible"""
    return _answered(show_line(services(), current_call(), quote_id, n))


@lines.call("PATCH", _LINE, body=ChangeLineBody, answer=LineJson, headers=(IF_MATCH,))
def change(body: dict[str, Any], quote_id: str, n: int) -> Response:
    """Change choices, quantity and discount: all that is named, or nothing"""
    view = change_line(
        services(), current_call(), quote_id, n, change=LineChange(**body), expected=expected_revision()
    )
    return _answered(view)


@lines.call("DELETE", _LINE, answer=QuoteJson, headers=(IF_MATCH,))
def remove(quote_id: str, n: int) -> Response:
    """Take the line off the quote"""
    quote = remove_line(services(), current_call(), quote_id, n, expected=expected_revision())
    return answered(quote_json(quote), revision=quote.revision)


@lines.call("POST", f"{_LINE}/copy", body=EmptyBody, answer=LineJson, status=201, headers=(IF_MATCH,))
def copy(_body: dict[str, Any], quote_id: str, n: int) -> Response:
    """The same line once more"""
    return _made(copy_line(services(), current_call(), quote_id, n, expected=expected_revision()))


@lines.call("GET", f"{_LINE}/complete", answer=StrategiesJson)
def strategies(quote_id: str, n: int) -> Response:
    """The ways in which the rest can be filled in"""
    found = completion_strategies(services(), current_call(), quote_id, n)
    return answered({"strategies": [strategy.value for strategy in found]})


@lines.call("POST", f"{_LINE}/complete", body=CompleteBody, answer=LineJson, headers=(IF_MATCH,))
def complete(body: dict[str, Any], quote_id: str, n: int) -> Response:
    """Fill in the rest by the defaults or for an end: price, margin, delivery, likeness; choices stay"""
    view = complete_line(
        services(), current_call(), quote_id, n, strategy=body["strategy"], expected=expected_revision()
    )
    return _answered(view)


@lines.call("POST", f"{_LINE}/undo", body=EmptyBody, answer=LineJson, headers=(IF_MATCH,))
def undo(_body: dict[str, Any], quote_id: str, n: int) -> Response:
    """Take the last change of the line back"""
    return _answered(undo_change(services(), current_call(), quote_id, n, expected=expected_revision()))


@lines.call("POST", f"{_LINE}/redo", body=EmptyBody, answer=LineJson, headers=(IF_MATCH,))
def redo(_body: dict[str, Any], quote_id: str, n: int) -> Response:
    """Make the change again that was taken back last"""
    return _answered(redo_change(services(), current_call(), quote_id, n, expected=expected_revision()))


@lines.call("POST", f"{_LINE}/explain", body=ExplainBody, answer=ExplanationJson)
def explain(body: dict[str, Any], quote_id: str, n: int) -> Response:
    """Why a value is not possible, and what would allow it"""
    refusal = explain_choice(
        services(),
        current_call(),
        quote_id,
        n,
        attribute=body["attribute"],
        value=body["value"],
        most_reasons=body["reasons"],
    )
    return answered(explanation_json(refusal))


@lines.call("POST", f"{_LINE}/why", body=WhyBody, answer=WhyJson)
def why(body: dict[str, Any], quote_id: str, n: int) -> Response:
    """Why an attribute can be nothing else than it is, or why a number is never less or never more"""
    found = explain_consequence(services(), current_call(), quote_id, n, **body)
    return answered(why_json(found))


@lines.call("POST", f"{_LINE}/next", body=NextBody, answer=NextJson)
def ask(body: dict[str, Any], quote_id: str, n: int) -> Response:
    """The question to ask next: in the order of the catalog, or the one that settles most"""
    found = ask_next(services(), current_call(), quote_id, n, order=body["order"], without=body["without"])
    return answered(next_json(found, language=language()))


@lines.call("GET", f"{_LINE}/assembly", answer=AssemblyJson)
def assembly(quote_id: str, n: int) -> Response:
    """What a complete line is made of: parts, operations, cut lists; to its owner also the cost"""
    view = show_assembly(services(), current_call(), quote_id, n)
    return answered(assembly_json(view), revision=view.quote.revision)


def _answered(view: LineView) -> Response:
    return answered(line_view_json(view, language=language()), revision=view.quote.revision)


def _made(view: LineView) -> Response:
    place = f"/api/v1/quotes/{view.quote.id}/lines/{view.line.n}"
    made = line_view_json(view, language=language())
    return answered(made, status=201, revision=view.quote.revision, location=place)
