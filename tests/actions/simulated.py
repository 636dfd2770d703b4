"""A worker in simulated time over the real verbs: it hands over what is due, tries it, sleeps, postpones."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from app.actions.write_back_quote import write_back_quote
from app.quoting import Outcome, WriteBackKey
from app.store import Start, outbox
from tests.actions.conftest import World

# As in the flow: what is longer is postponed instead.
LONGEST_SLEEP = timedelta(seconds=10)
_TICK, _IDLE = timedelta(milliseconds=500), timedelta(seconds=5)


@dataclass(slots=True)
class SimulatedWorker:
    """``tried``: when which was attempted. Attempts take no time."""

    world: World
    at: datetime
    at_once: int = 8
    chance: Random = field(default_factory=lambda: Random(30))
    tried: list[tuple[datetime, WriteBackKey]] = field(default_factory=list)
    _asleep: list[tuple[datetime, Start]] = field(default_factory=list)

    def run(self, duration: timedelta) -> None:
        until = self.at + duration
        while self.at < until:
            # Nothing to do: then it looks less often.
            self.at += _TICK if self.tick() else _IDLE

    def tick(self) -> bool:
        """Whether anything was tried."""
        tried = len(self.tried)
        for moment, start in [one for one in self._asleep if one[0] <= self.at]:
            self._asleep.remove((moment, start))
            self._attempt(start)
        with self.world.services.database.transaction() as tx:
            starts = outbox.due(tx, at=self.at, limit=self.at_once)
            for start in starts:
                outbox.hand_over(tx, start, at=self.at)
        for start in starts:
            self._attempt(start)
        return len(self.tried) > tried

    def crash(self) -> None:
        """What it slept on is begun anew by the next worker, at once."""
        self._asleep = [(self.at, start) for _, start in self._asleep]

    def _attempt(self, start: Start) -> Outcome:
        self.tried.append((self.at, start.key))
        outcome = write_back_quote(
            self.world.services, start.key, at=self.at, chance=self.chance.randrange(1001)
        )
        if outcome.retry_in is None:
            return outcome
        if outcome.retry_in <= LONGEST_SLEEP:
            self._asleep.append((self.at + outcome.retry_in, start))
        else:
            with self.world.services.database.transaction() as tx:
                outbox.postpone(tx, start, until=self.at + outcome.retry_in)
        return outcome
