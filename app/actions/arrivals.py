"""A verified request on its way to the CRM's answer, as the page carries it: sealed, and for minutes only."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar, Final

from app.actor import Actor, ConnectionName, OrgId, UserId
from app.crm import Access, Frame
from app.errors import Unverified
from app.services import Services
from app.store import TicketInvalid

_PURPOSE: Final = b"arrival"


class ArrivalEnded(Unverified):
    """The page waited too long, or what it holds was not sealed here: the parent has to sign anew."""

    code: ClassVar[str] = "session_required"

    def __init__(self) -> None:
        super().__init__("This page waited too long. Open the panel again from the record in your CRM.")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A verified request whose opportunity nobody has read yet: it entitles to reading it, nothing else.

    ``record`` was chosen by the browser. ``fingerprint`` names the request.
    """

    actor: Actor
    access: Access
    record: str
    frame: Frame
    language: str
    fingerprint: bytes
    expires_at: datetime


def seal_arrival(services: Services, arrival: Arrival) -> str:
    """A text that nobody else can read or make: the user's own access to the CRM is in it."""
    actor, access, frame = arrival.actor, arrival.access, arrival.frame
    parts = (
        (actor.connection, actor.org, actor.user, actor.name),
        (access.token, access.instance_url),
        arrival.record,
        (frame.instance_id, frame.target_origin),
        arrival.language,
        arrival.fingerprint.hex(),
        int(arrival.expires_at.timestamp()),
    )
    return services.database.vault.tickets.seal(json.dumps(parts).encode(), purpose=_PURPOSE)


def sealed_arrival(services: Services, sealed: str, *, at: datetime) -> Arrival:
    """Raises ArrivalEnded, also for what is no sealed arrival."""
    try:
        content = services.database.vault.tickets.open(sealed, purpose=_PURPOSE)
    except TicketInvalid:
        raise ArrivalEnded from None
    actor, access, record, frame, language, fingerprint, expires_at = json.loads(content)
    if expires_at <= at.timestamp():
        raise ArrivalEnded
    connection, org, user, name = actor
    return Arrival(
        actor=Actor(ConnectionName(connection), OrgId(org), UserId(user), name),
        access=Access(*access),
        record=record,
        frame=Frame(*frame),
        language=language,
        fingerprint=bytes.fromhex(fingerprint),
        expires_at=datetime.fromtimestamp(expires_at, UTC),
    )
