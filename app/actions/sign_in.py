"""Arriving and opening in one, for callers without a page."""

from collections.abc import Mapping
from datetime import datetime

from app.actions.arrive import arrive
from app.actions.open_opportunity import open_opportunity
from app.actions.views import SignedIn
from app.services import Services


def sign_in(
    services: Services, *, connection: str, form: Mapping[str, str], at: datetime, correlation: str
) -> SignedIn:
    """Raises LaunchRefused, LaunchStale, ApprovalNeeded, RecordMissing, OpportunityMissing, and Outside."""
    arrival = arrive(services, connection=connection, form=form, at=at)
    return open_opportunity(services, arrival, at=at, correlation=correlation)
