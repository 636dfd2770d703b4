"""The sandbox CRM as a client meets it: a start, a row, a graph of 497 nodes, twenty clients at once, memory.

Wall clock over real HTTP on this machine, against one call that does nothing but answer (`/services/data`) in
the same run; the start against a bare Python process.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Final

import requests

from benchmarks.figures import Figure
from tests.fixtures_sandbox import Sandbox, running_sandbox
from tests.sandbox.client import Client

_BARE: Final = "a call that only answers"
_NODES: Final = 497
_CLIENTS: Final = 20
_REQUESTS: Final = 10_000


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as place:
        data = Path(place)
        start, bare_start = _start(data / "start"), _timed(_python, times=5)
        with running_sandbox(data / "org") as sandbox, Client(sandbox, sandbox.token("admin")) as client:
            bare = _timed(lambda: client.raw("GET", "/services/data"), times=200)
            return [
                Figure(
                    "sandbox: start to first answer", start, "ms", "bare Python process", bare_start, 1000
                ),
                Figure("sandbox: one row made", _row(client), "ms", _BARE, bare, 5),
                Figure(f"sandbox: graph of {_NODES} nodes", _graph(client), "ms", _BARE, bare, 150),
                *_parallel(sandbox, bare),
                Figure(
                    "sandbox: memory after all that",
                    _memory(sandbox.pid),
                    "MB",
                    "bare Python process",
                    9,
                    120,
                ),
            ]


def _timed(deed: Callable[[], object], *, times: int) -> float:
    """The median, in milliseconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        deed()
        found.append((time.perf_counter() - start) * 1000)
    return median(found)


def _python() -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True)


def _start(data: Path) -> float:
    """Of an org that is there already, which is what a tester starts again and again."""
    with running_sandbox(data):
        pass
    found = []
    for _ in range(3):
        begun = time.perf_counter()
        with running_sandbox(data) as sandbox:
            requests.get(f"{sandbox.org}/services/data", timeout=10).raise_for_status()
            found.append((time.perf_counter() - begun) * 1000)
    return median(found)


def _row(client: Client) -> float:
    return _timed(lambda: client.create("Account", Name="Acme"), times=300)


def _graph(client: Client) -> float:
    def deed() -> None:
        nodes = [
            {
                "method": "POST",
                "url": "/services/data/v67.0/sobjects/Account",
                "referenceId": f"n{n}",
                "body": {"Name": f"Acme {n}"},
            }
            for n in range(_NODES)
        ]
        body = {"graphs": [{"graphId": "1", "compositeRequest": nodes}]}
        status, answer = client.call("POST", "/composite/graph", body)
        if status != 200 or not answer["graphs"][0]["isSuccessful"]:
            raise AssertionError("the graph was not carried out")

    return _timed(deed, times=9)


def _parallel(sandbox: Sandbox, bare: float) -> list[Figure]:
    """Half of the requests make a row, half read one. Every row is there once, and no answer is an error."""
    sandbox.reset()
    statuses: Counter[int] = Counter()
    lock = threading.Lock()

    def work(number: int) -> None:
        with Client(sandbox, tokens[number]) as client:
            for n in range(_REQUESTS // _CLIENTS // 2):
                key = f"{number}-{n}"
                made = client.call("POST", "/sobjects/Account", {"Name": key, "ERP_Number__c": key})
                read = client.call("GET", f"/sobjects/Account/ERP_Number__c/{key}")
                with lock:
                    statuses.update((made[0], read[0]))

    allowed = requests.post(f"{sandbox.control}/allowance", json={"daily": _REQUESTS * 2}, timeout=10)
    allowed.raise_for_status()
    tokens = [sandbox.token("admin") for _ in range(_CLIENTS)]
    threads = [threading.Thread(target=work, args=(number,)) for number in range(_CLIENTS)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    rows: list[dict[str, Any]] = sandbox.records("Account")
    keys = Counter(row["ERP_Number__c"] for row in rows if "-" in (row["ERP_Number__c"] or ""))
    wrong = sum(count for status, count in statuses.items() if status not in (200, 201))
    doubled_or_lost = sum(abs(count - 1) for count in keys.values()) + _REQUESTS // 2 - len(keys)
    told = f"{_CLIENTS} clients, {_REQUESTS} requests"
    return [
        Figure(f"sandbox: {told}, errors", wrong, "", "requests", sum(statuses.values()), 0),
        Figure(f"sandbox: {told}, rows lost or doubled", doubled_or_lost, "", "rows", len(keys), 0),
        Figure(f"sandbox: {told}, each", seconds * 1000 / _REQUESTS, "ms", _BARE, bare),
    ]


def _memory(pid: int) -> float:
    """Resident, in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
