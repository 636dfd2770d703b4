"""A quote once more as a draft, on its own or another opportunity: first what changes, then the draft."""

from dataclasses import replace
from typing import ClassVar

from app.actions.call import Call, audited
from app.actions.cloning import Clone, Prices, planned_clone
from app.actions.documents import carry_choice
from app.actions.known import current_connection
from app.actions.move_quote import ReleaseChanged, known_release_of
from app.actions.openings import keep_opening, opening_of
from app.actions.reading import check_unchanged, readable_quote
from app.actions.releases import current_release, release_in_force
from app.crm import Access, CrmSessionExpired, Opening
from app.errors import Stale
from app.quoting import Quote
from app.services import Services
from app.store import accesses, audit, quotes


class TermsChanged(Stale):
    code: ClassVar[str] = "terms_changed"


def preview_clone(
    services: Services,
    call: Call,
    quote_id: str,
    *,
    opportunity: str | None = None,
    prices: Prices = Prices.NEW,
) -> Clone:
    """Nothing is changed; for another opportunity the CRM is asked, as this user, whether they may read it.

    Raises QuoteMissing, OpportunityMissing, CrmSessionExpired, CurrencyUnsupported, PricesCannotBeKept.
    """
    return _planned(services, call, quote_id, opportunity, prices=prices)[0]


def clone_quote(
    services: Services,
    call: Call,
    quote_id: str,
    *,
    opportunity: str | None = None,
    prices: Prices = Prices.NEW,
    release: str | None = None,
    currency: str | None = None,
    expected: int | None = None,
) -> Clone:
    """``release`` and ``currency`` are those that the caller was shown the changes for.

    Raises what ``preview_clone`` raises, QuoteChanged, ReleaseChanged, and TermsChanged.
    """
    # Planned before the transaction that writes, as a move is; the CRM is asked before it, too.
    clone, opening = _planned(services, call, quote_id, opportunity, prices=prices)
    check_unchanged(clone.move.before, expected)
    if release not in (None, clone.move.target.fingerprint):
        raise ReleaseChanged("Another release came into force meanwhile. Look again at what would change.")
    if currency not in (None, clone.move.after.currency):
        raise TermsChanged("The opportunity has another currency by now. Look again at what would change.")
    return _stored(services, call, quote_id, clone, opening)


def _planned(
    services: Services, call: Call, quote_id: str, opportunity: str | None, *, prices: Prices
) -> tuple[Clone, Opening]:
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        target = release_in_force(services, tx, quote, at=call.at)
        origin = known_release_of(services, tx, quote)
        opening = opening_of(tx, call)
    if opportunity not in (None, "", call.session.opportunity):
        opening = _asked(services, call, quote, str(opportunity))
    clone = planned_clone(quote, call, opening.opportunity, origin=origin, target=target, prices=prices)
    return clone, opening


def _asked(services: Services, call: Call, quote: Quote, opportunity: str) -> Opening:
    """Another opportunity as the CRM shows it to this user now, with the entries that the clone will need."""
    actor = call.actor
    connection = current_connection(services, actor.connection, at=call.at)
    with services.database.reading() as tx:
        kept = accesses.load(tx, connection=actor.connection, user=actor.user, at=call.at)
    if kept is None:
        raise CrmSessionExpired("Your CRM session has ended. Open the panel again from your CRM.")
    sold = current_release(services, connection.catalog, at=call.at).products.values()
    codes = dict.fromkeys([*(product.code for product in sold), *(line.code for line in quote.lines)])
    return services.gateway.crm(connection).open(Access(*kept), opportunity, codes=tuple(codes))


def _stored(services: Services, call: Call, quote_id: str, clone: Clone, opening: Opening) -> Clone:
    before = clone.move.before
    with services.database.transaction() as tx:
        check_unchanged(readable_quote(services, tx, call, quote_id), before.revision)
        number = quotes.next_number(tx, connection=call.actor.connection)
        draft = replace(clone.move.after, number=number)
        quotes.insert(tx, draft)
        carry_choice(tx, before, draft)
        if clone.elsewhere:
            keep_opening(tx, call, opening)
        facts = {"of": before.id, "number": number, "opportunity": draft.opportunity}
        audit.write(tx, audited(call, "clone_quote", draft.id, **facts))
    return replace(clone, move=replace(clone.move, after=draft))
