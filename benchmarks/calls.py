"""API calls that a quote costs, as the sandbox counts them, through web, worker and real HTTP.

Needs the test requirements: the processes are started by the tests' own fixture.
"""

import tempfile
from pathlib import Path

from benchmarks.figures import Figure
from tests.fixtures_product import Product, Rep, running_product
from tests.recovery.held import filled

_GOALS = {1: 1, 25: 1, 200: 1, 497: 1, 1000: 1, 2000: 2}
_REFERENCE = "one call a record, and one to sync"


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder, running_product(Path(folder)) as product:
        rep = product.sign_in()
        return [_figure(product, rep, lines, goal) for lines, goal in _GOALS.items()]


def _figure(product: Product, rep: Rep, lines: int, goal: int) -> Figure:
    quote = str(filled(product, rep, lines=lines)["id"])
    product.sandbox.forget_calls()
    rep.submit(quote)
    ended = rep.ended(quote, seconds=120)
    if ended["state"] != "written":
        raise SystemExit(f"The quote of {lines} lines was not written: {ended}")
    calls = len(product.sandbox.calls(counted=True))
    # The quote, its lines, its document, the opportunity.
    return Figure(f"API calls, {lines} lines", calls, "calls", _REFERENCE, lines + 3, wanted=goal)
