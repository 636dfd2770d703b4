"""Worker slots: each live worker holds one, and what a dead one was doing is known by its slot.

A slot is a lock that ends with its process, however that dies: ``flock`` beside an SQLite file, where there
is one slot only, a session's advisory lock on PostgreSQL.
"""

import contextlib
import fcntl
import os
from abc import ABC, abstractmethod
from typing import ClassVar

from sqlalchemy import Connection, Engine, text

from app.errors import Misconfigured
from app.store.database import Database
from app.store.engines import make_engine, sqlite_file
from app.store.failures import DatabaseUnavailable, known_failures

# Any number that no other program uses as the first of two on the same database.
_LOCK_FAMILY = 71_620
_MOST = 64


class WorkerRunning(Misconfigured):
    """Every slot is taken."""

    code: ClassVar[str] = "worker_running"


class Slot(ABC):
    """Held until ``release`` or the end of the process. ``name`` is ``slot-`` and a number from 1."""

    name: str

    @abstractmethod
    def check(self) -> None:
        """Raises DatabaseUnavailable when the slot may have been lost: then this process has to end."""

    @abstractmethod
    def take_dead(self, name: str) -> bool:
        """Whether that slot's holder is dead; if so the slot is kept from others until ``give_back``."""

    @abstractmethod
    def give_back(self, name: str) -> None: ...

    @abstractmethod
    def release(self) -> None: ...


def claim_slot(database: Database) -> Slot:
    """The first free one. Raises WorkerRunning, DatabaseUnavailable."""
    if sqlite_file(database.url) is None:
        return _SessionSlot(make_engine(database.url))
    return _FileSlot(database)


class _FileSlot(Slot):
    def __init__(self, database: Database) -> None:
        file = sqlite_file(database.url)
        assert file is not None  # noqa: S101 - claim_slot has looked; this tells the type checker
        self.name = "slot-1"
        self._lock = os.open(
            file.with_name(f"{file.name}.worker"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
        )
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock)
            raise WorkerRunning(
                "A worker is already running on this database file, and with SQLite there can be only one. "
                "Stop that one first, or use PostgreSQL (DATABASE_URL) to run several."
            ) from None

    def check(self) -> None:
        """The kernel keeps the lock as long as the process lives."""

    def take_dead(self, name: str) -> bool:
        return False

    def give_back(self, name: str) -> None:
        """There is no other slot."""

    def release(self) -> None:
        os.close(self._lock)


class _SessionSlot(Slot):
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        with known_failures():
            self._session: Connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        for number in range(1, _MOST + 1):
            self.name = f"slot-{number}"
            if self._asked("SELECT pg_try_advisory_lock(:family, :number)", self.name):
                return
        self.release()
        raise WorkerRunning(f"{_MOST} workers are running on this database already. That is the most.")

    def check(self) -> None:
        # Once cut, a session is never mended: its lock went with it.
        if self._session.invalidated:
            raise DatabaseUnavailable
        with known_failures():
            self._session.execute(text("SELECT 1"))

    def take_dead(self, name: str) -> bool:
        # A session may take its own lock twice: asking for the own slot would always succeed.
        return name != self.name and self._asked("SELECT pg_try_advisory_lock(:family, :number)", name)

    def give_back(self, name: str) -> None:
        self._asked("SELECT pg_advisory_unlock(:family, :number)", name)

    def release(self) -> None:
        # The server notices the end of a session a moment late; the next worker should not have to wait.
        if not self._session.invalidated:
            with contextlib.suppress(DatabaseUnavailable), known_failures():
                self._session.execute(text("SELECT pg_advisory_unlock_all()"))
        self._session.close()
        self._engine.dispose()

    def _asked(self, question: str, name: str) -> bool:
        number = int(name.removeprefix("slot-"))
        with known_failures():
            return bool(
                self._session.execute(text(question), {"family": _LOCK_FAMILY, "number": number}).scalar_one()
            )
