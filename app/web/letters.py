"""The page behind the link of a letter: looking at it changes nothing, only its form decides, and once.

Programs that read mail follow links; so a link alone must never decide anything. People forward letters; so a
browser that is not known as the addressee's has to be told a code that they are sent.
"""

import re
from typing import Final

from flask import Blueprint, Response, g, render_template, request

from app.actions.letters import (
    Answer,
    LetterView,
    confirm_reader,
    decide_by_letter,
    read_letter,
    send_code,
)
from app.approvals import CodeWrong, LinkOfAnother, Reader, Verb
from app.web.errors import problem_of
from app.web.panel import figures
from app.web.problem import Malformed, Problem
from app.web.readers import known_reader, make_known
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
_MOST_IN_CODE: Final = 20


@letters.get("/decide/<token>")
def show(token: str) -> Response:
    _take()
    return _page(view=read_letter(services(), token, at=held().clock()))


@letters.post("/decide/<token>")
def decide(token: str) -> Response:
    _take()
    answer, code = _answer(), request.form.get("code", "")[:_MOST_IN_CODE].strip()
    at, correlation = held().clock(), visit().correlation
    reader = None if "send" in request.form else _reader(token, code)
    if reader is None:
        address = send_code(services(), token, answer, at=at, correlation=correlation)
        return _page(answer=answer, address=address)
    number = decide_by_letter(services(), token, answer, reader=reader, at=at, correlation=correlation)
    return _page(said=_SAID[answer.verb].format(number))


def _reader(token: str, code: str) -> Reader | None:
    """As whom the browser is known, by now. Raises CodeWrong."""
    process = held()
    if not code:
        return known_reader(request, process.services.letter_key, at=process.clock())
    found = confirm_reader(process.services, token, code, at=process.clock(), correlation=visit().correlation)
    g.reader = found
    return found


@letters.after_request
def remember(response: Response) -> Response:
    """Also where nothing was decided: the code was right, and is used up."""
    reader: Reader | None = g.pop("reader", None)
    if reader is not None:
        process = held()
        secure = process.services.public_url.startswith("https:")
        make_known(response, reader, process.services.letter_key, at=process.clock(), secure=secure)
    return response


@letters.errorhandler(Exception)
def refused(error: Exception) -> Response:
    problem = problem_of(error)
    asks_again = isinstance(error, CodeWrong | LinkOfAnother)
    response = _page(problem=problem, answer=_answer() if asks_again else None)
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


def _page(
    *,
    view: LetterView | None = None,
    said: str = "",
    problem: Problem | None = None,
    answer: Answer | None = None,
    address: str = "",
) -> Response:
    """With an answer it asks for the code before that counts."""
    shown = {"view": view, "said": said, "problem": problem, "answer": answer, "address": address}
    return Response(render_template("letters/page.html", **shown, figures=figures))
