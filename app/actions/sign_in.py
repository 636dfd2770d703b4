"""Opening the panel: verify the launch, ask the CRM as that user, start a session."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from app.actions.call import Call, audited
from app.actions.connected import connection_named
from app.actions.openings import keep_opening
from app.actions.releases import installed
from app.actions.views import SignedIn
from app.crm import Access, Connection, Launch, LaunchRefused, Opening
from app.errors import Missing, Refused, Unverified
from app.services import Services
from app.store import PanelSession, accesses, audit, launches, sessions, write_backs


class LaunchStale(Unverified):
    """The same signed request came before and is too old to be a reload: the parent has to sign a new one."""

    code: ClassVar[str] = "launch_stale"


class ApprovalNeeded(Unverified):
    code: ClassVar[str] = "approval_needed"


class RecordMissing(Refused):
    code: ClassVar[str] = "record_missing"


def sign_in(
    services: Services, *, connection: str, form: Mapping[str, str], at: datetime, correlation: str
) -> SignedIn:
    """Raises LaunchRefused, LaunchStale, ApprovalNeeded, RecordMissing, OpportunityMissing, and Outside."""
    known = _known(services, connection)
    launch = services.gateway.verify(form, known, at=at)
    _check_fresh(services, known, launch, at=at)
    access, record = _usable(launch)
    codes = _codes(services, known)
    opening = services.gateway.crm(known).open(access, record, codes=codes)
    session = _session(services, launch, opening, at=at)
    _keep(services, Call(session, at, correlation), access, opening)
    return SignedIn(session, opening.opportunity, known)


def _known(services: Services, name: str) -> Connection:
    with services.database.reading() as tx:
        try:
            return connection_named(tx, name)
        except Missing:
            raise LaunchRefused from None


def _check_fresh(services: Services, connection: Connection, launch: Launch, *, at: datetime) -> None:
    with services.database.transaction() as tx:
        first_seen = launches.remember(tx, connection=connection.name, fingerprint=launch.fingerprint, at=at)
    if at - first_seen > services.periods.reuse:
        raise LaunchStale(
            "This request to open the panel was used before. Open the panel again from the record."
        )


def _usable(launch: Launch) -> tuple[Access, str]:
    if launch.access is None:
        raise ApprovalNeeded(
            "You have not allowed Quotewright to act for you in the CRM yet. Allow it to go on."
        )
    if launch.record is None:
        raise RecordMissing("Quotewright opens from an opportunity. Go to one and press its button.")
    return launch.access, launch.record


def _codes(services: Services, connection: Connection) -> tuple[str, ...]:
    release = installed(services, connection.catalog)
    return tuple(product.code for product in release.products.values())


def _session(services: Services, launch: Launch, opening: Opening, *, at: datetime) -> PanelSession:
    return PanelSession(
        id=secrets.token_hex(16),
        actor=launch.actor,
        opportunity=opening.opportunity.id,
        instance_id=launch.frame.instance_id,
        target_origin=launch.frame.target_origin,
        language=launch.language,
        created_at=at,
        expires_at=at + services.periods.session,
    )


def _keep(services: Services, call: Call, access: Access, opening: Opening) -> None:
    """The session, the user's token for their own flows, what was read; flows that waited for them go on."""
    actor = call.actor
    with services.database.transaction() as tx:
        sessions.insert(tx, call.session)
        accesses.keep(
            tx,
            connection=actor.connection,
            user=actor.user,
            token=access.token,
            instance_url=access.instance_url,
            expires_at=call.at + services.periods.access,
        )
        keep_opening(tx, call, opening)
        write_backs.wake_for_user(tx, connection=actor.connection, user=actor.user, at=call.at)
        audit.write(tx, audited(call, "sign_in", opening.opportunity.id))
