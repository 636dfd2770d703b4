"""A compiled product taken by a new process, which this one is; another one has compiled it."""

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from app.catalog import Product
from app.configuration import Configurator
from benchmarks.engine.shapes import many_rules
from benchmarks.figures import Figure
from benchmarks.large_catalog import large_product

_WANTED_MS, _WANTED_MB = 300.0, 100.0
_SOURCE = "measured"
_PRODUCTS: Mapping[str, Callable[[], Product]] = {
    "pairs of values": partial(many_rules, 1_000, 10_000),
    "rules of every shape": large_product,
}


def load_figures(compiled: Callable[[], None]) -> Iterator[Figure]:
    for what, make in _PRODUCTS.items():
        product = make()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "start"
            took = _elsewhere(what, file)
            compiled()
            # What reading the product left to be looked through is no part of taking it.
            gc.collect()
            before, started = _memory(), time.process_time()
            engine = Configurator(product, file.read_bytes(), source=_SOURCE)
            loaded = (time.process_time() - started) * 1_000
        if engine.starts_anew:
            raise SystemExit("a compiled product was not taken")
        name = f"1,000 × 10,000 loaded, {what}"
        yield Figure(name, loaded, "ms", "compiled", took, wanted=_WANTED_MS)
        yield Figure(
            f"{name}, memory", _memory() - before, "MB", "the process before", before, wanted=_WANTED_MB
        )


def _elsewhere(what: str, file: Path) -> float:
    """Milliseconds of compiling it in another process, which leaves what this one takes."""
    code = "from benchmarks.engine.loading import compile_apart; compile_apart()"
    command = [sys.executable, "-c", code, what, str(file)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout)


def _memory() -> float:
    """Resident megabytes now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def compile_apart() -> None:
    what, file = sys.argv[1:]
    product = _PRODUCTS[what]()
    started = time.process_time()
    start = Configurator(product, source=_SOURCE).start()
    print((time.process_time() - started) * 1_000)
    Path(file).write_bytes(start)
