"""One attempt of a write-back on the trail of the request that asked for it: logged, and timed at its end."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog

from app.actions.run_errand import run_errand
from app.actions.write_back_quote import write_back_quote
from app.delivery import is_errand
from app.errors import Outside
from app.quoting import Outcome, WriteBackKey, WriteBackState
from app.services import Services
from app.store import errands, figures, write_backs
from app.telemetry import Trail, following
from app.telemetry.traces import span

log = structlog.get_logger("quotewright.worker")


def follow_write_back(services: Services, key: WriteBackKey, *, clock: Callable[[], datetime]) -> Outcome:
    """As ``write_back_quote``, and as ``run_errand`` for the key of an errand."""
    if is_errand(key):
        return _follow_errand(services, key, clock=clock)
    with services.database.reading() as tx:
        trail = write_backs.trail(tx, key)
    with following(trail), span("attempt", number=trail.attempt, correlation=trail.correlation):
        outcome = write_back_quote(services, key, at=clock(), chance=secrets.randbelow(1001))
        if outcome.state is WriteBackState.WRITTEN:
            _note_time(services, key, at=clock())
        _tell(key, outcome, trail)
    return outcome


def _follow_errand(services: Services, key: str, *, clock: Callable[[], datetime]) -> Outcome:
    with services.database.reading() as tx:
        trail = errands.trail(tx, key)
    with following(trail), span("attempt", number=trail.attempt, correlation=trail.correlation):
        outcome = run_errand(services, key, at=clock(), chance=secrets.randbelow(1001))
        _tell(key, outcome, trail)
    return outcome


def _note_time(services: Services, key: WriteBackKey, *, at: datetime) -> None:
    # The quote is written and that is stored: how long it took is worth no second attempt.
    with suppress(Outside), services.database.transaction() as tx:
        figures.note_time(tx, key, at=at)


def _tell(key: str, outcome: Outcome, trail: Trail) -> None:
    pause = outcome.retry_in
    log.info(
        "write-back",
        key=key,
        state=outcome.state.value,
        attempt=trail.attempt,
        waits_for=outcome.waits_for or None,
        retry_in=None if pause is None else pause.total_seconds(),
    )
