"""How a CRM fails us, by what the caller should do next."""

from typing import ClassVar

from app.errors import Missing, Outside, Refused, Stale, Unverified


class LaunchRefused(Unverified):
    """Forged, malformed, of another org: never told which."""

    code: ClassVar[str] = "launch_refused"

    def __init__(self) -> None:
        super().__init__(
            "The launch could not be verified. Open the panel again from the record in your CRM."
        )


class ApprovalRefused(Unverified):
    """The user did not approve the app, in this org, in time."""

    code: ClassVar[str] = "approval_refused"

    def __init__(self) -> None:
        super().__init__(
            "The app was not approved. Close this window, press Approve again, and sign in to the same CRM."
        )


class OpportunityMissing(Missing):
    code: ClassVar[str] = "opportunity_not_found"


class CrmSessionExpired(Outside):
    """The user's token is no longer accepted: only that user can bring a new one."""

    code: ClassVar[str] = "crm_session_expired"
    retryable: ClassVar[bool] = False


class CrmUnavailable(Outside):
    """Down, slow, or answering with something that is not its API. For a write the outcome is unknown."""

    code: ClassVar[str] = "crm_unavailable"


class CrmBusy(Outside):
    """A row is locked: the same call will pass in a moment."""

    code: ClassVar[str] = "crm_busy"


class CrmLimit(Outside):
    """The org's API allowance is used up."""

    code: ClassVar[str] = "crm_limit"


class CrmRefused(Refused):
    """The CRM says no for good: a rule, a permission, a missing field. Certainly nothing was written."""

    code: ClassVar[str] = "crm_refused"


class CrmChanged(Stale):
    """Somebody changed the record in the CRM since it was read: nothing was written over it."""

    code: ClassVar[str] = "crm_changed"


class ReceiptMismatch(Refused):
    """The CRM holds something else than we sent. Nobody may overwrite it silently."""

    code: ClassVar[str] = "crm_receipt_mismatch"
