"""Who decides for whom: by what people made themselves, and by what the catalog of a quote states."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from app.actions.call import Call
from app.actor import ConnectionName, UserId
from app.approvals import Delegation, Directory, givers, of_policy
from app.catalog.approvals import NOBODY, ApprovalPolicy
from app.errors import Missing
from app.services import Services
from app.store import Transaction, delegations, people


def delegations_of(
    tx: Transaction,
    policy: ApprovalPolicy,
    directory: Directory,
    *,
    connection: ConnectionName,
    at: datetime,
) -> tuple[Delegation, ...]:
    """Those that hold, or will, for quotes under that policy."""
    stated = of_policy(policy, directory, zone=ZoneInfo(policy.calendar.zone))
    made = delegations.current(tx, connection=connection, at=at) if policy.delegation else ()
    return (*stated, *made)


def for_whom(
    services: Services, tx: Transaction, call: Call, *, releases: Iterable[str]
) -> frozenset[UserId]:
    """The caller, and all for whom they decide about quotes of one of these releases, over several hands."""
    actor = call.actor
    return represented(services, tx, actor.user, connection=actor.connection, releases=releases, at=call.at)


def represented(
    services: Services,
    tx: Transaction,
    user: UserId,
    *,
    connection: ConnectionName,
    releases: Iterable[str],
    at: datetime,
) -> frozenset[UserId]:
    """The user, and all for whom they decide then."""
    policies = [_policy(services, tx, one) for one in releases] or [NOBODY]
    # Their names are in the catalog, their ids in the CRM.
    stated = {name for policy in policies for one in policy.delegations for name in (one.away, one.to)}
    directory = people.called(tx, stated, connection=connection)
    found = {user}
    for policy in policies:
        known = delegations_of(tx, policy, directory, connection=connection, at=at)
        found.update(givers(user, known, at=at))
    return frozenset(found)


def _policy(services: Services, tx: Transaction, fingerprint: str) -> ApprovalPolicy:
    """A release that is gone states nothing."""
    with suppress(Missing):
        return services.catalogs.release(tx, fingerprint).approvals
    return NOBODY
