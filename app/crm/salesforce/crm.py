"""Salesforce as the Crm that the product asks for."""

from collections.abc import Collection, Mapping
from datetime import datetime

from app.crm.errors import CrmRefused, OpportunityMissing
from app.crm.offer import Head, Offer, OfferDocument
from app.crm.port import Access, Connection, Opening, PeopleWanted
from app.crm.preflight import check_offer
from app.crm.salesforce.client import Client
from app.crm.salesforce.ids import OPPORTUNITY, record_id
from app.crm.salesforce.looking import held_quotes
from app.crm.salesforce.mapped import mapping_of
from app.crm.salesforce.opening import Wanted, opening, readable
from app.crm.salesforce.replacing import Replacing
from app.crm.salesforce.saving import Saving
from app.crm.salesforce.telling import announced, attached, write_told
from app.crm.salesforce.transport import Roads
from app.quoting import Receipt
from app.quoting.drift import HeldQuote

_ENTRY, _PRICE_BOOK = "01u", "01s"


class SalesforceCrm:
    """One org. Holds no user's session, so threads may share it."""

    def __init__(self, connection: Connection, roads: Roads) -> None:
        self._connection = connection
        self._client = Client(roads, api_version=connection.api_version, connection=connection.name)

    @property
    def one_at_a_time(self) -> bool:
        return mapping_of(self._connection).one_at_a_time

    @property
    def asks_for(self) -> frozenset[str]:
        return mapping_of(self._connection).asked

    def open(
        self, access: Access, opportunity: str, *, codes: tuple[str, ...], people: PeopleWanted | None = None
    ) -> Opening:
        wanted = Wanted(opportunity, codes, people)
        return opening(self._client, self._connection, access=access, wanted=wanted)

    def readable(self, access: Access, opportunities: Collection[str]) -> frozenset[str]:
        return readable(self._client, access, opportunities)

    def save_quote(self, access: Access, offer: Offer, *, at: datetime) -> Receipt:
        check_offer(offer)
        _check_ids(offer)
        saving = Replacing if self.one_at_a_time else Saving
        return saving(self._client, self._connection, access=access, offer=offer).receipt(at=at)

    def announce(self, access: Access, head: Head) -> str:
        if record_id(head.opportunity, prefix=OPPORTUNITY) is None:
            raise OpportunityMissing("There is no such opportunity in your CRM.")
        if self.one_at_a_time:
            raise CrmRefused("In this CRM a quote stands on its opportunity only once it is written.")
        return announced(self._client, self._connection, access=access, head=head)

    def look(
        self, access: Access, *, opportunities: tuple[str, ...], quotes: tuple[str, ...]
    ) -> tuple[HeldQuote, ...]:
        return held_quotes(
            self._client, self._connection, access=access, opportunities=opportunities, quotes=quotes
        )

    def tell(self, access: Access, quote: str, told: Mapping[str, str], *, unchanged_since: datetime) -> None:
        write_told(
            self._client,
            self._connection,
            access=access,
            quote=quote,
            fields=told,
            unchanged_since=unchanged_since,
        )

    def attach(self, access: Access, quote: str, document: OfferDocument) -> str:
        return attached(self._client, self._connection, access=access, quote=quote, document=document)


def _check_ids(offer: Offer) -> None:
    """Ids become parts of addresses and stand beside references, so nothing else may pass for one."""
    if record_id(offer.opportunity, prefix=OPPORTUNITY) is None:
        raise OpportunityMissing("There is no such opportunity in your CRM.")
    entries = all(record_id(entry.entry_id, prefix=_ENTRY) for entry in offer.entries.values())
    if not entries or record_id(offer.price_book_id, prefix=_PRICE_BOOK) is None:
        raise CrmRefused(
            "The quote's price book is not one of this CRM. Reload the quote and submit it again."
        )
