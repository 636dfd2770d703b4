"""``python -m benchmarks [NAME ...]``: measures, and prints each figure beside its reference."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from importlib import import_module

from benchmarks.figures import Figure, heads, row

NAMES = {
    "launch": "POST /canvas: CPU against a bare view that verifies the same HMAC",
    "click": "a choice in the panel, in the server, against the same route with a fixed answer",
    "engine": "all that is wanted of the engine; further NAMEs are parts of the names of what it measures",
    "first_click": "a choice in a process that has just begun, against later ones; loading against compiling",
    "numbers": "numbers of very many values in a product and a quotient, against what a peer publishes",
    "answers": "reasons, ways out and the cheapest completion, against a choice in the engine",
    "pricing": "whole quotes with all that the demo prices by, against a bare loop of multiply and round",
    "approvals": "who has to agree: 200 rules on 50 and 200 lines, against them as Python functions",
    "calls": "counted API calls of a quote of 1 to 2000 lines, against one call a record",
    "check": "catalog check: every proof about the demo and about 10,000 rules, against encoding alone",
    "panel_row": "a line changed on the page of a 1,000-line quote, against a fixed answer",
    "documents": "PDF of a quote of 5 and of 50 pages, wall, against an empty quote in the same run",
    "large_quote": "a quote of 1,000 lines: adding, changing, arranging, reading, undoing",
    "flows": "write-backs: overhead over the bare engine, click to record, throughput, memory of the worker",
    "kill_loop": "300 submissions under faults while processes are killed: none lost, none doubled (minutes)",
    "sandbox": "the sandbox CRM: start, a row, a graph of 497 nodes, 20 clients at once, memory",
    "demo": "the demo's first start, repeat and memory, against a bare Flask process",
}

# Parts of "engine", which measures them too; and what takes many minutes: only by name.
_PARTS = ("numbers", "answers", "check", "kill_loop")

MODELS = "QUOTEWRIGHT_BENCH_MODELS"
PEERS = "QUOTEWRIGHT_BENCH_PEERS"


SECONDS = "QUOTEWRIGHT_BENCH_SECONDS"
ONLY = "QUOTEWRIGHT_BENCH_ONLY"


def main(given: list[str] | None = None) -> int:
    """0 when every goal is reached. Each row is printed as soon as it is measured."""
    names = _arguments(given) or [name for name in NAMES if name not in _PARTS]
    found: list[Figure] = []
    print(heads(), flush=True)
    for name in names:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        # Loaded one by one: each pulls in another part of the application.
        measure: Callable[[], Iterable[Figure]] = import_module(f"benchmarks.{name}").measure
        for figure in measure():
            print(row(figure), flush=True)
            found.append(figure)
    missed = [figure for figure in found if figure.verdict == "MISSED"]
    wanted = sum(figure.verdict != "" for figure in found)
    print(f"\n{len(found)} figures, {wanted} with a goal, {len(missed)} missed")
    for figure in missed:
        print(row(figure))
    return 1 if missed else 0


def _arguments(given: list[str] | None) -> list[str]:
    """What to measure; empty for all."""
    arguments = _parser().parse_intermixed_args(given)
    chosen = {MODELS: arguments.models, PEERS: arguments.peers, SECONDS: arguments.seconds}
    os.environ.update({name: value for name, value in chosen.items() if value is not None})
    names = [name for name in arguments.names if name in NAMES]
    others = [name for name in arguments.names if name not in NAMES]
    if others and names != ["engine"]:
        _parser().error(f"there is no {', '.join(others)}; there are {', '.join(NAMES)}")
    if others:
        os.environ[ONLY] = "\n".join(others)
    return names


def _parser() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {name:11} {what}" for name, what in NAMES.items())
    parser = argparse.ArgumentParser(
        prog="quotewright bench",
        description=f"Measure; all by default.\n\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to measure")
    parser.add_argument("--models", metavar="DIR", help=f"folder of public models (or {MODELS})")
    parser.add_argument("--peers", metavar="PYTHON", help=f"interpreter that has the peers (or {PEERS})")
    parser.add_argument("--seconds", help=f"CPU time of the sessions of each model, else 60 (or {SECONDS})")
    return parser


if __name__ == "__main__":
    sys.exit(main())
