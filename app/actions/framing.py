"""Whose pages may frame the panel."""

from app.actions.connected import connection_named
from app.errors import Missing
from app.services import Services


def frame_ancestors(services: Services, connection: str) -> tuple[str, ...]:
    """The connection's origins; none for a connection that does not exist."""
    with services.database.reading() as tx:
        try:
            return connection_named(tx, connection).frame_ancestors
        except Missing:
            return ()
