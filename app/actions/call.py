"""One call of a verb: in which session, when, and under which correlation id."""

from dataclasses import dataclass
from datetime import datetime

from app.actor import Actor
from app.crm import Frame
from app.store import AuditEntry


@dataclass(frozen=True, slots=True)
class PanelSession:
    """One user at one opportunity that the CRM has shown to them, in one frame of the CRM."""

    actor: Actor
    opportunity: str
    frame: Frame
    language: str
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Call:
    session: PanelSession
    at: datetime
    correlation: str

    @property
    def actor(self) -> Actor:
        return self.session.actor


def audited(call: Call, verb: str, subject: str, **facts: object) -> AuditEntry:
    """The entry that every write leaves. ``facts`` never hold secrets or free text of the CRM."""
    actor = call.actor
    return AuditEntry(
        at=call.at,
        connection=actor.connection,
        org=actor.org,
        user=actor.user,
        verb=verb,
        subject=subject,
        correlation_id=call.correlation,
        facts=facts,
    )
