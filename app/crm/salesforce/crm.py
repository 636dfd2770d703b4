"""Salesforce as the Crm that the product asks for."""

from datetime import datetime

from app.crm.errors import CrmRefused, OpportunityMissing
from app.crm.port import Access, Connection, Offer, Opening
from app.crm.preflight import check_offer
from app.crm.salesforce.client import Client
from app.crm.salesforce.ids import OPPORTUNITY, record_id
from app.crm.salesforce.opening import opening
from app.crm.salesforce.saving import Saving
from app.crm.salesforce.transport import Roads
from app.quoting import Receipt

_ENTRY, _PRICE_BOOK = "01u", "01s"


class SalesforceCrm:
    """One org. Holds no user's session, so threads may share it."""

    def __init__(self, connection: Connection, roads: Roads) -> None:
        self._connection = connection
        self._client = Client(roads, api_version=connection.api_version, connection=connection.name)

    def open(self, access: Access, opportunity: str, *, codes: tuple[str, ...]) -> Opening:
        return opening(self._client, self._connection, access=access, opportunity=opportunity, codes=codes)

    def save_quote(self, access: Access, offer: Offer, *, at: datetime) -> Receipt:
        check_offer(offer)
        _check_ids(offer)
        return Saving(self._client, self._connection, access=access, offer=offer).receipt(at=at)


def _check_ids(offer: Offer) -> None:
    """Ids become parts of addresses and stand beside references, so nothing else may pass for one."""
    if record_id(offer.opportunity, prefix=OPPORTUNITY) is None:
        raise OpportunityMissing("There is no such opportunity in your CRM.")
    entries = all(record_id(entry.entry_id, prefix=_ENTRY) for entry in offer.entries.values())
    if not entries or record_id(offer.price_book_id, prefix=_PRICE_BOOK) is None:
        raise CrmRefused(
            "The quote's price book is not one of this CRM. Reload the quote and submit it again."
        )
