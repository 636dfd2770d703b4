"""One write-back is followed through all processes by one id, and no secret is on the way."""

import json
from typing import Any

from tests.fixtures_product import Product, until

ID = "click-on-save-2026"


def _lines(product: Product, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in product.log(name).splitlines()]


def _of_the_click(product: Product) -> list[dict[str, Any]]:
    return [line for name in ("web", "worker") for line in _lines(product, name) if ID in json.dumps(line)]


def test_one_search_finds_the_click_the_attempts_and_the_calls_of_the_crm(product: Product) -> None:
    rep = product.sign_in()
    quote = rep.quote()
    rep.line(quote)
    product.sandbox.fault("lock", match="composite/graph", times=1)
    rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="once", X_Correlation_Id=ID)
    assert rep.ended(quote)["state"] == "written"

    # The worker tells of an attempt after it has kept what came of it.
    found = until(lambda: some if len(some := _of_the_click(product)) > 4 else None)
    told = [(line["process"], line["event"]) for line in found]
    assert told == [
        ("web", "request"),
        ("worker", "crm call"),
        ("worker", "write-back"),
        ("worker", "crm call"),
        ("worker", "write-back"),
    ]
    assert [line["attempt"] for line in found[1:]] == [1, 1, 2, 2]
    assert found[-2]["status"] == 200
    assert {line["correlation"] for line in found} == {ID}


def test_no_log_holds_a_secret_or_what_a_record_is_called(product: Product) -> None:
    rep = product.sign_in()
    quote = rep.quote()
    rep.line(quote)
    rep.submit(quote)
    assert rep.ended(quote)["state"] == "written"
    environment = product.environment
    _key, consumer = product.sandbox.consumer("demo")
    secrets = [
        environment["QUOTEWRIGHT_SECRET_KEY"],
        environment["QUOTEWRIGHT_ENCRYPTION_KEYS"],
        consumer,
        rep.token,
        str(rep.opportunity["id"]),
        "00D",
        "Bearer",
        "signed_request=",
    ]
    for name in ("web", "worker"):
        text = product.log(name)
        assert not [secret for secret in secrets if secret in text], name
        assert all(json.loads(line)["level"] for line in text.splitlines())
