"""A second app in the org: with a key, price book, customers and button of its own."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.fixtures_sandbox import Sandbox, running_sandbox
from tests.sandbox.test_canvas import opened

ALSO = "--also=machinery=Conveyors and Drives"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running_sandbox(tmp_path_factory.mktemp("both"), ALSO) as running:
        yield running


def deals_of(sandbox: Sandbox, book: str) -> list[str]:
    books = {one["Name"]: one["Id"] for one in sandbox.records("Pricebook2")}
    return [one["Id"] for one in sandbox.records("Opportunity") if one["Pricebook2Id"] == books[book]]


def test_the_opportunity_says_which_app_is_opened_and_a_wish_overrides_it(both: Sandbox) -> None:
    deal = deals_of(both, "Conveyors and Drives")[0]
    machinery, first = both.consumer("machinery"), both.consumer("demo")
    assert machinery != first
    assert opened(both.signed_request(), first[1])
    for options in ({"opportunity": deal}, {"app": "machinery"}):
        request = both.signed_request(**options)
        assert opened(request, machinery[1])["context"]["application"]["canvasUrl"].endswith("/machinery")
    assert opened(both.signed_request(opportunity=deal, app="demo"), first[1])


def test_an_unknown_app_is_refused_by_name(both: Sandbox) -> None:
    reply = requests.post(f"{both.control}/signed-request", json={"app": "boats"}, timeout=30)
    assert (reply.status_code, reply.json()["error"]) == (404, "no such app; there are demo, machinery")


def test_each_app_is_allowed_by_each_user_for_itself(both: Sandbox) -> None:
    both.approve("newcomer")
    assert both.signed_request(user="newcomer")
    body = {"user": "newcomer", "app": "machinery"}
    assert requests.post(f"{both.control}/signed-request", json=body, timeout=30).status_code == 403


def test_an_org_of_an_earlier_start_gets_the_second_business_and_keeps_what_it_has(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as alone:
        before = {one["Id"]: one["Name"] for one in alone.records("Opportunity")}
        first = next(iter(before))
        alone.change("Opportunity", first, Name="Renamed")
        assert {book["Name"] for book in alone.records("Pricebook2")} == {
            "Standard Price Book",
            "Network Equipment",
        }
    for _ in range(2):
        with running_sandbox(tmp_path, ALSO) as later:
            after = {one["Id"]: one["Name"] for one in later.records("Opportunity")}
            assert len(after) == len(before) + 2
            assert {key: after[key] for key in before} == before | {first: "Renamed"}
            text = later.signed_request(app="machinery").split(".", 1)[1]
            assert json.loads(base64.b64decode(text))["userId"]
            later.reset()
            later.change("Opportunity", first, Name="Renamed")
