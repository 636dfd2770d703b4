"""An offer as the CRM's records. Net unit prices are final: the CRM's own discount field stays empty.

A decimal ``Discount`` changes the unit price when the quote is synced, so list price, discount and reason go
to fields of our own. Field names are listed in docs/crm-records.md.
"""

from base64 import b64encode
from collections.abc import Mapping
from decimal import Decimal
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from app.crm.port import Connection, Head, Offer, OfferDocument, OfferLine

NAME_LIMIT = 255
DESCRIPTION_LIMIT = 225

Record = dict[str, object]


# Text, but for ``status_at``: a moment; their limits are those of docs/crm-records.md.
TOLD_FIELDS: Final = MappingProxyType(
    {
        "valid_until": "ExpirationDate",
        "stage": "Status",
        "status": "QW_Status__c",
        "status_at": "QW_Status_At__c",
        "approval": "QW_Approval__c",
    }
)


def told_record(told: Mapping[str, str]) -> Record:
    """An empty text takes the field's content away."""
    return {TOLD_FIELDS[name]: plain_text(text) or None for name, text in told.items()}


def quote_record(offer: Offer | Head, connection: Connection) -> Record:
    record: Record = {
        "Name": plain_text(offer.name, limit=NAME_LIMIT),
        "OpportunityId": offer.opportunity,
        "Pricebook2Id": offer.price_book_id,
        "ExpirationDate": offer.valid_until.isoformat(),
        "QW_Key__c": offer.key,
        "QW_Revision__c": offer.revision,
        "QW_Release__c": plain_text(offer.release),
        "QW_Link__c": plain_text(offer.link),
        "QW_Catalog_Hash__c": offer.fingerprint,
        **told_record(offer.told),
    }
    # An org with one currency has no such field at all.
    return record if connection.only_currency else {**record, "CurrencyIsoCode": offer.currency}


def line_record(line: OfferLine, *, quote: str, entry: str) -> Record:
    """``quote`` is an id or a reference to one."""
    return {
        "QuoteId": quote,
        "PricebookEntryId": entry,
        "Quantity": line.quantity,
        "UnitPrice": line.unit_net.amount,
        "Description": plain_text(line.description, limit=DESCRIPTION_LIMIT),
        "QW_Key__c": line.key,
        "QW_List_Price__c": line.unit_list.amount,
        "QW_Discount_Percent__c": Decimal(line.discount_percent) if line.discount_percent else None,
        "QW_Discount_Reason__c": plain_text(line.discount_reason) or None,
        "QW_Configuration__c": _json_text(line.configuration),
    }


def document_record(document: OfferDocument, *, quote: str) -> Record:
    return {
        "Title": plain_text(PurePosixPath(document.filename).stem, limit=NAME_LIMIT),
        "PathOnClient": plain_text(document.filename),
        "VersionData": b64encode(document.content).decode("ascii"),
        "FirstPublishLocationId": quote,
    }


def plain_text(text: str, *, limit: int | None = None) -> str:
    """The text as data, cut to ``limit`` UTF-16 units, as the CRM counts.

    The composite resources replace ``@{...}`` wherever it stands, in any body, and know no way to quote it.
    """
    whole = text.encode("utf-8", "replace").decode().replace("\0", " ").replace("@{", "@ {")
    units = whole.encode("utf-16-le")
    if limit is None or len(units) <= 2 * limit:
        return whole
    return units[: 2 * (limit - 1)].decode("utf-16-le", "ignore") + "…"


def _json_text(text: str) -> str:
    """JSON can say ``{`` in another way, so that it arrives meaning exactly the same."""
    return text.replace("@{", "@\\u007b")
