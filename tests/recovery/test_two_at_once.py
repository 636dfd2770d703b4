"""Two attempts of the same long quote at once: one that nobody listens to any more, and the one after it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.contracts.benches import SandboxBench
from tests.contracts.offers import AT, offer_of
from tests.fixtures_product import until
from tests.fixtures_sandbox import Sandbox, sandbox  # noqa: F401 - a fixture, found by its name

LINES = 1001


@pytest.mark.parametrize(("dead", "own"), [(1.5, 0.01), (1.0, 2.5)], ids=["own_first", "dead_first"])
def test_whichever_second_call_arrives_first_the_lines_are_there_once(
    sandbox: Sandbox,  # noqa: F811 - the fixture itself
    *,
    dead: float,
    own: float,
) -> None:
    bench = SandboxBench(sandbox)
    opening = bench.crm.open(bench.access, bench.opportunity, codes=("MX900",))
    offer = offer_of(opening, lines=LINES)
    # First and second call of the one that dies; then ours: refused as known, a look, the second call.
    for seconds in (0.01, dead, 0.01, 0.01, own):
        sandbox.fault("latency", match="composite", seconds=seconds)
    with ThreadPoolExecutor() as threads:
        abandoned = threads.submit(bench.crm.save_quote, bench.access, offer, at=AT)
        until(lambda: bench.lines() == LINES - 1)
        receipt = bench.crm.save_quote(bench.access, offer, at=AT)
        assert abandoned.result(timeout=20).crm_quote == receipt.crm_quote
    assert (bench.quotes(offer.key), bench.lines(), receipt.line_count) == (1, LINES, LINES)
    assert len(sandbox.records("ContentVersion")) == 1
    bench.close()
