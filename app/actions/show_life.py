"""Where a quote stands in its life: what became of it, its other editions, and what may be done next."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.actions.call import Call
from app.actions.reading import readable_quote
from app.quoting import (
    TRANSITIONS,
    Deed,
    Edition,
    Quote,
    Status,
    can_do,
    can_read_status,
    ends_at,
    status_at,
    successor,
)
from app.services import Services
from app.store import KeptDeed, deeds, editions

_DONE_HERE: Final = (
    Deed.EDIT,
    Deed.SUBMIT,
    Deed.SEND,
    Deed.ACCEPT,
    Deed.REJECT,
    Deed.WITHDRAW,
    Deed.REVISE,
)


@dataclass(frozen=True, slots=True)
class Life:
    """``possible`` are the deeds that the reader may do now. ``editions``: those that they may read, the
    quote itself among them; ``successor`` is the one that supersedes it.
    """

    quote: Quote
    ends_at: datetime
    possible: tuple[Deed, ...]
    editions: tuple[Edition, ...]
    successor: Edition | None
    history: tuple[KeptDeed, ...]


def show_life(services: Services, call: Call, quote_id: str) -> Life:
    """Raises QuoteMissing."""
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        family = tuple(
            replace(one, status=status_at(one.status, one.valid_until, at=call.at))
            for one in editions.of_family(tx, quote)
        )
        history = deeds.of_quote(tx, quote.id)
    return Life(
        quote=quote,
        ends_at=ends_at(quote.valid_until),
        possible=tuple(deed for deed in _DONE_HERE if _can(call, quote, family, deed)),
        editions=tuple(one for one in family if can_read_status(call.actor, one.status, owner=one.owner)),
        successor=successor(family, quote.edition),
        history=history,
    )


def _can(call: Call, quote: Quote, family: tuple[Edition, ...], deed: Deed) -> bool:
    allowed = (quote.status, deed) in TRANSITIONS
    return (
        allowed
        and can_do(call.actor, quote, deed, opportunity=call.session.opportunity)
        and not _taken_over(quote, family, deed)
    )


def _taken_over(quote: Quote, family: tuple[Edition, ...], deed: Deed) -> bool:
    """Whether another edition is the one to do that with."""
    if deed in (Deed.SEND, Deed.ACCEPT):
        return successor(family, quote.edition) is not None
    if deed is Deed.REVISE:
        return any(one.edition > quote.edition for one in family)
    others = (one for one in family if one.id != quote.id)
    return deed is Deed.SUBMIT and any(one.status is Status.ACCEPTED for one in others)
