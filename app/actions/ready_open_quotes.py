"""Older releases that quotes are still worked on with are made ready before anybody clicks in one of them."""

from typing import Final

from app.configuration import configurator_for
from app.errors import AppError, Outside
from app.services import Services
from app.store import quotes
from app.store.quotes import WorkedOn

_MOST_LINES: Final = 500
_MOST_READY: Final = 32


def ready_open_quotes(services: Services) -> int:
    """How many products. What cannot be read or compiled is left to whoever asks for it, and is told what is
    wrong. Raises DatabaseUnavailable.
    """
    with services.database.reading() as tx:
        waiting = quotes.worked_on(tx, most=_MOST_LINES)[:_MOST_READY]
    # Few releases are held at a time: those of the quotes that were changed last are read last.
    return sum(_ready(services, one) for one in reversed(waiting))


def _ready(services: Services, one: WorkedOn) -> bool:
    try:
        with services.database.reading() as tx:
            release = services.catalogs.release(tx, one.release).at(one.day)
        configurator_for(one.release, release.product(one.product))
    except Outside:
        raise
    except AppError:
        return False
    return True
