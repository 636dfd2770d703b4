"""Letters are written to all whom a request waits for, once for each thing that happened for them.

They follow from what is stored, so no decision waits for them, and none is forgotten or written twice.
"""

import secrets
from datetime import datetime
from typing import Final

from app.actions.approvals.asked_approval import circle_of
from app.actor import ConnectionName
from app.approvals import LINK_LIFE, Letter, LetterId, RequestId, letters_due
from app.errors import Missing, Refused
from app.services import Services
from app.store import approvals, letters, quotes

AT_ONCE: Final = 50


def write_letters(services: Services, *, at: datetime, most: int = AT_ONCE) -> int:
    """How many requests had changed; call again while that is ``most``."""
    with services.database.reading() as tx:
        found = letters.unlettered(tx, most=most)
    for request, connection, version in found:
        try:
            _write(services, request, connection, at=at)
        except (Missing, Refused):
            # Looked at: many of which none can be written must not keep the others waiting for good.
            _pass_over(services, request, version=version)
    return len(found)


def _pass_over(services: Services, request: RequestId, *, version: int) -> None:
    with services.database.transaction() as tx:
        letters.keep(tx, (), request=request, version=version)


def _write(services: Services, of: RequestId, connection: ConnectionName, *, at: datetime) -> None:
    with services.database.transaction() as tx:
        request = approvals.load(tx, of, connection=connection)
        quote = quotes.load(tx, request.quote, connection=connection)
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
        letters.keep(tx, made, request=of, version=request.version)
