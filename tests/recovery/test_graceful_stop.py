"""A web process that is told to end finishes what it has begun, refuses what is new, and is gone in time."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import requests

from tests.fixtures_product import Product, until
from tests.forks import Running


@contextmanager
def _opening(product: Product, *, seconds: int) -> Iterator[list[int]]:
    """A panel that is being opened for as long as the CRM takes. Holds the status once it is answered."""
    product.sandbox.fault("latency", match="composite", seconds=seconds, times=1)
    body = {"connection": "demo", "signed_request": product.sandbox.signed_request(user="rep")}
    answers: list[int] = []

    def opened() -> None:
        try:
            answer = requests.post(f"{product.url}/api/v1/sessions", json=body, timeout=30)
            answers.append(answer.status_code)
        except requests.ConnectionError:
            answers.append(0)

    thread = threading.Thread(target=opened)
    thread.start()
    # Long enough for the request to be on its way to the CRM, and far shorter than that takes.
    time.sleep(0.7)
    assert not answers
    yield answers
    thread.join()


def _ended(web: Running) -> None:
    """With whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(web.pid, signal.SIGKILL)
    web.wait()


def _is_refused(product: Product) -> bool:
    try:
        requests.get(f"{product.url}/health/live", timeout=5)
    except requests.ConnectionError:
        return True
    return False


def test_what_runs_is_answered_and_what_is_new_is_refused(product: Product) -> None:
    web = product.processes.pop("web")
    try:
        with _opening(product, seconds=3) as answers:
            web.terminate()
            until(lambda: _is_refused(product))
            assert not answers
        assert answers == [201]
        assert web.wait(15) == 0
    finally:
        _ended(web)
        product.start_web()


def test_what_takes_too_long_is_not_waited_for(product: Product) -> None:
    product.kill("web")
    kept, product.environment = product.environment, {**product.environment, "QUOTEWRIGHT_STOP_SECONDS": "1"}
    product.start_web()
    web = product.processes.pop("web")
    try:
        with _opening(product, seconds=12) as answers:
            web.terminate()
            web.wait(8)
        assert answers == [0]
    finally:
        _ended(web)
        product.environment = kept
        product.sandbox.clear_faults()
        product.start_web()
