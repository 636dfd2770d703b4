"""The assertion behind the tests of recovery can fail: without the key, the same quote arrives twice."""

import pytest

from tests.contracts.benches import SandboxBench
from tests.contracts.offers import AT, offer_of
from tests.fixtures_product import Json
from tests.fixtures_sandbox import Sandbox, sandbox  # noqa: F401 - a fixture, found by its name
from tests.recovery.held import held_once

NAME = "Q-00042 Nordtel"


def _written(bench: SandboxBench, *keys: str) -> Json:
    """The same offer of two lines under each key; what the user would have seen of it."""
    opening = bench.crm.open(bench.access, bench.opportunity, codes=("MX900",))
    offer = offer_of(opening, lines=2, name=NAME)
    for key in keys:
        bench.crm.save_quote(bench.access, offer_of(opening, key=key, lines=2, name=NAME), at=AT)
    lines = [
        {"quantity": line.quantity, "price": {"net": str((line.unit_net * line.quantity).amount)}}
        for line in offer.lines
    ]
    return {"number": offer.name.split()[0], "total": str(offer.total.amount), "lines": lines}


@pytest.fixture
def bench(sandbox: Sandbox) -> SandboxBench:  # noqa: F811 - the fixture itself
    return SandboxBench(sandbox)


def test_the_same_key_twice_is_one_quote(sandbox: Sandbox, bench: SandboxBench) -> None:  # noqa: F811
    held_once(sandbox, _written(bench, "q-r1", "q-r1"))


def test_another_key_for_the_same_quote_is_seen_as_doubled(sandbox: Sandbox, bench: SandboxBench) -> None:  # noqa: F811
    quote = _written(bench, "q-r1", "q-r2")
    with pytest.raises(AssertionError, match="is in the CRM 2 times"):
        held_once(sandbox, quote)


def test_a_missing_line_is_seen(sandbox: Sandbox, bench: SandboxBench) -> None:  # noqa: F811
    quote = _written(bench, "q-r1")
    quote["lines"] = quote["lines"][:1]
    with pytest.raises(AssertionError):
        held_once(sandbox, quote)


def test_a_cent_too_much_is_seen(sandbox: Sandbox, bench: SandboxBench) -> None:  # noqa: F811
    quote = _written(bench, "q-r1")
    quote["total"] = str(quote["total"])[:-1] + "9"
    with pytest.raises(AssertionError):
        held_once(sandbox, quote)
