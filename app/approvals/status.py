"""The life of an approval request as a table: what may be done to it in which status, and what may follow.

Total: every pair of status and verb is in the table with what may follow, or is refused with a code.
"""

from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Final

from app.errors import Refused


class RequestStatus(StrEnum):
    """``questioned``: it waits for its author's answer. The last four are final."""

    WAITING = "waiting"
    QUESTIONED = "questioned"
    APPROVED = "approved"
    REJECTED = "rejected"
    RECALLED = "recalled"
    EXPIRED = "expired"


class Verb(StrEnum):
    """``remind``, ``escalate`` and ``expire`` are what time does."""

    APPROVE = "approve"
    REJECT = "reject"
    ASK = "ask"
    ANSWER = "answer"
    DELEGATE = "delegate"
    ADD = "add"
    RECALL = "recall"
    REMIND = "remind"
    ESCALATE = "escalate"
    EXPIRE = "expire"


class RequestForbids(Refused):
    """What was asked cannot happen to a request in this status."""

    code: ClassVar[str] = "approval_forbids"


class ApprovalGiven(RequestForbids):
    code: ClassVar[str] = "approval_given"


class ApprovalDenied(RequestForbids):
    code: ClassVar[str] = "approval_denied"


class ApprovalRecalled(RequestForbids):
    code: ClassVar[str] = "approval_recalled"


class ApprovalExpired(RequestForbids):
    code: ClassVar[str] = "approval_expired"


class QuestionOpen(RequestForbids):
    code: ClassVar[str] = "approval_question_open"


class QuestionMissing(RequestForbids):
    code: ClassVar[str] = "approval_question_missing"


_S, _V = RequestStatus, Verb

FOLLOWING: Final = MappingProxyType(
    {
        # One more agrees: that may have been the last one.
        (_S.WAITING, _V.APPROVE): (_S.WAITING, _S.APPROVED),
        (_S.WAITING, _V.REJECT): (_S.REJECTED,),
        (_S.WAITING, _V.ASK): (_S.QUESTIONED,),
        (_S.WAITING, _V.DELEGATE): (_S.WAITING,),
        (_S.WAITING, _V.ADD): (_S.WAITING,),
        (_S.WAITING, _V.RECALL): (_S.RECALLED,),
        (_S.WAITING, _V.REMIND): (_S.WAITING,),
        (_S.WAITING, _V.ESCALATE): (_S.WAITING,),
        (_S.WAITING, _V.EXPIRE): (_S.EXPIRED,),
        # Others need not wait for the answer to somebody's question.
        (_S.QUESTIONED, _V.APPROVE): (_S.QUESTIONED, _S.APPROVED),
        (_S.QUESTIONED, _V.REJECT): (_S.REJECTED,),
        (_S.QUESTIONED, _V.ASK): (_S.QUESTIONED,),
        (_S.QUESTIONED, _V.ANSWER): (_S.WAITING,),
        (_S.QUESTIONED, _V.DELEGATE): (_S.QUESTIONED,),
        (_S.QUESTIONED, _V.ADD): (_S.QUESTIONED,),
        (_S.QUESTIONED, _V.RECALL): (_S.RECALLED,),
        (_S.QUESTIONED, _V.REMIND): (_S.QUESTIONED,),
        # Nobody is passed over for the time that the author takes to answer: so no ESCALATE here.
        (_S.QUESTIONED, _V.EXPIRE): (_S.EXPIRED,),
    }
)

LIVE: Final = (RequestStatus.WAITING, RequestStatus.QUESTIONED)
"""A request in one of these can still be decided."""

_OVER: Final = MappingProxyType(
    {
        _S.APPROVED: (ApprovalGiven, "All who had to agree have agreed already.", "submit"),
        _S.REJECTED: (
            ApprovalDenied,
            "The request was rejected. Change the quote, then ask again.",
            "edit",
        ),
        _S.RECALLED: (ApprovalRecalled, "The request was taken back by the author of the quote.", "wait"),
        _S.EXPIRED: (ApprovalExpired, "Nobody decided in time, so the request ended. Ask again.", "request"),
    }
)


def following(status: RequestStatus, verb: Verb) -> tuple[RequestStatus, ...]:
    """What may follow. Raises a leaf of RequestForbids with what to do instead."""
    found = FOLLOWING.get((status, verb))
    if found is None:
        kind, detail, way_out = _refusal(status, verb)
        raise kind(detail, facts={"status": status.value, "way_out": way_out})
    return found


def _refusal(status: RequestStatus, verb: Verb) -> tuple[type[RequestForbids], str, str]:
    if status in _OVER:
        return _OVER[status]
    if verb is Verb.ANSWER:
        return QuestionMissing, "Nobody asked anything that is open. There is nothing to answer.", "wait"
    return QuestionOpen, "The author has a question to answer first.", "answer"
