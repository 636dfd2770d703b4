"""What a clone of a quote would be, line by line. Nothing is stored here."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from app.actions.call import Call
from app.actions.moving import LineMove, QuoteMove, discount_in, planned_lines, priced_move
from app.catalog import Release
from app.crm import Opportunity
from app.errors import Refused
from app.quoting import Quote, QuoteId, Status
from app.quoting.priced import priced


class Prices(StrEnum):
    """``new``: as the release in force has them. ``kept``: as they are, if what they follow from is alike."""

    NEW = "new"
    KEPT = "kept"


class PricesCannotBeKept(Refused):
    code: ClassVar[str] = "prices_cannot_be_kept"


@dataclass(frozen=True, slots=True)
class Clone:
    """``move`` leads from the quote to the clone, which has no number before it is stored."""

    move: QuoteMove
    opportunity: Opportunity

    @property
    def elsewhere(self) -> bool:
        return self.move.before.opportunity != self.opportunity.id


def planned_clone(
    quote: Quote,
    call: Call,
    opportunity: Opportunity,
    *,
    origin: Release | None,
    target: Release,
    prices: Prices,
) -> Clone:
    """Raises CurrencyUnsupported, PricesCannotBeKept, and Undecided."""
    draft = _draft(quote, call, opportunity, target=target)
    if prices is Prices.KEPT:
        return _kept(quote, draft, opportunity, origin=origin, target=target)
    lines = planned_lines(draft, quote.lines, origin=origin, target=target)
    kept = tuple(move.after for move in lines if move.after is not None)
    move = QuoteMove(quote, replace(draft, lines=kept), origin, target, lines)
    return Clone(priced_move(move), opportunity)


def _draft(quote: Quote, call: Call, opportunity: Opportunity, *, target: Release) -> Quote:
    """All that is not about the deal is that of the quote."""
    fresh = QuoteId(secrets.token_hex(16))
    return replace(
        quote,
        id=fresh,
        number="",
        edition=1,
        family=fresh,
        follows=quote.id,
        owner=call.actor.user,
        owner_name=call.actor.name,
        editors=(),
        opportunity=opportunity.id,
        account=opportunity.account,
        currency=opportunity.currency,
        customer_tier=opportunity.customer_tier,
        header=replace(quote.header, discount=discount_in(quote.header.discount, opportunity.currency)),
        release=target.fingerprint,
        revision=1,
        status=Status.DRAFT,
        valid_until=call.at.date() + timedelta(days=target.validity_days),
        created_at=call.at,
        changed_at=call.at,
        moved_at=None,
    )


def _check_same_terms(quote: Quote, draft: Quote, *, origin: Release | None, target: Release) -> None:
    """Raises PricesCannotBeKept with all that differs."""
    pairs = {
        "the catalog's release": origin is not None and origin.is_offered_alike(target),
        "the currency": quote.currency == draft.currency,
        "the customer tier": quote.customer_tier == draft.customer_tier,
    }
    differing = [name for name, same in pairs.items() if not same]
    if differing:
        raise PricesCannotBeKept(
            f"The prices cannot stay: {' and '.join(differing)} would be another. Clone with new prices.",
            facts={"differing": differing},
        )


def _kept(
    quote: Quote, draft: Quote, opportunity: Opportunity, *, origin: Release | None, target: Release
) -> Clone:
    """The lines as they are, on the day that their prices are of. Raises PricesCannotBeKept."""
    _check_same_terms(quote, draft, origin=origin, target=target)
    kept = replace(draft, lines=quote.lines, moved_at=quote.catalog_moment)
    # Prices may be a customer's own.
    if priced(kept, target.at(kept.catalog_day)) != kept:
        raise PricesCannotBeKept(
            "The prices cannot stay: they are not those of this customer. Clone with new prices.",
            facts={"differing": ["the customer"]},
        )
    lines = tuple(LineMove(line, line) for line in quote.lines)
    return Clone(QuoteMove(quote, kept, origin, target, lines), opportunity)
