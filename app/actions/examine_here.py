"""The connection of a session is examined, with the own token of whoever asks for it in the panel."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from app.actions.call import Call, audited
from app.actions.examine_connection import Wish, examine_connection
from app.actions.examining import Examined
from app.crm import Access
from app.quoting import check_operates
from app.services import Services
from app.store import accesses, audit

_SECONDS: Final = 25.0
_HOW_TO_SIGN_IN: Final = "Close the panel and open it again from the record: that brings a new token."


def examine_here(services: Services, call: Call, *, clock: Callable[[], datetime]) -> Examined:
    """Raises NotOperator. ``clock``: the time while it goes on."""
    check_operates(call.actor)
    with services.database.transaction() as tx:
        kept = accesses.load(tx, connection=call.actor.connection, user=call.actor.user, at=call.at)
        audit.write(tx, audited(call, "examine_connection", call.actor.connection))
    access = None if kept is None else Access(kept[0], kept[1])
    wish = Wish(access, access.instance_url if access else "", _HOW_TO_SIGN_IN, seconds=_SECONDS)
    return examine_connection(services, call.actor.connection, wish, clock=clock)
