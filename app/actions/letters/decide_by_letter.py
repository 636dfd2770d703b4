"""Somebody decides by the link of a letter: once, as the person it was written to, who is told so.

The decision, the use of the link and the letter that tells of it are stored together.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.actions.approvals.asked_approval import said_by
from app.actions.approvals.decided import keep_decision
from app.actions.letters.read_letter import opened
from app.approvals import BY_LETTER, LINK_LIFE, Cause, Letter, LetterId, Verb, approve, ask, reject
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
        said = replace(said_by(call, answer.comment), way=BY_LETTER)
        after = _VERBS[answer.verb](case.request, said, case.circle)
        letters.use(tx, letter, at=at)
        letters.add(tx, [_receipt(letter, at=call.at)])
        keep_decision(services, tx, call, case, after, verb=answer.verb)
    return case.quote.number


def _receipt(used: Letter, *, at: datetime) -> Letter:
    """Has no link of its own, so nothing is to be decided by it."""
    return Letter(
        id=LetterId(secrets.token_hex(16)),
        connection=used.connection,
        request=used.request,
        user=used.user,
        cause=Cause.USED,
        moment=at,
        made_at=at,
        expires_at=at + LINK_LIFE,
        used_at=at,
    )
