"""The first click in a new process, after a release was published by another: in the engine, CPU time.

A web process loads what is in force before it is asked, any other one when it is first asked for; neither
compiles. First clicks on anything at all are set against later ones in the same process.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, Final

from app.actions.candidate import Order, read_candidate
from app.actions.evidence import waived
from app.actions.publish_release import publish_release
from app.catalog import Product, Value
from app.configuration import Configurator
from app.configuration.compiled import Compiled
from app.store import Database, StoredStarts, Vault, migrate, opened_release, releases
from app.store.catalogs import FolderFiles, shipped_catalog
from benchmarks.figures import Figure
from benchmarks.walk import Walk

_CATALOGS: Final = ("telecom", "machinery")
_PROCESSES, _FIRST, _CLICKS = 3, 30, 60
_WHERE = Path(__file__).resolve().parent.parent


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        published = _published(url)
        found = [_process(url, published) for _ in range(_PROCESSES)]
    if any(one["compiled"] for one in found):
        raise SystemExit("A process compiled what was published.")
    return [figure for name in _CATALOGS for figure in _figures(name, [one[name] for one in found])]


def _figures(name: str, found: list[dict[str, float]]) -> list[Figure]:
    middle = {key: statistics.median(one[key] for one in found) for key in found[0]}
    later = ("later clicks, 99 %", middle["later"])
    return [
        Figure(f"{name}, first click in a process, 99 %", middle["first"], "ms", *later, ratio_wanted=1),
        Figure(f"{name}, loading all products", middle["loaded"], "ms", "compiling them", middle["anew"]),
    ]


def _published(url: str) -> dict[str, str]:
    """The fingerprints by catalog."""
    migrate(url)
    database = Database.open(url, vault=Vault.locked())
    order = Order(by="bench", at=datetime.now(UTC))
    found: dict[str, str] = {}
    for name in _CATALOGS:
        candidate = read_candidate(FolderFiles(shipped_catalog(name)), order)
        outlook = publish_release(database, candidate, order, waived("measured only"))
        found[name] = outlook.release.fingerprint
    database.close()
    return found


def _process(url: str, published: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.first_click", url, json.dumps(published)]
    done = subprocess.run(command, cwd=_WHERE, check=True, stdout=subprocess.PIPE)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _in_process(url: str, published: dict[str, str]) -> dict[str, Any]:
    database = Database.open(url, vault=Vault.locked())
    shelf = StoredStarts(database)
    loading = Compiled(shelf=shelf)
    told: dict[str, Any] = {}
    for name, fingerprint in published.items():
        with database.reading() as tx:
            release = opened_release(releases.load(tx, fingerprint)).at(datetime.now(UTC).date())
        loaded = sum(_cpu(partial(loading.configurator_for, fingerprint, one)) for one in release.sold)
        clicks = [_clicks(loading.configurator_for(fingerprint, one), one) for one in release.sold]
        later = [cost for _, *costs in clicks for cost in costs]
        first = [cost for one in release.sold for cost in _first_clicks(shelf, fingerprint, one)]
        told[name] = {
            "loaded": loaded,
            "first": _high(first),
            "later": _high(later),
            "anew": sum(_cpu(partial(Configurator, one)) for one in release.sold),
        }
    return {**told, "compiled": len(loading.take_anew())}


def _first_clicks(shelf: StoredStarts, fingerprint: str, product: Product) -> Iterator[float]:
    """On anything at all, each in a configurator of which nothing was asked yet."""
    chance = Random(20261126)  # noqa: S311 - repeatable on purpose
    found = Configurator(product).configure({})
    for _ in range(_FIRST):
        key = chance.choice([key for key in found.open if found.domains[key].values])
        engine = Compiled(shelf=shelf).configurator_for(fingerprint, product)
        yield _cpu(partial(_click, engine, {key: chance.choice(found.domains[key].values)}))


def _high(costs: list[float]) -> float:
    return statistics.quantiles(costs, n=100)[98]


def _clicks(engine: Configurator, product: Product) -> list[float]:
    """Of sessions to completion, one after the other. Where they lead is found out by another engine."""
    walk = Walk(product, Configurator(product))
    return [_cpu(partial(_click, engine, dict(walk.choices))) for _ in islice(walk.clicks(), _CLICKS)]


def _click(engine: Configurator, choices: Mapping[str, Value]) -> None:
    found = engine.configure(choices)
    for domain in found.domains.values():
        _ = domain.values


def _cpu(deed: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.process_time_ns()
    deed()
    return (time.process_time_ns() - started) / 1e6


if __name__ == "__main__":
    print(json.dumps(_in_process(sys.argv[1], json.loads(sys.argv[2]))))
