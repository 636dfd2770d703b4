"""A signed request comes in: it is verified, and an old one is noticed. The page gets an arrival for it.

The CRM is not asked and nothing is stored: the page that answers asks for its content, and that opens the
opportunity. Until then all that the request brought travels with the page, sealed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from app.actions.arrivals import Arrival
from app.actions.known import connection_anew, known_connection
from app.crm import Launch, LaunchRefused
from app.errors import Missing, Refused, Unverified
from app.services import Services
from app.store import launches


class LaunchStale(Unverified):
    """The same signed request came before and is too old to be a reload: the parent has to sign a new one."""

    code: ClassVar[str] = "launch_stale"


class ApprovalNeeded(Unverified):
    code: ClassVar[str] = "approval_needed"


class RecordMissing(Refused):
    code: ClassVar[str] = "record_missing"


def arrive(services: Services, *, connection: str, form: Mapping[str, str], at: datetime) -> Arrival:
    """Raises LaunchRefused, LaunchStale, ApprovalNeeded and RecordMissing."""
    launch = _verified(services, connection, form, at=at)
    seen = launches.first_seen(
        services.database, connection=launch.actor.connection, fingerprint=launch.fingerprint
    )
    check_fresh(services, seen, at=at)
    if launch.access is None:
        raise ApprovalNeeded(
            "You have not allowed Quotewright to act for you in the CRM yet. Allow it to go on."
        )
    if launch.record is None:
        raise RecordMissing("Quotewright opens from an opportunity. Go to one and press its button.")
    return Arrival(
        actor=launch.actor,
        access=launch.access,
        record=launch.record,
        frame=launch.frame,
        language=launch.language,
        fingerprint=launch.fingerprint,
        expires_at=at + services.periods.arrival,
    )


def check_fresh(services: Services, first_seen: datetime | None, *, at: datetime) -> None:
    """Raises LaunchStale for a request that opened the panel before and is too old for a reload."""
    if first_seen is not None and at - first_seen > services.periods.reuse:
        raise LaunchStale(
            "This request to open the panel was used before. Open the panel again from the record."
        )


def _verified(services: Services, name: str, form: Mapping[str, str], *, at: datetime) -> Launch:
    try:
        known = known_connection(services, name, at=at)
        try:
            return services.gateway.verify(form, known, at=at)
        except LaunchRefused:
            # Its secret may have been changed a moment ago.
            current = connection_anew(services, name, at=at)
            if current == known:
                raise
            return services.gateway.verify(form, current, at=at)
    except Missing:
        raise LaunchRefused from None
