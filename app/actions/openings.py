"""What opening the panel read from the CRM, kept for the verbs that follow it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from app.actions.call import Call
from app.actor import ConnectionName, UserId
from app.crm import Opening, Opportunity, PriceEntry
from app.store import OpeningRow, Transaction, openings


def keep_opening(tx: Transaction, call: Call, opening: Opening) -> None:
    facts = asdict(opening.opportunity)
    close_date = opening.opportunity.close_date
    row = OpeningRow(
        connection=call.actor.connection,
        user=call.actor.user,
        opportunity=opening.opportunity.id,
        facts={**facts, "close_date": close_date.isoformat() if close_date else None},
        entries=tuple(asdict(entry) for entry in opening.entries),
        read_at=call.at,
        name=call.actor.name,
    )
    openings.save(tx, row)


def opening_of(tx: Transaction, call: Call) -> Opening:
    """Raises OpeningMissing."""
    return opening_for(tx, call.actor.connection, user=call.actor.user, opportunity=call.session.opportunity)


def opening_for(tx: Transaction, connection: ConnectionName, *, user: UserId, opportunity: str) -> Opening:
    """Raises OpeningMissing."""
    row = openings.load(tx, connection=connection, user=user, opportunity=opportunity)
    return Opening(_opportunity(row.facts), tuple(PriceEntry(**entry) for entry in row.entries))


def opened_by(tx: Transaction, call: Call, *, most: int) -> tuple[Opportunity, ...]:
    """What the CRM showed to the user, as it was then, last first."""
    actor = call.actor
    found = openings.of_user(tx, connection=actor.connection, user=actor.user, most=most)
    return tuple(_opportunity(facts) for facts in found)


def _opportunity(facts: Mapping[str, Any]) -> Opportunity:
    close_date = facts["close_date"]
    return Opportunity(**{**facts, "close_date": date.fromisoformat(close_date) if close_date else None})
