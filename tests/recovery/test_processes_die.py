"""Killed at any moment, the processes lose nothing and double nothing: real processes, real HTTP, kill -9."""

import random
import time

import pytest

from tests.fixtures_product import Json, Product, Rep, until
from tests.recovery.held import filled, held_and_synced, nothing_held, verbs
from tests.recovery.killing import KillLoop

WRITING = "composite/graph"


def _quote(rep: Rep, *, lines: int = 2) -> Json:
    quote = rep.quote()
    for n in range(lines):
        rep.line(quote, "sc300" if n % 2 else "mx900", quantity=1 + n % 3)
    return rep.told("GET", f"/quotes/{quote}")


def _taken(product: Product) -> bool:
    """Whether the CRM has met the fault that was ordered: then the writing call is there."""
    return not product.sandbox.ask("GET", "/faults")["faults"]


def _restarted(product: Product) -> None:
    product.kill("worker")
    product.start_worker()


def test_a_worker_killed_while_the_crm_works_leaves_one_quote(product: Product) -> None:
    rep = product.sign_in()
    quote = _quote(rep)
    product.sandbox.fault("latency", match=WRITING, seconds=1)
    rep.submit(quote["id"])
    until(lambda: _taken(product))
    assert nothing_held(product.sandbox)
    _restarted(product)
    assert rep.ended(quote["id"])["state"] == "written"
    # The first call goes on in the CRM without us; it must have come to its end before we count.
    time.sleep(1)
    held_and_synced(product.sandbox, quote)


def test_a_worker_killed_after_a_lost_answer_recognises_what_it_wrote(product: Product) -> None:
    rep = product.sign_in()
    quote = _quote(rep)
    product.sandbox.fault("commit_then_drop", match=WRITING)
    rep.submit(quote["id"])
    until(lambda: _taken(product))
    _restarted(product)
    ended = rep.ended(quote["id"])
    assert (ended["state"], ended["receipt"]["repeated"]) == ("written", True)
    record = held_and_synced(product.sandbox, quote)
    assert ended["receipt"]["crm_quote"] == record["Id"]
    assert "write_back_written" in verbs(product, quote["id"])


def test_a_worker_killed_between_two_calls_completes_the_long_quote_it_began(product: Product) -> None:
    rep = product.sign_in()
    quote = filled(product, rep, lines=1001)
    product.sandbox.fault("latency", match="composite", seconds=0.01)
    product.sandbox.fault("latency", match="composite", seconds=2)
    rep.submit(quote["id"])
    until(lambda: _taken(product))
    assert len(product.sandbox.records("QuoteLineItem")) == 1000
    _restarted(product)
    assert rep.ended(quote["id"])["state"] == "written"
    time.sleep(1)
    held_and_synced(product.sandbox, quote)


def test_a_web_process_killed_right_after_its_answer_has_lost_nothing(product: Product) -> None:
    product.kill("worker")
    rep = product.sign_in()
    quote = _quote(rep)
    rep.submit(quote["id"], key="one-submit-of-a-user")
    product.kill("web")
    product.start_web()
    assert rep.write_back(quote["id"])["state"] == "queued"
    assert rep.submit(quote["id"], key="one-submit-of-a-user")["state"] == "queued"
    product.start_worker()
    assert rep.ended(quote["id"])["state"] == "written"
    held_and_synced(product.sandbox, quote)
    assert verbs(product, quote["id"]).count("submit_quote") == 1


@pytest.mark.slow
def test_quotes_arrive_once_through_kills_and_failures_at_random_moments(product: Product) -> None:
    loop = KillLoop(product, random.Random(20261121), victims=("worker", "worker", "worker", "web"))
    loop.submit(30, kill_each=6)
    loop.finish(seconds=90)
    loop.check()
    assert sum(loop.deaths.values()) == 5
