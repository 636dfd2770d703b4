"""Letters are written to all whom a request waits for, once for each thing that happened for them.

They follow from what is stored, so no decision waits for them, and none is forgotten or written twice.
"""

import secrets
from datetime import datetime
from typing import Final

from app.actions.approvals.asked_approval import circle_of
from app.actions.deputies import represented
from app.actor import ConnectionName
from app.approvals import LINK_LIFE, Delegation, Letter, LetterId, RequestId, letters_due, look_again_at
from app.errors import Missing, Refused
from app.services import Services
from app.store import approvals, delegations, letters, quotes

AT_ONCE: Final = 50


def write_letters(services: Services, *, at: datetime, most: int = AT_ONCE) -> int:
    """How many requests had changed; call again while that is ``most``."""
    _note_begun(services, at=at, most=most)
    with services.database.reading() as tx:
        found = letters.unlettered(tx, at=at, most=most)
    for request, connection, version in found:
        try:
            _write(services, request, connection, at=at)
        except (Missing, Refused):
            # Looked at: many of which none can be written must not keep the others waiting for good.
            _pass_over(services, request, version=version)
    return len(found)


def _note_begun(services: Services, *, at: datetime, most: int) -> None:
    """Delegations that began, or were made, after letters were written: what waits for their givers is looked
    at again, once.
    """
    with services.database.reading() as tx:
        begun = delegations.unlettered(tx, at=at, most=most)
    for one in begun:
        _note_one(services, one, at=at)


def _note_one(services: Services, begun: Delegation, *, at: datetime) -> None:
    connection = begun.connection
    with services.database.transaction() as tx:
        releases = approvals.releases_asked(tx, connection=connection)
        users = represented(services, tx, begun.giver, connection=connection, releases=releases, at=at)
        letters.look_again(tx, users, connection=connection)
        delegations.lettered(tx, begun.id, at=at)


def _pass_over(services: Services, request: RequestId, *, version: int) -> None:
    with services.database.transaction() as tx:
        letters.keep(tx, (), request=request, version=version)


def _write(services: Services, of: RequestId, connection: ConnectionName, *, at: datetime) -> None:
    with services.database.transaction() as tx:
        about = approvals.quote_of(tx, of, connection=connection)
        quote = quotes.load(tx, about, connection=connection)
        request = approvals.load(tx, of, connection=connection)
        circle = circle_of(services, tx, quote, at=at)
        due = letters_due(request, circle, letters.of_request(tx, of))
        made = (
            Letter(
                id=LetterId(secrets.token_hex(16)),
                connection=connection,
                request=of,
                user=one.user,
                cause=one.cause,
                moment=one.moment,
                made_at=at,
                expires_at=at + LINK_LIFE,
            )
            for one in due
        )
        again_at = look_again_at(circle)
        letters.keep(tx, made, request=of, version=request.version, again_at=again_at)
