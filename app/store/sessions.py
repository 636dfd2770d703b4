"""Sessions of the panel."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import delete, select
from sqlalchemy import insert as insert_rows

from app.actor import Actor, Role
from app.errors import Unverified
from app.store.database import Transaction
from app.store.tables import panel_sessions


class SessionExpired(Unverified):
    code: ClassVar[str] = "session_expired"


@dataclass(frozen=True, slots=True)
class PanelSession:
    """One user at one opportunity, in one frame of the CRM. ``id`` is 32 random hexadecimal digits."""

    id: str
    actor: Actor
    opportunity: str
    instance_id: str
    target_origin: str
    language: str
    created_at: datetime
    expires_at: datetime


def insert(tx: Transaction, session: PanelSession) -> None:
    actor = session.actor
    row = {
        "id": session.id,
        "connection": actor.connection,
        "org": actor.org,
        "user_id": actor.user,
        "user_name": actor.name,
        "roles": sorted(role.value for role in actor.roles),
        "opportunity": session.opportunity,
        "instance_id": session.instance_id,
        "target_origin": session.target_origin,
        "language": session.language,
        "created_at": session.created_at,
        "expires_at": session.expires_at,
    }
    tx.execute(insert_rows(panel_sessions), [row])


def load(tx: Transaction, session_id: str, *, at: datetime) -> PanelSession:
    """Raises SessionExpired, also for an id that never was."""
    found = select(panel_sessions).where(panel_sessions.c.id == session_id, panel_sessions.c.expires_at > at)
    row = tx.execute(found).mappings().first()
    if row is None:
        raise SessionExpired("Your session has ended. Open the panel again from the record in your CRM.")
    actor = Actor(
        connection=row["connection"],
        org=row["org"],
        user=row["user_id"],
        name=row["user_name"],
        roles=frozenset(Role(role) for role in row["roles"]),
    )
    return PanelSession(
        id=row["id"],
        actor=actor,
        opportunity=row["opportunity"],
        instance_id=row["instance_id"],
        target_origin=row["target_origin"],
        language=row["language"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )


def forget_expired(tx: Transaction, at: datetime) -> int:
    """How many were forgotten."""
    return tx.execute(delete(panel_sessions).where(panel_sessions.c.expires_at <= at)).rowcount
