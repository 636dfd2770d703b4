"""Who may see and change a quote.

A draft belongs to its author, and to those whom they share it with; what is on its way to the opportunity,
or on it, may be read by everyone who may read that opportunity. To anybody else a quote does not exist:
refusing would tell that it does.
"""

from typing import ClassVar

from app.actor import Actor, Role, UserId
from app.errors import Forbidden
from app.quoting.parties import MAY, READERS, Party
from app.quoting.quote import Quote, QuoteMissing
from app.quoting.status import Deed, Status


class QuoteNotOwn(Forbidden):
    code: ClassVar[str] = "quote_not_own"


class NotOperator(Forbidden):
    code: ClassVar[str] = "operator_needed"


_ABSENT = "There is no such quote on this opportunity."


class QuoteOfAnother(Forbidden):
    code: ClassVar[str] = "quote_of_another"


def can_read_status(actor: Actor, status: Status, *, owner: UserId) -> bool:
    """Of a quote on an opportunity that the actor may read."""
    readers = READERS[status]
    approves = readers is Party.APPROVER and Role.APPROVER in actor.roles
    return owner == actor.user or readers is None or approves


def can_read(actor: Actor, quote: Quote, *, opportunity: str) -> bool:
    same_place = (quote.connection, quote.org, quote.opportunity) == (
        actor.connection,
        actor.org,
        opportunity,
    )
    theirs = can_read_status(actor, quote.status, owner=quote.owner) or _works_on(actor, quote)
    return same_place and theirs


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


def can_do(actor: Actor, quote: Quote, deed: Deed, *, opportunity: str) -> bool:
    """Whether it is theirs to do. Whether its status allows it is the business of the status table."""
    author = _works_on(actor, quote) if deed is Deed.EDIT else quote.owner == actor.user
    theirs = {Party.AUTHOR: author, Party.APPROVER: Role.APPROVER in actor.roles}
    return can_read(actor, quote, opportunity=opportunity) and theirs.get(MAY[deed], False)


def check_can_do(actor: Actor, quote: Quote, deed: Deed, *, opportunity: str) -> None:
    """Raises QuoteMissing, QuoteOfAnother."""
    check_can_read(actor, quote, opportunity=opportunity)
    if not can_do(actor, quote, deed, opportunity=opportunity):
        raise QuoteOfAnother(
            "Only the author of the quote can do that. Clone it to go on with one of your own."
            if MAY[deed] is Party.AUTHOR
            else "That is not yours to do with this quote."
        )


def check_owns(actor: Actor, quote: Quote) -> None:
    """Of a quote that the actor may change. Raises QuoteNotOwn."""
    if quote.owner != actor.user:
        raise QuoteNotOwn(f"Only {quote.owner_name or 'its owner'} can do that with this quote. Ask them to.")


def _works_on(actor: Actor, quote: Quote) -> bool:
    return quote.owner == actor.user or any(one.user == actor.user for one in quote.editors)


def can_operate(actor: Actor) -> bool:
    """Whether they bring flows of their connection back that stopped, and see what they are about."""
    return bool({Role.OPERATOR, Role.ADMIN} & actor.roles)


def check_operates(actor: Actor) -> None:
    """Raises NotOperator."""
    if not can_operate(actor):
        raise NotOperator("Only operators and admins of this CRM may do that. Ask one of them.")
