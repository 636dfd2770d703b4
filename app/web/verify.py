"""The page where whoever holds a quotation asks whether it is genuine and still counts."""

from flask import Blueprint, Response, render_template, request

from app.actions import Verification, told
from app.web.errors import problem_of
from app.web.panel.figures import day
from app.web.problem import Problem
from app.web.verifying import allow_document, verified_code, verified_document

verify = Blueprint("verify", __name__)


@verify.get("/verify")
def ask() -> Response:
    return _page()


@verify.post("/verify")
def code() -> Response:
    number, printed = (request.form.get(name, "") for name in ("number", "code"))
    return _page(verified_code(number, printed))


@verify.post("/verify/document")
def document() -> Response:
    allow_document()
    given = request.files.get("document")
    return _page(verified_document(given.read() if given else b""))


@verify.errorhandler(Exception)
def refused(error: Exception) -> Response:
    problem = problem_of(error)
    response = _page(problem=problem)
    response.status_code = problem.status
    response.headers.update(problem.headers)
    return response


def _page(found: Verification | None = None, *, problem: Problem | None = None) -> Response:
    page = render_template(
        "verify/page.html", found=found, said=told(found) if found else "", problem=problem, day=day
    )
    return Response(page)
