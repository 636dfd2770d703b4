"""What all alignments share: as whom, of which quotes, and the entry that each change leaves."""

from dataclasses import dataclass
from datetime import datetime

from app.actor import ConnectionName, UserId
from app.crm import Access, Connection, Crm, CrmSessionExpired
from app.quoting import Quote
from app.quoting.drift import Believed
from app.services import Services
from app.store import AuditEntry, Transaction, accesses, audit
from app.store.copies import Copy
from app.telemetry import current_trail


@dataclass(frozen=True, slots=True)
class As:
    """As whom the CRM is asked."""

    connection: ConnectionName
    user: UserId


@dataclass(frozen=True, slots=True)
class Errand:
    """The road to the CRM as that user, at that moment."""

    services: Services
    who: As
    connection: Connection
    access: Access
    at: datetime

    @property
    def crm(self) -> Crm:
        return self.services.gateway.crm(self.connection)


@dataclass(frozen=True, slots=True)
class Aligning:
    """One quote, what is known of it in the CRM, and what we believe."""

    quote: Quote
    copy: Copy
    believed: Believed


def access_of(tx: Transaction, who: As, *, at: datetime) -> Access:
    """Raises CrmSessionExpired when there is none that still holds."""
    kept = accesses.load(tx, connection=who.connection, user=who.user, at=at)
    if kept is None:
        raise CrmSessionExpired("Your CRM session has ended. Open the panel again from your CRM.")
    return Access(*kept)


def note(tx: Transaction, errand: Errand, quote: Quote, verb: str, **facts: object) -> None:
    entry = AuditEntry(
        at=errand.at,
        connection=errand.who.connection,
        org=quote.org,
        user=errand.who.user,
        verb=verb,
        subject=quote.id,
        correlation_id=current_trail().correlation or f"align-{quote.id}",
        facts=facts,
    )
    audit.write(tx, entry)
