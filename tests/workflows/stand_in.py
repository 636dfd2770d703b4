"""A worker whose attempts are a stand-in.

Each attempt writes to the journal when it begins, when its deed is done and when it ends, and does what the
plan says for its turn: ``ok``, ``later:SECONDS``, ``user``, ``die-before``, ``die-after``, ``slow:SECONDS``,
``defect``; after the plan's end ``ok``. Like the real one it looks first whether the write-back is done.
"""

import os
import signal
import sys
import time
import warnings
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from app.quoting import Failure, Outcome, WriteBackKey, WriteBackState
from app.store import Database, Vault, WorkerRunning, write_backs
from app.telemetry import configure_logs
from app.worker import work
from app.workflows import flows
from tests.store.keys import KEY


class StandIn:
    def __init__(self, database: Database, journal: Path, plan: str) -> None:
        self._database = database
        self._journal = journal
        self._plan = plan.split(",") if plan else []

    def __call__(self, key: WriteBackKey, *, at: datetime) -> Outcome:
        with self._database.reading() as tx:
            known = write_backs.load(tx, key)
        if known.state is WriteBackState.WRITTEN:
            return Outcome(known.state)
        step, _, amount = self._step(key).partition(":")
        self._note("try", key)
        outcome = self._done(key, step, amount)
        failure = Failure("expired", "", "user", at) if outcome.waits_for else None
        with self._database.transaction() as tx:
            write_backs.update(
                tx, replace(known, state=outcome.state, attempts=known.attempts + 1, failure=failure)
            )
        self._note("end", key)
        return outcome

    def _done(self, key: WriteBackKey, step: str, amount: str) -> Outcome:
        if step == "die-before":
            os.kill(os.getpid(), signal.SIGKILL)
        if step == "defect":
            raise RuntimeError("planned")
        if step == "user":
            return Outcome(WriteBackState.QUEUED, waits_for="user")
        if step == "later":
            return Outcome(WriteBackState.QUEUED, retry_in=timedelta(seconds=float(amount)))
        if step == "slow":
            time.sleep(float(amount))
        self._note("deed", key)
        if step == "die-after":
            os.kill(os.getpid(), signal.SIGKILL)
        return Outcome(WriteBackState.WRITTEN)

    def _step(self, key: WriteBackKey) -> str:
        text = self._journal.read_text() if self._journal.exists() else ""
        turn = text.count(f"try {key} ")
        return self._plan[turn] if turn < len(self._plan) else "ok"

    def _note(self, word: str, key: WriteBackKey) -> None:
        with self._journal.open("a") as journal:
            journal.write(f"{word} {key} {time.time()}\n")
            journal.flush()
            os.fsync(journal.fileno())


def main(url: str, folder: Path, plan: str, version: str | None) -> None:
    """In a process of its own, which says everything in the folder's ``log``."""
    log = os.open(folder / "log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(log, stream.fileno())
    warnings.simplefilter("error")
    flows.VERSION = version or flows.VERSION
    configure_logs(sys.stderr, form="json", process="worker")
    database = Database.open(url, vault=Vault((KEY,)))
    try:
        work(database, attempt=StandIn(database, folder / "journal", plan), at_once=4)
    except WorkerRunning as failure:
        print(failure.detail, file=sys.stderr)
        sys.exit(2)
