"""Salesforce's questions, in the order in which they are asked."""

from dataclasses import replace
from typing import Final

from app.crm.examination import Answer, Question, Subject
from app.crm.port import Connection
from app.crm.salesforce.examination.app import APP
from app.crm.salesforce.examination.case import Case
from app.crm.salesforce.examination.features import FEATURES
from app.crm.salesforce.examination.frame import FRAME
from app.crm.salesforce.examination.goods import GOODS
from app.crm.salesforce.examination.identity import IDENTITY
from app.crm.salesforce.examination.reaching import ALLOWANCE, REACHING
from app.crm.salesforce.examination.rights import RIGHTS
from app.crm.salesforce.examination.schema import SCHEMA
from app.crm.salesforce.text import one_line
from app.crm.salesforce.transport import Roads

_ALL: Final = (*REACHING, *IDENTITY, ALLOWANCE, *FEATURES, *SCHEMA, *RIGHTS, *GOODS, *FRAME, *APP)
_LONGEST: Final = 2_000
QUESTIONS: Final = tuple(one.question for one in _ALL)
_ASKED: Final = {one.question.code: one.answer for one in _ALL}


def _plain(answer: Answer) -> Answer:
    """Words of the org in it are on one line, and do nothing to a terminal."""
    return replace(
        answer,
        found=one_line(answer.found, limit=_LONGEST),
        advice=one_line(answer.advice, limit=_LONGEST),
        names=tuple(one_line(name, limit=_LONGEST) for name in answer.names),
    )


class SalesforceExaminer:
    """One org, examined once: what was read is not read again."""

    questions: tuple[Question, ...] = QUESTIONS

    def __init__(self, connection: Connection, subject: Subject, *, roads: Roads) -> None:
        self._case = Case(connection, subject, roads=roads)

    def answer(self, code: str) -> Answer:
        return _plain(_ASKED[code](self._case))

    @property
    def calls(self) -> int:
        return self._case.client.calls
