"""Connections as they were a few seconds ago at most: each request to open the panel asks for one."""

from datetime import datetime

from app.actions.connected import connection_named
from app.crm import Connection
from app.services import Services


def known_connection(services: Services, name: str, *, at: datetime) -> Connection:
    """Raises ConnectionMissing."""
    return services.recent.find(name, at=at) or current_connection(services, name, at=at)


def current_connection(services: Services, name: str, *, at: datetime) -> Connection:
    """As it is now. Raises ConnectionMissing."""
    with services.database.reading() as tx:
        found = connection_named(tx, name)
    services.recent.keep(found, at=at)
    return found


def connection_anew(services: Services, name: str, *, at: datetime) -> Connection:
    """As it is now or later than now, for somebody whom what was known did not fit. Raises ConnectionMissing.

    Anybody may come with what does not fit, and as often as they like: those who come at one time share
    a look, and looks follow one another.
    """
    return services.recent.shared(name, lambda: current_connection(services, name, at=at))
