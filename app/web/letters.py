"""The page behind the link of a letter: looking at it changes nothing, only its form decides, and once.

Programs that read mail follow links; so a link alone must never decide anything.
"""

import re
from typing import Final

from flask import Blueprint, Response, render_template, request

from app.actions.letters import Answer, LetterView, decide_by_letter, read_letter
from app.approvals import Verb
from app.web.errors import problem_of
from app.web.panel import figures
from app.web.problem import Malformed, Problem
from app.web.session import held, services
from app.web.visit import visit

letters = Blueprint("letters", __name__)

_SAID: Final = {
    Verb.APPROVE: "You agreed to quote {}. A letter to you says so.",
    Verb.REJECT: "You did not agree to quote {}. Its author was told why. A letter to you says so.",
    Verb.ASK: "The author of quote {} was asked. You get another letter with the answer.",
}
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_MOST_TYPED: Final = 4_000


@letters.get("/decide/<token>")
def show(token: str) -> Response:
    _take()
    return _page(read_letter(services(), token, at=held().clock()))


@letters.post("/decide/<token>")
def decide(token: str) -> Response:
    _take()
    answer = _answer()
    number = decide_by_letter(services(), token, answer, at=held().clock(), correlation=visit().correlation)
    return _page(said=_SAID[answer.verb].format(number))


@letters.errorhandler(Exception)
def refused(error: Exception) -> Response:
    problem = problem_of(error)
    response = _page(problem=problem)
    response.status_code = problem.status
    response.headers.update(problem.headers)
    return response


def _answer() -> Answer:
    """Raises Malformed."""
    verb = next((one for one in _SAID if one.value == request.form.get("verb")), None)
    version = request.form.get("version", "")
    if verb is None or not _NUMBER.fullmatch(version):
        raise Malformed("The form came incomplete. Open the link again.")
    return Answer(verb, request.form.get("comment", "")[:_MOST_TYPED], int(version))


def _take() -> None:
    process = held()
    process.pace.take(request.remote_addr, tokens=1, at=process.clock())


def _page(view: LetterView | None = None, *, said: str = "", problem: Problem | None = None) -> Response:
    page = render_template("letters/page.html", view=view, said=said, problem=problem, figures=figures)
    return Response(page)
