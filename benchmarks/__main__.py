"""``python -m benchmarks [NAME ...]``: measures, and prints each figure beside its reference."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module

from benchmarks.figures import Figure, table

NAMES = {
    "launch": "POST /canvas: CPU against a bare view that verifies the same HMAC",
    "click": "a choice in the panel, in the server, against the same route with a fixed answer",
    "engine": "a choice in the engine alone, against asking for every value by itself, and peers",
    "first_click": "a choice in a process that has just begun, against later ones; loading against compiling",
    "numbers": "numbers of very many values in a product and a quotient, against what a peer publishes",
    "answers": "reasons, ways out and the cheapest completion, against a choice in the engine",
    "calls": "counted API calls of a quote of 1 to 2000 lines, against one call a record",
    "check": "catalog check: every proof about the demo and about 10,000 rules, against encoding alone",
    "demo": "the demo's first start, repeat and memory, against a bare Flask process",
}

MODELS = "QUOTEWRIGHT_BENCH_MODELS"
PEERS = "QUOTEWRIGHT_BENCH_PEERS"


def main(given: list[str] | None = None) -> int:
    """0 when every goal is reached."""
    names = _arguments(given).names or list(NAMES)
    found: list[Figure] = []
    for name in names:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        # Loaded one by one: each pulls in another part of the application.
        measure: Callable[[], list[Figure]] = import_module(f"benchmarks.{name}").measure
        found += measure()
    print(table(found))
    return 1 if any(figure.verdict == "MISSED" for figure in found) else 0


def _arguments(given: list[str] | None) -> argparse.Namespace:
    listed = "\n".join(f"  {name:11} {what}" for name, what in NAMES.items())
    parser = argparse.ArgumentParser(
        prog="quotewright bench",
        description=f"Measure; all by default.\n\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure")
    parser.add_argument("--models", metavar="DIR", help=f"folder of public models (or {MODELS})")
    parser.add_argument("--peers", metavar="PYTHON", help=f"interpreter that has the peers (or {PEERS})")
    arguments = parser.parse_args(given)
    for name, value in ((MODELS, arguments.models), (PEERS, arguments.peers)):
        if value is not None:
            os.environ[name] = value
    if unknown := [name for name in arguments.names if name not in NAMES]:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(NAMES)}")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
