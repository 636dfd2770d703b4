"""A field mapping is tried against its org before it counts: nothing is written there."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.actions.connected import connection_named, set_mapping
from app.actions.copies import told_now
from app.actions.mapped_facts import beside
from app.actions.offers import link_of, offer_of
from app.actions.releases import current_release
from app.actions.submitting import queued_at
from app.crm import Access, Connection, Offer, OfferDocument, Opening
from app.crm.mapping import MappingInvalid, invalid, read_mapping
from app.crm.trial import EXAMPLE, Planning, Trial, example_offers
from app.errors import Misconfigured
from app.quoting import QuoteMissing
from app.services import Services
from app.store import quotes

_NO_DOCUMENT: Final = OfferDocument("quote.pdf", b"%PDF")


@dataclass(frozen=True, slots=True)
class Tried:
    """``quote``: the number of the quote that was planned, or ``example`` where there was none.

    ``problems``: what does not fit; empty for a mapping that does.
    """

    quote: str
    problems: tuple[str, ...]
    planning: Planning


def check_mapping(services: Services, name: str, text: str, *, access: Access) -> tuple[str, ...]:
    """What of it does not fit its org, with two examples. Empty ``text``: the connection's own.

    Raises ConnectionMissing, MappingInvalid, and what a Trial raises.
    """
    return _trial(services, _connection(services, name, text), access).problems(example_offers())


def adopt_mapping(services: Services, name: str, text: str, *, access: Access | None, at: datetime) -> None:
    """From now on quotes are written by it. ``access`` None: it is not looked at in the org.

    Raises ConnectionMissing, and MappingInvalid: also for one that does not fit the org..
    """
    _connection(services, name, text)
    problems = check_mapping(services, name, text, access=access) if access else ()
    if problems:
        raise invalid(list(problems))
    set_mapping(services.database, name, text, at=at)


def try_mapping(
    services: Services, name: str, text: str, *, access: Access, opportunity: str, number: str, at: datetime
) -> Tried:
    """What would be written on that opportunity. ``number``: of the quote; empty for the newest one there.

    Raises as ``check_mapping``; QuoteMissing, OpportunityMissing.
    """
    connection = _connection(services, name, text)
    trial = _trial(services, connection, access)
    offer = _own_offer(services, connection, trial, opportunity=opportunity, number=number, at=at)
    offers: tuple[Offer, ...]
    if offer is None:
        opening = _example_opening(services, connection, trial, opportunity=opportunity, at=at)
        offers = example_offers(opening)
    else:
        offers = (offer,)
    number = offer.about.number if offer else EXAMPLE
    return Tried(number, trial.problems(offers), trial.planned(offers[0]))


def _connection(services: Services, name: str, text: str) -> Connection:
    with services.database.reading() as tx:
        known = connection_named(tx, name)
    if text:
        read_mapping(text)
    return replace(known, mapping=text) if text else known


def _trial(services: Services, connection: Connection, access: Access) -> Trial:
    if services.trials is None:
        raise Misconfigured("No CRM can be asked from here.")
    return services.trials.trial(connection, access)


def _own_offer(
    services: Services, connection: Connection, trial: Trial, *, opportunity: str, number: str, at: datetime
) -> Offer | None:
    with services.database.reading() as tx:
        found = quotes.of_opportunity(tx, connection=connection.name, opportunity=opportunity)
        wanted = [one for one in found if number in ("", one.number)]
        if not wanted:
            if number:
                raise QuoteMissing("There is no quote of that number on that opportunity.")
            return None
        quote = quotes.load(tx, wanted[0].id, connection=connection.name)
        told = told_now(tx, quote)
    if not quote.offered:
        return None
    opening = trial.opening(opportunity, codes=tuple({line.code for line in quote.lines}))
    return offer_of(
        quote,
        opening,
        queued_at(quote, at=at),
        document=_NO_DOCUMENT,
        link=link_of(services, quote),
        told=told,
        beside=beside(services, services.gateway.crm(connection), quote=quote, opening=opening),
    )


def _example_opening(
    services: Services, connection: Connection, trial: Trial, *, opportunity: str, at: datetime
) -> Opening:
    """With an article or two that the catalog sells, as far as the price book has them."""
    release = current_release(services, connection.catalog, at=at)
    codes = tuple(sorted({product.code for product in release.products.values()}))
    opening = trial.opening(opportunity, codes=codes)
    if not opening.entries:
        raise MappingInvalid(
            "The opportunity's price book has none of the catalog's articles in its currency, so there is "
            "nothing to try with. Push the catalog first, or name another opportunity."
        )
    return replace(opening, entries=opening.entries[:2])
