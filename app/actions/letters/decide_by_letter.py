"""Somebody decides by the link of their letter: once, as themselves, in one transaction with its use."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.actions.approvals.asked_approval import said_by
from app.actions.approvals.decided import keep_decision
from app.actions.letters.read_letter import opened
from app.approvals import Verb, approve, ask, reject
from app.services import Services
from app.store import letters

_VERBS: Final = {Verb.APPROVE: approve, Verb.REJECT: reject, Verb.ASK: ask}


@dataclass(frozen=True, slots=True)
class Answer:
    """``verb``: approve, reject or ask; ``version``: of the request as it was shown."""

    verb: Verb
    comment: str
    version: int


def decide_by_letter(
    services: Services, token: str, answer: Answer, *, at: datetime, correlation: str
) -> str:
    """The number of the quote.

    Raises LinkInvalid, LinkUsed, LinkExpired, RequestSuperseded, RequestChanged, RequestForbids, NotAsked,
    AuthorDecides, ApproverGone, CommentInvalid.
    """
    with services.database.transaction() as tx:
        call, letter, case = opened(
            services, tx, token, at=at, correlation=correlation, version=answer.version
        )
        said = said_by(call, answer.comment)
        after = _VERBS[answer.verb](case.request, said, case.circle)
        letters.use(tx, letter, at=at)
        keep_decision(services, tx, call, case, after, verb=answer.verb)
    return case.quote.number
