"""Standing delegation: somebody has somebody else decide for them, from one moment to another."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Final

from app.actions.call import Call, audited
from app.actions.releases import release_for
from app.actor import UserId
from app.approvals import (
    Delegation,
    DelegationId,
    DelegationInvalid,
    DelegationMissing,
    check_delegation,
    check_may_delegate,
)
from app.services import Services
from app.store import audit, delegations, people

_LONGEST: Final = timedelta(days=366)


def begin_delegation(
    services: Services, call: Call, *, to: str, starts: datetime, ends: datetime
) -> Delegation:
    """The caller's own. Raises DelegationForbidden, DelegationInvalid, DelegationCycle."""
    actor = call.actor
    if starts < call.at - _LONGEST or ends > call.at + _LONGEST:
        raise DelegationInvalid("A delegation is for a time within a year from now. Correct the dates.")
    starts, ends = starts.astimezone(UTC), ends.astimezone(UTC)
    with services.database.transaction() as tx:
        check_may_delegate(release_for(services, tx, actor.connection, at=call.at).approvals)
        made = Delegation(
            DelegationId(secrets.token_hex(16)),
            actor.connection,
            actor.user,
            UserId(to),
            starts,
            ends,
            made_at=call.at,
        )
        known = delegations.current(tx, connection=actor.connection, at=call.at)
        check_delegation(made, known, people.directory(tx, connection=actor.connection))
        delegations.keep(tx, made)
        facts = {"to": to, "starts": starts.isoformat(), "ends": ends.isoformat()}
        audit.write(tx, audited(call, "begin_delegation", made.id, **facts))
    return made


def end_delegation(services: Services, call: Call, delegation: str) -> None:
    """The caller's own. Raises DelegationMissing."""
    with services.database.transaction() as tx:
        known = delegations.current(tx, connection=call.actor.connection, at=call.at)
        found = [one for one in known if one.id == delegation and one.giver == call.actor.user]
        if not found:
            raise DelegationMissing("You have no such delegation. It may have ended by itself.")
        delegations.forget(tx, found[0].id, connection=call.actor.connection)
        audit.write(tx, audited(call, "end_delegation", found[0].id, to=found[0].taker))


def list_delegations(services: Services, call: Call) -> tuple[Delegation, ...]:
    """What holds or will, of those that the caller gave or takes."""
    with services.database.reading() as tx:
        known = delegations.current(tx, connection=call.actor.connection, at=call.at)
    return tuple(one for one in known if call.actor.user in (one.giver, one.taker))
