"""Whose pages may frame the panel."""

from datetime import datetime

from app.actions.known import known_connection
from app.errors import Missing
from app.services import Services


def frame_ancestors(services: Services, connection: str, *, at: datetime) -> tuple[str, ...]:
    """The connection's origins; none for a connection that does not exist."""
    try:
        return known_connection(services, connection, at=at).frame_ancestors
    except Missing:
        return ()
