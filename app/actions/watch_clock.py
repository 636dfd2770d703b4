"""Whether the clock can be believed, for what nothing brings back: expiring, escalating, forgetting.

A clock that is more than an hour away from where it was last believed, ahead or back, is looked at a second
time some minutes later. It is believed then if it went on evenly from its first look, no other worker went on
with another one meanwhile, and the database's own clock, where it has one, says about the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import structlog

from app.store import Database, clock

JUMP: Final = timedelta(hours=1)
SECOND_LOOK: Final = timedelta(minutes=5)
_EVENLY: Final = timedelta(minutes=1)
_KEPT_EVERY: Final = timedelta(seconds=30)

log = structlog.get_logger("quotewright.clock")


class Sight(StrEnum):
    """``jumped`` is the first look at a clock that is not believed, ``doubted`` each further one."""

    BELIEVED = "believed"
    JUMPED = "jumped"
    DOUBTED = "doubted"


@dataclass(frozen=True, slots=True)
class _Jump:
    """``ahead`` of a clock that nobody sets, which showed ``seen``."""

    ahead: datetime
    seen: timedelta
    believed: datetime | None


class ClockWatch:
    """Of one process, in one thread; what was last believed is shared by all, and outlives them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jump: _Jump | None = None

    def look(self, at: datetime, *, steady: timedelta) -> Sight:
        """``at`` is what the clock says, ``steady`` what one says that only counts on, from any beginning."""
        with self._database.reading() as tx:
            believed, other = clock.believed(tx), clock.of_database(tx)
        agreed = other is None or _near(at, other)
        if agreed and (believed is None or _near(at, believed) or self._is_confirmed(at, steady, believed)):
            self._believe(at, believed)
            return Sight.BELIEVED
        if self._goes_on(at, steady, believed):
            return Sight.DOUBTED
        self._jump = _Jump(at - steady, steady, believed)
        log.warning("The clock jumped; nothing expires until it is confirmed", clock=at, believed=believed)
        return Sight.JUMPED

    def guarded(
        self, deed: Callable[[], object], *, now: Callable[[], datetime], steady: Callable[[], float]
    ) -> Callable[[], None]:
        """The deed, done only while the clock is believed."""

        def run() -> None:
            if self.look(now(), steady=timedelta(seconds=steady())) is Sight.BELIEVED:
                deed()

        return run

    def _believe(self, at: datetime, believed: datetime | None) -> None:
        if self._jump is not None:
            log.warning("The clock is believed again", clock=at)
        self._jump = None
        if believed is None or abs(at - believed) >= _KEPT_EVERY:
            with self._database.transaction() as tx:
                clock.believe(tx, at)

    def _is_confirmed(self, at: datetime, steady: timedelta, believed: datetime | None) -> bool:
        jump = self._jump
        return jump is not None and self._goes_on(at, steady, believed) and steady - jump.seen >= SECOND_LOOK

    def _goes_on(self, at: datetime, steady: timedelta, believed: datetime | None) -> bool:
        """Evenly since the first look, while nobody believed another one."""
        jump = self._jump
        return jump is not None and jump.believed == believed and abs(at - steady - jump.ahead) <= _EVENLY


def _near(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= JUMP
