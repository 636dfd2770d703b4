"""Who may see and change a quote.

A draft belongs to its author, and to those whom they share it with; what is on its way to the opportunity,
or on it, may be read by everyone who may read that opportunity. To anybody else a quote does not exist:
refusing would tell that it does.
"""

from typing import ClassVar

from app.actor import Actor
from app.errors import Forbidden
from app.quoting.quote import Quote, QuoteMissing
from app.quoting.status import Status


class QuoteNotOwn(Forbidden):
    code: ClassVar[str] = "quote_not_own"


_ABSENT = "There is no such quote on this opportunity."


def can_read(actor: Actor, quote: Quote, *, opportunity: str) -> bool:
    same_place = (quote.connection, quote.org, quote.opportunity) == (
        actor.connection,
        actor.org,
        opportunity,
    )
    private = quote.status in (Status.DRAFT, Status.FAILED)
    return same_place and (_works_on(actor, quote) or not private)


def check_can_read(actor: Actor, quote: Quote, *, opportunity: str) -> None:
    """Raises QuoteMissing."""
    if not can_read(actor, quote, opportunity=opportunity):
        raise QuoteMissing(_ABSENT)


def can_edit(actor: Actor, quote: Quote, *, opportunity: str) -> bool:
    return can_read(actor, quote, opportunity=opportunity) and _works_on(actor, quote)


def can_see_cost(actor: Actor, quote: Quote, *, opportunity: str) -> bool:
    """What it costs to make what is offered, and with that the margin: for the quote's owner alone."""
    return can_read(actor, quote, opportunity=opportunity) and quote.owner == actor.user


def check_can_edit(actor: Actor, quote: Quote, *, opportunity: str) -> None:
    """Raises QuoteMissing. Whether its status allows a change is the business of the status table."""
    if not can_edit(actor, quote, opportunity=opportunity):
        raise QuoteMissing(_ABSENT)


def check_owns(actor: Actor, quote: Quote) -> None:
    """Of a quote that the actor may change. Raises QuoteNotOwn."""
    if quote.owner != actor.user:
        raise QuoteNotOwn(f"Only {quote.owner_name or 'its owner'} can do that with this quote. Ask them to.")


def _works_on(actor: Actor, quote: Quote) -> bool:
    return quote.owner == actor.user or any(one.user == actor.user for one in quote.editors)
