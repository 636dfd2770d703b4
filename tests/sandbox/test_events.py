"""What happened is told at the control port: published events, and changes of records that were kept."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.sandbox import events
from app.sandbox.wire import Request
from tests.fixtures_sandbox import Json, Sandbox
from tests.sandbox.client import Client
from tests.sandbox.deploying import deployed
from tests.sandbox.inside import Inside
from tests.sandbox.packages import entity, field, zipped

EVENT = (
    "<deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType>"
    "<label>Quote told</label><pluralLabel>Quotes told</pluralLabel>"
)


@pytest.fixture
def org() -> Inside:
    return Inside("admin")


def told(org: Inside, **asked: Any) -> list[Json]:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    found: list[Json] = events.answer(org.org.system_work(), Request("GET", "/events", query))["events"]
    return found


def since(org: Inside) -> int:
    return max((one["replayId"] for one in told(org)), default=0)


def test_each_change_of_a_record_is_told_with_what_was_set(org: Inside) -> None:
    start = since(org)
    made = org.create("Account", Name="Acme", Phone="1")
    org.call("PATCH", f"/sobjects/Account/{made}", {"Phone": "2"})
    org.call("DELETE", f"/sobjects/Account/{made}")
    found = told(org, channel="/data/AccountChangeEvent", after=start)
    headers = [one["payload"]["ChangeEventHeader"] for one in found]
    assert [(one["changeType"], one["recordIds"], one["changedFields"]) for one in headers] == [
        ("CREATE", [made], []),
        ("UPDATE", [made], ["Phone"]),
        ("DELETE", [made], []),
    ]
    assert (found[0]["payload"]["Name"], found[1]["payload"]["Phone"]) == ("Acme", "2")


def test_what_was_rolled_back_never_happened(org: Inside) -> None:
    start = since(org)
    records = [
        {"attributes": {"type": "Account"}, "Name": "Good"},
        {"attributes": {"type": "Account"}},
    ]
    org.call("POST", "/composite/sobjects", {"allOrNone": True, "records": records})
    assert told(org, after=start) == []


def test_an_event_is_published_by_making_one_and_is_no_record(org: Inside) -> None:
    text = entity(field("Number__c") + EVENT)
    data = zipped({"CustomObject": ["Quote_Told__e"]}, {"objects/Quote_Told__e.object": text})
    assert deployed(org, data)["status"] == "Succeeded"
    status, answer = org.call("POST", "/sobjects/Quote_Told__e", {"Number__c": "Q-1"})
    assert (status, answer["success"], answer["errors"][0]["statusCode"]) == (201, True, "OPERATION_ENQUEUED")
    assert answer["id"].startswith("e0")
    (one,) = told(org, channel="/event/Quote_Told__e")
    assert one["payload"]["Number__c"] == "Q-1"
    assert org.query("SELECT Id FROM Quote_Told__e") == []
    status, refused = org.call("POST", "/sobjects/Quote_Told__e", {"Nope__c": "x"})
    assert (status, refused[0]["errorCode"]) == (400, "INVALID_FIELD")


def test_only_the_last_ones_are_kept(org: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_KEPT", 5)
    monkeypatch.setattr(events, "_SWEPT_EACH", 10)
    for n in range(20):
        org.create("Account", Name=f"A{n}")
    assert len(told(org)) < 16


@pytest.fixture
def crm(sandbox: Sandbox) -> Iterator[Client]:
    sandbox.reset()
    with Client(sandbox, sandbox.token()) as client:
        yield client


def test_they_are_read_and_forgotten_over_http(crm: Client) -> None:
    crm.create("Account", Name="Acme")
    found = crm.sandbox.ask("GET", "/events?channel=/data/AccountChangeEvent")["events"]
    assert found[-1]["payload"]["Name"] == "Acme"
    crm.sandbox.ask("DELETE", "/events")
    assert crm.sandbox.ask("GET", "/events") == {"events": []}
