"""What the page of a quote shows of its life: the badge, other editions, and the deeds that are possible."""

from dataclasses import dataclass
from typing import Final

from app.actions import KeptDeed, Life
from app.quoting import Deed, Status
from app.web.panel import figures

WORDS: Final = {
    Status.DRAFT: "draft",
    Status.IN_APPROVAL: "in approval",
    Status.APPROVED: "approved",
    Status.SUBMITTED: "being saved",
    Status.WRITTEN: "saved",
    Status.FAILED: "not taken",
    Status.SENT: "sent",
    Status.ACCEPTED: "accepted",
    Status.REJECTED: "rejected",
    Status.EXPIRED: "expired",
    Status.WITHDRAWN: "withdrawn",
}
_DONE: Final = {
    Deed.EDIT: "Changed",
    Deed.REQUEST: "Approval asked for",
    Deed.APPROVE: "Approved",
    Deed.RETURN: "Sent back",
    Deed.RECALL: "Taken back from approval",
    Deed.SUBMIT: "Saved",
    Deed.CONFIRM: "Taken by the CRM",
    Deed.FAIL: "Refused by the CRM",
    Deed.SEND: "Sent to the customer",
    Deed.ACCEPT: "Accepted by the customer",
    Deed.REJECT: "Rejected by the customer",
    Deed.EXPIRE: "Expired",
    Deed.WITHDRAW: "Withdrawn",
    Deed.REVISE: "Begun as a revision",
}


@dataclass(frozen=True, slots=True)
class ShownEdition:
    id: str
    number: str
    status: str
    here: bool


@dataclass(frozen=True, slots=True)
class ShownLife:
    """``can``: the deeds that are possible now, by name. ``over``: the validity of a draft has ended."""

    can: frozenset[str]
    editions: tuple[ShownEdition, ...]
    successor: ShownEdition | None
    history: tuple[str, ...]
    reason: str


def shown_life(life: Life) -> ShownLife:
    shown = {
        one.id: ShownEdition(one.id, one.number, WORDS[one.status], one.id == life.quote.id)
        for one in life.editions
    }
    last = life.history[-1] if life.history else None
    return ShownLife(
        can=frozenset(deed.value for deed in life.possible),
        editions=tuple(shown.values()) if len(shown) > 1 else (),
        successor=None if life.successor is None else shown[life.successor.id],
        history=tuple(_told(one) for one in life.history),
        reason="" if last is None else last.reason,
    )


def _told(one: KeptDeed) -> str:
    """``Rejected by the customer, 21 Nov 2026, 09:00 UTC, Rita Rep: too dear``."""
    by = f", {one.user_name}" if one.user_name else ""
    why = f": {one.reason}" if one.reason else ""
    return f"{_DONE[one.deed]}, {figures.minute(one.at)} UTC{by}{why}"
