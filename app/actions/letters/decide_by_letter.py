"""Somebody decides by the link of a letter: once, as the person it was written to, who is told so.

The decision, the use of the link and the letter that tells of it are stored together.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.actions.approvals.asked_approval import Case, said_by
from app.actions.approvals.decided import keep_decision
from app.actions.call import Call
from app.actions.letters.read_letter import opened
from app.approvals import (
    BY_LETTER,
    LINK_LIFE,
    ApprovalRequest,
    Cause,
    Letter,
    LetterId,
    Reader,
    Verb,
    approve,
    ask,
    check_reader,
    reject,
)
from app.services import Services
from app.store import Transaction, letters

_VERBS: Final = {Verb.APPROVE: approve, Verb.REJECT: reject, Verb.ASK: ask}


@dataclass(frozen=True, slots=True)
class Answer:
    """``verb``: approve, reject or ask; ``version``: of the request as it was shown."""

    verb: Verb
    comment: str
    version: int


def decide_by_letter(
    services: Services, token: str, answer: Answer, *, reader: Reader, at: datetime, correlation: str
) -> str:
    """The number of the quote. ``reader``: as whom the browser is known.

    Raises LinkInvalid, LinkUsed, LinkExpired, LinkOfAnother, RequestSuperseded, RequestChanged,
    RequestForbids, NotAsked, AuthorDecides, ApproverGone, CommentInvalid.
    """
    with services.database.transaction() as tx:
        call, letter, case, after = decision_of(services, tx, token, answer, at=at, correlation=correlation)
        check_reader(letter, reader)
        letters.use(tx, letter, at=at)
        letters.add(tx, [_receipt(letter, at=call.at)])
        keep_decision(services, tx, call, case, after, verb=answer.verb)
    return case.quote.number


def decision_of(
    services: Services, tx: Transaction, token: str, answer: Answer, *, at: datetime, correlation: str
) -> tuple[Call, Letter, Case, ApprovalRequest]:
    """The request as it would be after the answer; nothing is stored. Raises what ``decide_by_letter``
    raises, but for LinkOfAnother.
    """
    call, letter, case = opened(services, tx, token, at=at, correlation=correlation, version=answer.version)
    said = replace(said_by(call, answer.comment), way=BY_LETTER)
    return call, letter, case, _VERBS[answer.verb](case.request, said, case.circle)


def _receipt(used: Letter, *, at: datetime) -> Letter:
    """Has no link of its own, so nothing is to be decided by it."""
    receipt = used.followed(LetterId(secrets.token_hex(16)), Cause.USED, at=at, life=LINK_LIFE)
    return replace(receipt, used_at=at)
