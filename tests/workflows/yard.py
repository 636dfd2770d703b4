"""Real workers in real processes, with a stand-in for the attempt, and what their journal tells."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from app.quoting import WriteBack, WriteBackKey, WriteBackState
from app.store import Database, quotes, write_backs
from tests.forks import FORKS
from tests.store.examples import USER, a_quote, a_write_back
from tests.workflows import stand_in


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Yard:
    """A database, a journal, and the workers started on them."""

    url: str
    database: Database
    folder: Path
    workers: list[ForkServerProcess] = field(default_factory=list)

    @property
    def journal(self) -> Path:
        return self.folder / "journal"

    def worker(self, plan: str = "", *, version: str | None = None) -> ForkServerProcess:
        """Started; it may not serve yet."""
        worker = FORKS.Process(target=stand_in.main, args=(self.url, self.folder, plan, version))
        worker.start()
        self.workers.append(worker)
        return worker

    def ready(self, plan: str = "", *, version: str | None = None) -> ForkServerProcess:
        seen = self.log.count("Worker ready")
        worker = self.worker(plan, version=version)
        self.until(lambda: self.log.count("Worker ready") > seen)
        return worker

    @property
    def log(self) -> str:
        file = self.folder / "log"
        return file.read_text() if file.exists() else ""

    def submit(self) -> WriteBackKey:
        with self.database.transaction() as tx:
            number = quotes.next_number(tx, connection=a_quote().connection)
            # Each on its own opportunity, or they would wait for each other.
            quote = replace(a_quote(number=number), opportunity=f"006{number:0>15}")
            quotes.insert(tx, quote)
            write_backs.insert(tx, a_write_back(quote, at=now()), quote=quote, requested_by=USER)
        return a_write_back(quote).key

    def found(self, key: WriteBackKey) -> WriteBack:
        with self.database.reading() as tx:
            return write_backs.load(tx, key)

    def written(self, key: WriteBackKey) -> bool:
        return self.found(key).state is WriteBackState.WRITTEN

    def lines(self, word: str, key: WriteBackKey) -> list[float]:
        """When the journal's word was written about the key, in seconds since 1970."""
        if not self.journal.exists():
            return []
        parts = [line.split() for line in self.journal.read_text().splitlines()]
        return [float(part[2]) for part in parts if part[:2] == [word, key]]

    def count(self, word: str, key: WriteBackKey) -> int:
        return len(self.lines(word, key))

    def until(self, condition: Callable[[], bool], *, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"it did not happen in {seconds} s; the log:\n{self.log}"
            time.sleep(0.02)


def ended(worker: ForkServerProcess, *, seconds: float = 30) -> int | None:
    """Its exit code, negative for a signal; None if it has not ended by then."""
    worker.join(seconds)
    return worker.exitcode


def kill(worker: ForkServerProcess) -> None:
    worker.kill()
    worker.join()


@contextmanager
def opened_yard(url: str, database: Database, folder: Path) -> Iterator[Yard]:
    yard = Yard(url, database, folder)
    try:
        yield yard
    finally:
        for worker in yard.workers:
            kill(worker)
