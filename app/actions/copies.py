"""What the CRM should say of a quote beside its lines, and what we believe that it holds."""

from datetime import datetime
from typing import Final

from app.actions.offers import crm_lines
from app.quoting import Deed, Quote, QuoteId, Status, WriteBackState
from app.quoting.drift import Believed, HeldLine, Place, told_of
from app.store import KeptDeed, Transaction, deeds, editions, write_backs
from app.store.copies import Copy
from decimal import Decimal
from collections.abc import Mapping

_SAID: Final = {
    Deed.REQUEST: "asked to agree",
    Deed.APPROVE: "agreed",
    Deed.RETURN: "did not agree",
    Deed.RECALL: "took it back",
}


def told_now(tx: Transaction, quote: Quote) -> Mapping[str, str]:
    """As ``app.quoting.drift.TOLD``."""
    kept = deeds.of_quote(tx, quote.id)
    return told_of(quote, since=_since(quote, kept), approval="\n".join(_approvals(kept)))


def believed_of(tx: Transaction, quote: Quote, copy: Copy) -> Believed:
    editions_there = editions.of_family(tx, quote)
    return Believed(
        place=copy.place,
        key=copy.key,
        crm_quote=copy.crm_quote,
        currency=quote.currency,
        total=quote.total.amount,
        lines=tuple(
            HeldLine(f"{copy.key}-{n}", Decimal(quantity), unit.amount)
            for n, quantity, unit in crm_lines(quote)
        ),
        last=copy.agreed,
        now={**told_now(tx, quote), **copy.conceded},
        newest=all(one.edition <= quote.edition or not one.written for one in editions_there),
    )
