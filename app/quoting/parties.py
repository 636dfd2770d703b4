"""Whose turn a quote is in each status, and whose deed each deed is."""

from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.quoting.status import Deed, Status


class Party(StrEnum):
    """``author``: whose quote it is. ``product``: we ourselves, by the CRM's answer or by the time."""

    AUTHOR = "author"
    APPROVER = "approver"
    CUSTOMER = "customer"
    PRODUCT = "product"


TURN: Final = MappingProxyType(
    {
        Status.DRAFT: Party.AUTHOR,
        Status.IN_APPROVAL: Party.APPROVER,
        Status.APPROVED: Party.AUTHOR,
        Status.SUBMITTED: Party.PRODUCT,
        Status.WRITTEN: Party.AUTHOR,
        Status.FAILED: Party.AUTHOR,
        Status.SENT: Party.CUSTOMER,
        Status.ACCEPTED: None,
        Status.REJECTED: Party.AUTHOR,
        Status.EXPIRED: Party.AUTHOR,
        Status.WITHDRAWN: None,
    }
)
"""Who has to do something next; None where nothing is left to do."""

MAY: Final = MappingProxyType(
    {
        Deed.EDIT: Party.AUTHOR,
        Deed.REQUEST: Party.AUTHOR,
        Deed.APPROVE: Party.APPROVER,
        Deed.RETURN: Party.APPROVER,
        Deed.RECALL: Party.AUTHOR,
        Deed.SUBMIT: Party.AUTHOR,
        Deed.CONFIRM: Party.PRODUCT,
        Deed.FAIL: Party.PRODUCT,
        # The customer's answer comes by their author: the customer has no way in.
        Deed.SEND: Party.AUTHOR,
        Deed.ACCEPT: Party.AUTHOR,
        Deed.REJECT: Party.AUTHOR,
        Deed.EXPIRE: Party.PRODUCT,
        Deed.WITHDRAW: Party.AUTHOR,
        Deed.REVISE: Party.AUTHOR,
    }
)
"""Whose deed it is."""

READERS: Final = MappingProxyType(
    {
        Status.DRAFT: Party.AUTHOR,
        Status.IN_APPROVAL: Party.APPROVER,
        Status.APPROVED: Party.APPROVER,
        Status.SUBMITTED: None,
        Status.WRITTEN: None,
        Status.FAILED: Party.AUTHOR,
        Status.SENT: None,
        Status.ACCEPTED: None,
        Status.REJECTED: None,
        Status.EXPIRED: None,
        Status.WITHDRAWN: None,
    }
)
"""Who may read it: its author alone, approvers too, or (None) all who may read the opportunity."""
