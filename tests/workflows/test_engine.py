"""What we rely on in the engine of flows beyond its documentation."""

import inspect
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from dbos import DBOS, DBOSPortableJSONSerializer

from app.store import Start, outbox
from app.workflows.flows import _config
from tests.store.keys import KEY
from tests.workflows.yard import Yard, ended, kill, now

ROOT = Path(__file__).resolve().parents[2]
DEADLY = ",".join(["die-before"] * 30)

FORGET = """
import sys
import time
from datetime import UTC, datetime, timedelta
sys.path.insert(0, {root!r})
from app.store import Database, Vault, flow_engine
from app.quoting import Outcome, WriteBackState
from app.workflows import Deeds, Flows
database = Database.open({url!r}, vault=Vault(({key!r},)))
done = Deeds(lambda key: Outcome(WriteBackState.WRITTEN), lambda key, number, pause: None)
flows = Flows(flow_engine(database.url), slot="slot-1", deeds=done, at_once=1)
flows.begin()
now = datetime.now(UTC)
print(flows.forget_finished(before=now - timedelta(minutes=5)))
print(flows.forget_finished(before=now + timedelta(minutes=5)))
print(flows.forget_finished(before=now + timedelta(minutes=5)))
flows.stop(patience=timedelta(0))
"""


def test_the_private_call_that_takes_over_a_dead_slot_is_still_there() -> None:
    parameters = inspect.signature(DBOS._recover_pending_workflows).parameters
    assert list(parameters) == ["executor_ids"]


def test_flows_are_stored_as_portable_json_and_not_as_pickles(sqlite_yard: Yard) -> None:
    config = _config(None, "slot-1")  # type: ignore[arg-type]  # no engine is needed to look at the rest
    assert isinstance(config["serializer"], DBOSPortableJSONSerializer)
    sqlite_yard.ready()
    key = sqlite_yard.submit()
    sqlite_yard.until(lambda: sqlite_yard.written(key))
    content = b"".join(file.read_bytes() for file in sqlite_yard.folder.glob("quotes-flows.db*"))
    assert f'["{key}",1]'.encode() in content.replace(b" ", b"")


def test_finished_flows_are_forgotten_after_their_time_and_unfinished_ones_never(sqlite_yard: Yard) -> None:
    yard = sqlite_yard
    worker = yard.ready("ok")
    keys = [yard.submit() for _ in range(3)]
    # The engine notes the end of a flow a moment after the attempt's own.
    yard.until(lambda: finished_flows(yard) == len(keys))
    kill(worker)
    worker = yard.ready("slow:30")
    unfinished = yard.submit()
    yard.until(lambda: yard.count("try", unfinished) == 1)
    kill(worker)
    program = FORGET.format(root=str(ROOT), url=yard.url, key=KEY)
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert answer.stdout.split() == ["0", "3", "0"]


@pytest.mark.slow
def test_a_write_back_that_kills_its_worker_each_time_is_set_aside_and_the_others_go_on(
    sqlite_yard: Yard,
) -> None:
    yard = sqlite_yard
    deadly = yard.submit()
    worker = yard.worker(DEADLY)
    for _ in range(9):
        assert ended(worker) == -signal.SIGKILL
        worker = yard.worker(DEADLY)
    # One of the next is left alone: the engine recovers the flow no more.
    while ended(worker, seconds=6) is not None:
        worker = yard.worker(DEADLY)
    assert 9 <= yard.count("try", deadly) <= 13
    with yard.database.transaction() as tx:
        outbox.hand_over(tx, Start(deadly, 1), at=now() - timedelta(minutes=2))
    kill(worker)
    yard.ready()
    other = yard.submit()
    yard.until(lambda: yard.written(other))
    yard.until(lambda: "set aside" in yard.log)
    with yard.database.reading() as tx:
        assert outbox.due(tx, at=now() + timedelta(minutes=58)) == ()
        assert outbox.due(tx, at=now() + timedelta(minutes=61)) == (Start(deadly, 2),)


def finished_flows(yard: Yard) -> int:
    with closing(sqlite3.connect(yard.folder / "quotes-flows.db")) as flows:
        count: int = flows.execute(
            "SELECT count(*) FROM workflow_status WHERE status = 'SUCCESS'"
        ).fetchone()[0]
    return count


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="another process's limits can be set on Linux")
def test_a_worker_on_a_full_disk_goes_on_when_there_is_room_again(sqlite_yard: Yard) -> None:
    yard = sqlite_yard
    worker = yard.ready()
    assert worker.pid is not None
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    # From here on its files cannot grow: neither the database nor that of the engine.
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (0, most))
    key = yard.submit()
    time.sleep(2)
    assert not yard.written(key)
    assert worker.is_alive()
    resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (most, most))
    yard.until(lambda: yard.written(key), seconds=60)
    assert worker.is_alive()
