"""A new draft on the session's opportunity."""

import secrets
from datetime import timedelta
from typing import ClassVar

from app.actions.call import Call, audited
from app.actions.openings import opening_of
from app.actions.releases import release_for
from app.catalog import Release
from app.crm import Opportunity
from app.errors import Refused
from app.quoting import Quote, QuoteId, Status
from app.services import Services
from app.store import audit, quotes


class CurrencyUnsupported(Refused):
    code: ClassVar[str] = "currency_unsupported"


def start_quote(services: Services, call: Call) -> Quote:
    """Raises CurrencyUnsupported when the catalog has no prices in the opportunity's currency."""
    with services.database.transaction() as tx:
        opportunity = opening_of(tx, call).opportunity
        release = release_for(services, tx, call.actor.connection, at=call.at)
        number = quotes.next_number(tx, connection=call.actor.connection)
        quote = _draft(call, opportunity, release, number=number)
        quotes.insert(tx, quote)
        audit.write(tx, audited(call, "start_quote", quote.id, number=number))
    return quote


def check_currency(release: Release, currency: str) -> None:
    """Raises CurrencyUnsupported."""
    sold = dict.fromkeys(
        [*release.currencies, *(one for table in release.pricing.rates for one in table.rates)]
    )
    if currency not in sold:
        offered = ", ".join(sold)
        raise CurrencyUnsupported(
            f"The catalog has no prices in the opportunity's currency. It is sold in {offered}: "
            "change the opportunity's currency, or ask the catalog's owner to add prices."
        )


def _draft(call: Call, opportunity: Opportunity, release: Release, *, number: str) -> Quote:
    check_currency(release, opportunity.currency)
    return Quote(
        id=QuoteId(secrets.token_hex(16)),
        number=number,
        connection=call.actor.connection,
        org=call.actor.org,
        owner=call.actor.user,
        owner_name=call.actor.name,
        opportunity=call.session.opportunity,
        currency=opportunity.currency,
        customer_tier=opportunity.customer_tier,
        release=release.fingerprint,
        revision=1,
        status=Status.DRAFT,
        valid_until=call.at.date() + timedelta(days=release.validity_days),
        created_at=call.at,
        changed_at=call.at,
        account=opportunity.account,
    )
