"""Salesforce as the Crm that the product asks for."""

from datetime import datetime

from app.crm.port import Access, Connection, Offer, Opening
from app.crm.preflight import check_offer
from app.crm.salesforce.client import Client
from app.crm.salesforce.opening import opening
from app.crm.salesforce.saving import Saving
from app.crm.salesforce.transport import Roads
from app.quoting import Receipt


class SalesforceCrm:
    """One org. Holds no user's session, so threads may share it."""

    def __init__(self, connection: Connection, roads: Roads) -> None:
        self._connection = connection
        self._client = Client(roads, api_version=connection.api_version)

    def open(self, access: Access, opportunity: str, *, codes: tuple[str, ...]) -> Opening:
        return opening(self._client, self._connection, access=access, opportunity=opportunity, codes=codes)

    def save_quote(self, access: Access, offer: Offer, *, at: datetime) -> Receipt:
        check_offer(offer)
        return Saving(self._client, self._connection, access=access, offer=offer).receipt(at=at)
