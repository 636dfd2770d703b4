"""A draft in another currency of the catalog: first what would change, then the change, all at once."""

from dataclasses import replace
from typing import ClassVar

from app.actions.call import Call, audited
from app.actions.moving import QuoteMove, discount_in, planned_lines, priced_move
from app.actions.openings import opening_of
from app.actions.reading import editable_quote, expected_revision
from app.actions.releases import release_of
from app.errors import Refused
from app.quoting import Deed, Quote, next_stint
from app.services import Services
from app.store import QuoteChanged, audit, moves, quotes


class CurrencyIsTheSame(Refused):
    code: ClassVar[str] = "currency_same"


def preview_currency(services: Services, call: Call, quote_id: str, *, currency: str) -> QuoteMove:
    """Nothing is changed. Raises QuoteMissing, StatusForbids, CurrencyUnsupported, CurrencyIsTheSame."""
    with services.database.reading() as tx:
        quote = editable_quote(tx, call, quote_id)
        changed = quote.moved(Deed.EDIT, at=call.at)
        release = release_of(services, tx, quote)
    if currency == quote.currency:
        raise CurrencyIsTheSame(f"The quote is in {currency} already.")
    header = replace(quote.header, discount=discount_in(quote.header.discount, currency))
    terms = replace(
        changed, currency=currency, lines=(), header=header, moved_at=next_stint(quote.catalog_moment)
    )
    lines = planned_lines(terms, quote.lines, origin=release, target=release)
    kept = tuple(move.after for move in lines if move.after is not None)
    return priced_move(QuoteMove(quote, replace(terms, lines=kept), release, release, lines))


def change_currency(
    services: Services, call: Call, quote_id: str, *, currency: str, expected: int | None = None
) -> QuoteMove:
    """Raises what ``preview_currency`` raises, and QuoteChanged."""
    move = preview_currency(services, call, quote_id, currency=currency)
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        if expected_revision(quote, expected) != move.before.revision or quote != move.before:
            raise QuoteChanged(
                "The quote was changed meanwhile, perhaps in another window. Look at it again.",
                facts={"expected": expected},
            )
        quotes.update(tx, move.after, expected=quote.revision)
        moves.moved(tx, quote, move.after)
        facts = {"from": move.before.currency, "to": currency}
        audit.write(tx, audited(call, "change_currency", quote.id, **facts))
    return move


def is_of_opportunity(services: Services, call: Call, quote: Quote) -> bool:
    """Whether the CRM can take the quote as it is: its opportunity has the same currency."""
    with services.database.reading() as tx:
        return opening_of(tx, call).opportunity.currency == quote.currency
