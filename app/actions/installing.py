"""What installing in an org and taking away share: which org it is, how a failure looks, the audit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.actions.connected import list_connections
from app.actor import ConnectionName, OrgId, UserId
from app.crm.installation import Component, Failure, OrgIdentity, Outcome
from app.errors import Refused
from app.store import AuditEntry, Database, Site, Transaction, audit
from app.store.installations import Key

_ID_WITHOUT_CHECKSUM = 15


class WrongOrg(Refused):
    """The connection is that of another org."""

    code: ClassVar[str] = "wrong_org"


class OrgRefused(Refused):
    """``failures``: component by component; nothing was changed."""

    code: ClassVar[str] = "org_refused"

    def __init__(self, detail: str, failures: tuple[Failure, ...]) -> None:
        told = [{"component": str(one.component), "words": one.words} for one in failures]
        super().__init__(detail, facts={"failures": told})
        self.failures = failures


@dataclass(frozen=True, slots=True)
class Remark:
    """A component that is left as it is, and why."""

    component: Component
    why: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: when, and by which correlation id its entries are found."""

    at: datetime
    correlation: str


def site_of(database: Database, found: OrgIdentity, connection: ConnectionName) -> Site:
    """Raises WrongOrg."""
    known = {one.name: one.org for one in list_connections(database)}.get(connection)
    if known is not None and known[:_ID_WITHOUT_CHECKSUM] != found.id[:_ID_WITHOUT_CHECKSUM]:
        raise WrongOrg(
            f"The address and the token are those of the org {found.id}, and the connection {connection} is "
            f"that of {known}. Name the right org, or another connection."
        )
    return Site(OrgId(found.id), connection)


def check_done(outcome: Outcome, asked: int) -> None:
    """Raises OrgRefused."""
    if outcome.failures:
        raise OrgRefused(
            f"The org refused {len({one.component for one in outcome.failures})} of {asked} components, so "
            "nothing was changed in it. "
            "Put right what it names, and run the command again.",
            outcome.failures,
        )


def key(component: Component) -> Key:
    return component.kind, component.name


def names(components: Iterable[Component]) -> list[str]:
    return sorted(str(one) for one in components)


def tell(tx: Transaction, site: Site, run: Run, verb: str, facts: Mapping[str, object]) -> None:
    """Done on the command line, by whoever may run it there."""
    entry = AuditEntry(
        at=run.at,
        connection=site.connection,
        org=site.org,
        user=UserId("command-line"),
        verb=verb,
        subject=site.connection,
        correlation_id=run.correlation,
        facts=facts,
    )
    audit.write(tx, entry)
