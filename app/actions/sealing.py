"""The seal of what is offered, and how its document carries it."""

from collections.abc import Mapping
from datetime import datetime

from app.actions.brands import brand_of
from app.actions.releases import release_of
from app.catalog import Release, Seller
from app.crm import Opening
from app.documents import Brand, Recipient, Sealed
from app.quoting import Offeror, Parties, Quote, Seal, canonical_offer, seal_of
from app.services import Services
from app.store import Transaction


def sealed_now(services: Services, tx: Transaction, quote: Quote, *, opening: Opening, at: datetime) -> Seal:
    """Raises ReleaseMissing, ReleaseAltered."""
    release, opportunity = release_of(services, tx, quote), opening.opportunity
    offeror = _offeror(brand_of(tx, quote.connection), release.seller)
    parties = Parties(offeror, opportunity.account_name, opportunity.name)
    return seal_of(quote, parties=parties, release=release, at=at)


def _offeror(brand: Brand, seller: Seller) -> Offeror:
    contacts = tuple(text for text in (seller.email, seller.phone) if text)
    return Offeror(
        name=brand.name or seller.name,
        address=brand.address or seller.address,
        contacts=brand.contacts or contacts,
        footer=brand.footer or tuple(filter(None, (seller.registration,))),
    )


def offered_again(quote: Quote, seal: Seal, *, release: Release) -> Mapping[str, object]:
    """The canonical form of a stored quote as it would have been sealed then."""
    return canonical_offer(quote, parties=seal.parties, release=release, at=seal.sealed_at)


def sealed(services: Services, seal: Seal) -> Sealed:
    """As its document says it."""
    place = services.public_url.partition("://")[2]
    return Sealed(seal.code, seal.mark, f"{place}/verify")


def recipient_of(seal: Seal) -> Recipient:
    """As it was when the quote was submitted: the CRM may have other names since."""
    return Recipient(seal.parties.account, seal.parties.opportunity)
