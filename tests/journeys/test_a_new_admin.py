"""An administrator with an hour: from an org without us to the first quote, and back again."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from app.cli.org_access import ORG_TOKEN, ORG_URL
from tests.fixtures_product import Product, running_product, until
from tests.forks import typed

APP = "Quotewright_acme"
OBJECTS = ("Account", "Opportunity", "OpportunityLineItem", "Quote", "QuoteLineItem", "Product2")


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with running_product(tmp_path, org="empty") as running:
        running.worker_ready()
        yield running


class Admin:
    """At a terminal and in Setup, as the org's administrator."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.sandbox = product.sandbox
        told = self.sandbox.ask("GET", "/env")["env"]
        self.environment = {**product.environment, ORG_URL: told[ORG_URL], ORG_TOKEN: told[ORG_TOKEN]}

    def types(self, *words: str, **more: str) -> str:
        """What is said; nothing secret is among it."""
        done = typed(*words, env={**self.environment, **more})
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        secrets = [self.environment[ORG_TOKEN], *more.values()]
        assert not [one for one in secrets if one in said]
        return said

    def app(self) -> dict[str, Any]:
        (found,) = self.sandbox.ask("GET", "/apps")["apps"]
        return dict(found)

    def org(self) -> dict[str, Any]:
        """Fields, permission sets and apps, as they are now."""
        address = f"{self.sandbox.org}/services/data/v67.0/sobjects"
        headers = {"Authorization": f"Bearer {self.environment[ORG_TOKEN]}"}

        def described(name: str) -> Any:
            return requests.get(f"{address}/{name}/describe", headers=headers, timeout=10).json()["fields"]

        rows = {name: self.sandbox.records(name) for name in ("PermissionSet", "PermissionSetAssignment")}
        fields = {name: described(name) for name in OBJECTS}
        return {**rows, **fields, "apps": self.sandbox.ask("GET", "/apps")["apps"]}


def under_load(product: Product, deed: Callable[[], None]) -> tuple[int, list[int]]:
    """How often four reps opened the panel meanwhile, and the statuses of those who could not."""
    stop, opened, failed = threading.Event(), [0] * 4, list[int]()

    def rep(n: int) -> None:
        while not stop.is_set():
            body = {"connection": "acme", "signed_request": product.sandbox.signed_request()}
            answer = requests.post(f"{product.url}/api/v1/sessions", json=body, timeout=30)
            opened[n] += 1
            if answer.status_code != 201:
                failed.append(answer.status_code)

    reps = [threading.Thread(target=rep, args=(n,)) for n in range(4)]
    for one in reps:
        one.start()
    try:
        deed()
        enough = sum(opened) + 40
        until(lambda: sum(opened) > enough)
    finally:
        stop.set()
        for one in reps:
            one.join()
    return sum(opened), failed


def test_six_commands_from_an_empty_org_to_the_first_quote_and_back(product: Product) -> None:
    admin = Admin(product)
    before = admin.org()

    said = admin.types(
        *("install", "acme", "--assign", "QW_Rep=rep@sandbox.example"),
        *("--assign", f"{APP}=rep@sandbox.example"),
    )
    assert f"approve it for the permission set {APP}" in said
    # In Setup: the app is approved for its set, key and secret are looked up.
    admin.sandbox.ask("POST", "/apps", {"name": APP, "sets": [APP]})
    app = admin.app()
    admin.types(
        *("connection", "add", "acme", "--consumer-key", app["key"], "--catalog", "telecom"),
        *("--price-book", "Network Equipment", "--frame-ancestor", product.sandbox.org),
        *("--role", "approver=QW_Approver", "--role", "operator=QW_Operator"),
        QUOTEWRIGHT_CONSUMER_SECRET=app["secret"],
    )
    assert "Added: 9 × article" in admin.types("catalog", "push", "telecom", "acme", "--apply")
    examined = admin.types("doctor", "acme").splitlines()[-1]
    assert " 0 warnings, 0 faults," in examined

    rep = product.sign_in(connection="acme")
    quote = rep.quote()
    rep.line(quote)
    rep.submit(quote)
    written = rep.ended(quote)
    assert written["state"] == "written", written
    (line,) = product.sandbox.records("QuoteLineItem")
    assert line["QW_Item_Number__c"].startswith("MX900-")

    def rotate() -> None:
        staged = admin.sandbox.ask("POST", f"/apps/{APP}/staged")
        admin.types("connection", "rotate", "acme", QUOTEWRIGHT_CONSUMER_SECRET=staged["staged_secret"])
        admin.sandbox.ask("POST", f"/apps/{APP}/rotated")

    opened, failed = under_load(product, rotate)
    assert failed == []
    assert opened > 40

    admin.types("uninstall", "acme", "--yes")
    admin.types("connection", "remove", "acme")
    after = admin.org()
    assert {name: after[name] == before[name] for name in before} == dict.fromkeys(before, True)
