"""The next edition of an offer: a draft with the same lines and prices, on the same release."""

import secrets
from dataclasses import replace
from datetime import timedelta

from app.actions.call import Call, audited
from app.actions.deeds import note
from app.actions.documents import carry_choice
from app.actions.move_quote import known_release_of
from app.actions.reading import check_unchanged, quote_for
from app.actions.releases import release_for
from app.quoting import Deed, Quote, QuoteId, Status, after, check_newest, edition_number
from app.services import Services
from app.store import Transaction, audit, editions, quotes


def revise_quote(services: Services, call: Call, quote_id: str, *, expected: int | None = None) -> Quote:
    """The older one stays as it is, and is told as superseded once the new one is written.

    Raises QuoteMissing, QuoteOfAnother, StatusForbids, EditionNewer, QuoteChanged.
    """
    with services.database.transaction() as tx:
        quote = quote_for(tx, call, quote_id, Deed.REVISE)
        after(quote.status, Deed.REVISE)
        family = editions.of_family(tx, quote)
        check_newest(quote, family)
        check_unchanged(quote, expected)
        first = min(family, key=lambda one: one.edition)
        draft = _next(services, tx, call, quote, number=edition_number(first.number, quote.edition + 1))
        quotes.insert(tx, draft)
        carry_choice(tx, quote, draft)
        note(tx, call, quote, draft, deed=Deed.REVISE)
        audit.write(tx, audited(call, "revise_quote", draft.id, of=quote.id, number=draft.number))
    return draft


def _next(services: Services, tx: Transaction, call: Call, quote: Quote, *, number: str) -> Quote:
    release = known_release_of(services, tx, quote)
    if release is None:
        release = release_for(services, tx, quote.connection, at=call.at)
    return replace(
        quote,
        id=QuoteId(secrets.token_hex(16)),
        number=number,
        edition=quote.edition + 1,
        follows=quote.id,
        revision=1,
        status=Status.DRAFT,
        valid_until=call.at.date() + timedelta(days=release.validity_days),
        created_at=call.at,
        changed_at=call.at,
        # The day that the older one's release is looked at on, so that its prices stay.
        moved_at=quote.catalog_moment,
    )
