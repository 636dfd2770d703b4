"""Calls of the CRM's API that a quote costs, as its own counter has them, through the whole product."""

import pytest

from tests.fixtures_product import Product
from tests.recovery.held import filled, held_and_synced


@pytest.mark.slow
def test_a_quote_costs_one_call_up_to_a_thousand_lines_and_two_above(product: Product) -> None:
    rep = product.sign_in()
    counted = {}
    for lines in (1, 25, 200, 497, 1000, 2000):
        quote = filled(product, rep, lines=lines)
        product.sandbox.forget_calls()
        rep.submit(quote["id"])
        ended = rep.ended(quote["id"], seconds=60)
        assert (ended["state"], ended["attempts"]) == ("written", 1), ended
        assert ended["receipt"]["line_count"] == lines
        counted[lines] = _calls_of_writing(product)
        held_and_synced(product.sandbox, quote)
    assert counted == {1: 1, 25: 1, 200: 1, 497: 1, 1000: 1, 2000: 2}


def _calls_of_writing(product: Product) -> int:
    """Once a minute the worker compares what it wrote with the CRM, by a query; a write asks none."""
    calls = product.sandbox.calls(counted=True)
    return sum((call["method"], call["path"].rsplit("/", 1)[1]) != ("GET", "query") for call in calls)
