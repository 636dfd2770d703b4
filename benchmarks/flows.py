"""Write-backs from the click to the record: what our flow costs over the bare engine, how fast, how many.

Needs the test requirements: processes are started by the tests' own fixtures. The bare engine runs the same
attempt as the one step of a workflow, without outbox, turns, road or pauses.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from dbos import DBOS

from app.actions.write_back_quote import write_back_quote
from app.crm.fake import FakeCrm
from app.quoting import Deed, Quote, QuoteId, WriteBack, WriteBackKey, WriteBackState, write_back_key
from app.store import Database, Vault, documents, flow_engine, outbox, quotes, write_backs
from app.telemetry import configure_logs
from app.workflows import Deeds, Flows
from benchmarks.figures import Figure
from tests.actions.conftest import REP, World, made_world
from tests.fixtures_product import Product, Rep, running_product
from tests.store.keys import KEY
from tests.store.servers import migrated_file, postgres_database
from tests.workflows.yard import Yard, opened_yard

# Never closed: a logger keeps the file that it was first given for as long as the process lives.
_NOWHERE = Path(os.devnull).open("w")  # noqa: SIM115 - see above
_EACH, _WARM = 120, 15
_CLICKS = 30
_WARMING = 3
_QUEUED = {"SQLite, one worker": 60, "PostgreSQL, two workers": 150}
_A_MINUTE = {"SQLite, one worker": 50, "PostgreSQL, two workers": 300}
_FLOWS, _FIRST = 2000, 300


def measure() -> Iterator[Figure]:
    configure_logs(_NOWHERE)
    yield from _overhead()
    yield from _clicks_and_throughput("SQLite, one worker", database_url="", workers=1)
    for url in postgres_database():
        yield from _clicks_and_throughput("PostgreSQL, two workers", database_url=url, workers=2)
    yield from _memory()


def _overhead() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, made_world(Path(folder), crm=FakeCrm()) as world:
        ours, bare = _both(world)
    bare_ms = statistics.median(bare)
    yield Figure(
        "one write-back through our flow, median",
        statistics.median(ours),
        "ms",
        "bare engine",
        bare_ms,
        ratio_wanted=1.5,
    )


def _both(world: World) -> tuple[list[float], list[float]]:
    """Milliseconds of each, turn about."""
    database = world.services.database
    attempt = partial(write_back_quote, world.services)
    flows = Flows(
        flow_engine(database.url),
        slot="slot-1",
        deeds=Deeds(lambda key: attempt(key, at=_now()), lambda _key, _number, _pause: None),
        at_once=8,
    )

    @DBOS.step(name="bare_attempt")
    def step(key: WriteBackKey) -> str:
        return attempt(key, at=_now()).state.value

    @DBOS.workflow(name="bare")
    def bare_flow(key: WriteBackKey) -> str:
        return step(key)

    flows.begin()
    base = world.quote(world.call(at=_now()), "sc300")
    ours, bare = [], []
    for n in range(_EACH + _WARM):
        key = _submitted(world, base, 2 * n)
        ours.append(_timed(partial(_through_flow, database, flows, key)))
        other = _submitted(world, base, 2 * n + 1)
        with database.transaction() as tx:
            # Out of the way: the bare engine knows no outbox.
            for start in outbox.due(tx, at=_now()):
                outbox.hand_over(tx, start, at=_now())
        bare.append(_timed(lambda key=other: DBOS.start_workflow(bare_flow, key).get_result()))  # type: ignore[misc]  # bound at once
    flows.stop(patience=timedelta(seconds=5))
    return ours[_WARM:], bare[_WARM:]


def _through_flow(database: Database, flows: Flows, key: WriteBackKey) -> None:
    with database.reading() as tx:
        (start,) = outbox.due(tx, at=_now(), limit=flows.room)
    flows.start(start.key, start.number)
    with database.transaction() as tx:
        outbox.hand_over(tx, start, at=_now())
    while flows.busy:
        time.sleep(0.0005)


def _submitted(world: World, base: Quote, n: int) -> WriteBackKey:
    at = _now()
    quote = replace(base, id=QuoteId(f"{n:032x}"), number=f"Z-{n:05d}", family=QuoteId("")).moved(
        Deed.SUBMIT, at=at
    )
    key = write_back_key(quote)
    with world.services.database.transaction() as tx:
        quotes.insert(tx, quote)
        write_back = WriteBack(key, quote.id, quote.revision, WriteBackState.QUEUED, 0, at)
        write_backs.insert(tx, write_back, quote=quote, requested_by=REP.user)
        documents.keep(tx, key, b"%PDF-1.7 a document")
    return key


def _clicks_and_throughput(name: str, *, database_url: str, workers: int) -> Iterator[Figure]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        product = stack.enter_context(running_product(folder, database_url=database_url))
        product.worker_ready()
        for n in range(1, workers):
            product.start_worker(f"worker-{n}")
        rep = product.sign_in()
        base = rep.quote()
        rep.line(base)
        for _ in range(_WARMING):
            _click(rep, base)
        times = [_click(rep, base) for _ in range(_CLICKS)]
        yield Figure(f"click to record, median, {name}", statistics.median(times), "ms", "", 0, wanted=500)
        yield Figure(
            f"click to record, 95 %, {name}", statistics.quantiles(times, n=20)[18], "ms", "", 0, wanted=1500
        )
        count = _QUEUED[name]
        seconds = _throughput(product, count)
        yield Figure(
            f"seconds a write-back, sustained, {name}",
            seconds / count,
            "s",
            "a minute",
            60 * count / seconds,
            wanted=60 / _A_MINUTE[name],
        )


def _click(rep: Rep, base: str) -> float:
    """Milliseconds from the click to the receipt, which was read from the record."""
    quote = rep.told("POST", f"/quotes/{base}/clone", {"prices": "new"})["quote"]["id"]
    return _timed(lambda: (rep.submit(quote), rep.ended(quote)))


def _throughput(product: Product, count: int) -> float:
    """Seconds until all are written, on as many opportunities as the org has in the currency."""
    first = product.sign_in().opportunity
    records = product.sandbox.records("Opportunity")
    places = [one["Id"] for one in records if one["CurrencyIsoCode"] == first["currency"]]
    reps = [product.sign_in(opportunity=place) for place in places]
    made = []
    for rep in reps:
        base = rep.quote()
        rep.line(base)
        made.append(base)
    clones = [
        (rep, rep.told("POST", f"/quotes/{base}/clone", {"prices": "new"})["quote"]["id"])
        for n in range(count)
        for rep, base in [(reps[n % len(reps)], made[n % len(made)])]
    ]
    began = time.monotonic()
    for rep, quote in clones:
        rep.submit(quote)
    while True:
        with product.database.reading() as tx:
            if not outbox.count_unfinished(tx):
                return time.monotonic() - began
        time.sleep(0.05)


def _memory() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "quotes.db").write_bytes(migrated_file())
        database = Database.open(f"sqlite:///{folder / 'quotes.db'}", vault=Vault((KEY,)))
        with opened_yard(f"sqlite:///{folder / 'quotes.db'}", database, folder) as yard:
            worker = yard.ready()
            first = _after(yard, _FIRST, worker.pid or 0)
            last = _after(yard, _FLOWS - _FIRST, worker.pid or 0)
        database.close()
    yield Figure(
        f"memory of a worker after {_FLOWS} flows", last, "MiB", f"after {_FIRST}", first, ratio_wanted=1.1
    )


def _after(yard: Yard, count: int, process: int) -> float:
    """MiB that the worker holds after so many flows more."""
    for _ in range(count):
        yard.submit()

    def all_done() -> bool:
        with yard.database.reading() as tx:
            return not outbox.count_unfinished(tx)

    yard.until(all_done, seconds=900)
    text = Path(f"/proc/{process}/status").read_text()
    (line,) = [one for one in text.splitlines() if one.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def _timed(deed: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    deed()
    return (time.perf_counter() - began) * 1000


def _now() -> datetime:
    return datetime.now(UTC)
