"""Looking around: the opportunity, what can be sold, and the quotes there are. Nothing is changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from app.actions.call import Call
from app.actions.deputies import for_whom
from app.actions.openings import opened_by, opening_of
from app.actions.reading import readable_quote
from app.actions.releases import release_for, release_of
from app.catalog import Product
from app.crm import Opportunity
from app.quoting import Quote, QuoteId, Status, can_read_status, status_at, successor
from app.services import Services
from app.store import QuoteSummary, Transaction, approvals, quotes

_MOST_PROPOSED: Final = 50


def show_opportunity(services: Services, call: Call) -> Opportunity:
    """As the CRM showed it to this user when the panel was opened."""
    with services.database.reading() as tx:
        return opening_of(tx, call).opportunity


def list_opportunities(services: Services, call: Call) -> tuple[Opportunity, ...]:
    """Others that the user opened, last first, as they were then: to propose where a clone could go."""
    with services.database.reading() as tx:
        found = opened_by(tx, call, most=_MOST_PROPOSED)
    return tuple(one for one in found if one.id != call.session.opportunity)


def list_products(services: Services, call: Call) -> tuple[Product, ...]:
    with services.database.reading() as tx:
        return release_for(services, tx, call.actor.connection, at=call.at).sold


def show_product(services: Services, call: Call, product: str, *, quote_id: str | None = None) -> Product:
    """As it is sold now, or as the release of that quote has it. Raises ProductUnknown, QuoteMissing."""
    with services.database.reading() as tx:
        if quote_id is not None:
            return release_of(services, tx, readable_quote(services, tx, call, quote_id)).product(product)
        return release_for(services, tx, call.actor.connection, at=call.at).product(product)


def list_quotes(services: Services, call: Call) -> tuple[QuoteSummary, ...]:
    """As they stand at this moment, newest first: the user's own, what is shared with them, what they are
    asked to agree to, and what others have submitted on the same opportunity.
    """
    with services.database.reading() as tx:
        found = quotes.of_opportunity(
            tx, connection=call.actor.connection, opportunity=call.session.opportunity
        )
        waiting = [one.id for one in found if one.status in (Status.IN_APPROVAL, Status.APPROVED)]
        asked = _asked(services, tx, call, quotes.releases_of(tx, waiting))
    now = [replace(one, status=status_at(one.status, one.valid_until, at=call.at)) for one in found]
    user = call.actor.user
    return tuple(
        _told(one, now)
        for one in now
        if can_read_status(call.actor, one.status, owner=one.owner)
        or one.id in asked
        or any(editor.user == user for editor in one.editors)
    )


def show_quote(services: Services, call: Call, quote_id: str) -> Quote:
    """Raises QuoteMissing."""
    with services.database.reading() as tx:
        return readable_quote(services, tx, call, quote_id)


def _asked(
    services: Services, tx: Transaction, call: Call, waiting: Mapping[QuoteId, str]
) -> frozenset[QuoteId]:
    """Those that the caller is asked about; ``waiting``: with the release of each."""
    users = {one: for_whom(services, tx, call, releases=[one]) for one in set(waiting.values())}
    return frozenset(one for one, release in waiting.items() if approvals.names(tx, one, users[release]))


def _told(one: QuoteSummary, others: list[QuoteSummary]) -> QuoteSummary:
    """All editions of an offer are on the same opportunity."""
    newer = successor((other for other in others if other.family == one.family), one.edition)
    return one if newer is None else replace(one, superseded_by=newer.number)
