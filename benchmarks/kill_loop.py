"""``kill -9`` of worker, web and database at random moments during hundreds of submissions under faults.

Needs the test requirements: the processes are started by the tests' own fixture. Raises AssertionError for a
quote that is lost, doubled, or not as its author saw it.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from tests.fixtures_product import running_product
from tests.recovery.killing import KillLoop

_COUNT = 300
_EACH = 3


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, running_product(Path(folder)) as product:
        product.worker_ready()
        loop = KillLoop(product, random.Random(20261127))  # noqa: S311 - repeatable on purpose
        began = time.monotonic()
        loop.submit(_COUNT, kill_each=_EACH)
        loop.finish(seconds=900)
        took = time.monotonic() - began
        loop.check()
        held = len(product.sandbox.records("Quote"))
    print(f"killed: {dict(loop.deaths)}", file=sys.stderr)
    yield Figure("quotes lost or doubled", abs(held - _COUNT), "", "submitted", _COUNT, wanted=0)
    yield Figure("processes killed", sum(loop.deaths.values()), "", "seconds", took)
