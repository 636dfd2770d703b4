"""The CRM port: what we ask of any CRM, and how it fails.

Vendors live one folder deeper; only wiring names them.
"""

from app.crm.errors import (
    ApprovalRefused,
    CrmBusy,
    CrmChanged,
    CrmLimit,
    CrmRefused,
    CrmSessionExpired,
    CrmUnavailable,
    LaunchRefused,
    OpportunityMissing,
    ReceiptMismatch,
)
from app.crm.offer import About, Head, Offer, OfferDocument, OfferLine, PriceEntry
from app.crm.port import (
    Access,
    ApprovalRequest,
    Connection,
    ConsumerSecret,
    Crm,
    CrmGateway,
    Frame,
    Launch,
    Opening,
    Opportunity,
    PeopleWanted,
    UserApproval,
)
from app.crm.preflight import check_offer, offer_faults

__all__ = [
    "About",
    "Access",
    "ApprovalRefused",
    "ApprovalRequest",
    "Connection",
    "ConsumerSecret",
    "Crm",
    "CrmBusy",
    "CrmChanged",
    "CrmGateway",
    "CrmLimit",
    "CrmRefused",
    "CrmSessionExpired",
    "CrmUnavailable",
    "Frame",
    "Head",
    "Launch",
    "LaunchRefused",
    "Offer",
    "OfferDocument",
    "OfferLine",
    "Opening",
    "Opportunity",
    "OpportunityMissing",
    "PeopleWanted",
    "PriceEntry",
    "ReceiptMismatch",
    "UserApproval",
    "check_offer",
    "offer_faults",
]
