"""The seal of what is offered, and how its document carries it."""

from collections.abc import Mapping
from datetime import datetime

from app.actions.releases import release_of
from app.catalog import Release
from app.crm import Opening
from app.documents import Recipient, Sealed
from app.quoting import Addressee, Quote, Seal, canonical_offer, seal_of
from app.services import Services
from app.store import Transaction


def sealed_now(services: Services, tx: Transaction, quote: Quote, *, opening: Opening, at: datetime) -> Seal:
    """Raises ReleaseMissing, ReleaseAltered."""
    addressee = Addressee(opening.opportunity.account_name, opening.opportunity.name)
    return seal_of(quote, addressee=addressee, release=release_of(services, tx, quote), at=at)


def offered_again(quote: Quote, seal: Seal, *, release: Release) -> Mapping[str, object]:
    """The canonical form of a stored quote as it would have been sealed then."""
    return canonical_offer(quote, addressee=seal.addressee, release=release, at=seal.sealed_at)


def sealed(services: Services, seal: Seal) -> Sealed:
    """As its document says it."""
    place = services.public_url.partition("://")[2]
    return Sealed(seal.code, seal.mark, f"{place}/verify")


def recipient_of(seal: Seal) -> Recipient:
    """As it was when the quote was submitted: the CRM may have other names since."""
    return Recipient(seal.addressee.account, seal.addressee.opportunity)
