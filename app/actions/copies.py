"""What the CRM should say of a quote beside its lines, and what we believe that it holds."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from app.actions.offers import crm_lines
from app.quoting import Deed, Quote, Status
from app.quoting.drift import Believed, HeldLine, told_of
from app.store import KeptDeed, Transaction, copies, deeds
from app.store.copies import Copy

_SAID: Final = MappingProxyType(
    {
        Deed.REQUEST: "asked to agree",
        Deed.APPROVE: "agreed",
        Deed.RETURN: "did not agree",
        Deed.RECALL: "took it back",
    }
)


def told_now(tx: Transaction, quote: Quote) -> Mapping[str, str]:
    """As ``app.quoting.drift.TOLD``."""
    kept = deeds.of_quote(tx, quote.id)
    return told_of(quote, since=_since(quote, kept), approval="\n".join(_approvals(kept)))


def believed_of(tx: Transaction, quote: Quote, copy: Copy) -> Believed:
    """``copy`` is that of the quote."""
    lines = [(key, quantity, unit) for key, quantity, unit in crm_lines(quote, key=copy.key)]
    return Believed(
        place=copy.place,
        key=copy.key,
        crm_quote=copy.crm_quote,
        currency=quote.currency,
        total=quote.total.amount,
        lines=tuple(HeldLine(key, Decimal(quantity), unit.amount) for key, quantity, unit in lines),
        last=copy.agreed,
        now={**told_now(tx, quote), **copy.conceded},
        newest=copies.last_written(tx, connection=quote.connection, opportunity=quote.opportunity)
        == quote.id,
    )


def _since(quote: Quote, kept: Iterable[KeptDeed]) -> datetime:
    """When it came to its status. It is written since it was submitted: the writing call says so itself."""
    deed = Deed.SUBMIT if quote.status in (Status.SUBMITTED, Status.WRITTEN) else None
    found = [one.at for one in kept if (one.deed is deed if deed else one.after is quote.status)]
    return found[-1] if found else quote.created_at


def _approvals(kept: Iterable[KeptDeed]) -> Iterator[str]:
    for one in kept:
        said = _SAID.get(one.deed)
        if said is not None:
            reason = f": {one.reason}" if one.reason else ""
            yield f"{one.at:%Y-%m-%d %H:%M}Z {one.user_name or 'Quotewright'} {said}{reason}"
