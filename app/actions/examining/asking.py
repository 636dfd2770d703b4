"""Asking questions in order: what another one needs comes first, and what failed is not asked around."""

from collections.abc import Callable, Collection, Iterator
from time import monotonic
from typing import Final

from app.crm.examination import Answer, Check, Question, Result, unknown
from app.errors import AppError

_UNSOUND: Final = (Result.FAULT, Result.UNKNOWN)


class Asking:
    """Each question at most once, whoever needs it. ``until``: by ``time.monotonic``."""

    def __init__(
        self, questions: Collection[Question], answer: Callable[[str], Answer], *, until: float
    ) -> None:
        self._questions = {one.code: one for one in questions}
        self._answer = answer
        self._until = until
        self._known: dict[str, Answer] = {}

    def checks(self, wanted: Callable[[Question], bool]) -> Iterator[Check]:
        """As they finish. What is needed by them and not wanted itself is asked for, and not told."""
        for question in self._questions.values():
            if wanted(question):
                yield Check(question, self._answered(question))

    def was_asked(self, code: str) -> bool:
        """False only for a question that somebody needed and that came to nothing."""
        answer = self._known.get(code)
        return answer is None or answer.result is Result.OK

    def _answered(self, question: Question) -> Answer:
        if question.code not in self._known:
            self._known[question.code] = self._asked(question)
        return self._known[question.code]

    def _asked(self, question: Question) -> Answer:
        for need in question.needs:
            if self._answered(self._questions[need]).result in _UNSOUND:
                return unknown(f"Not asked: {need} comes first.")
        if monotonic() > self._until:
            return unknown("The examination took too long, so this was not asked any more.", "Ask again.")
        try:
            return self._answer(question.code)
        except AppError as failure:
            return unknown(failure.detail, "Ask again; if it stays, see the log.")
