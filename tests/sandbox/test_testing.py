"""The sandbox in other people's tests: fixtures that pytest finds, and an org within the test."""

import gzip
import io
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import requests
import requests_mock
from simple_salesforce.api import Salesforce

from app.sandbox.testing import SandboxFailed, Within, sandbox_within

ROOT = Path(__file__).resolve().parents[2]
ORG = "https://northwind.my.salesforce.com"
LIMITS = f"{ORG}/services/data/v67.0/limits"
ACCOUNTS = f"{ORG}/services/data/v67.0/sobjects/Account"


@pytest.fixture
def within() -> Iterator[Within]:
    with sandbox_within() as opened:
        yield opened


@pytest.fixture
def session(within: Within) -> Iterator[requests.Session]:
    with requests.Session() as opened:
        opened.headers["Authorization"] = f"Bearer {within.token()}"
        yield opened


def test_the_examples_of_the_docs_pass_as_the_tests_of_somebody_else(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "sandbox-testing.md").read_text(encoding="utf-8")
    for number, text in enumerate(re.findall(r"```python\n(.*?)```", page, re.DOTALL)):
        (tmp_path / f"test_example_{number}.py").write_text(text)
    (tmp_path / "pytest.ini").write_text(
        '[pytest]\nquotewright_sandbox_arguments = --fault "limit,match=nowhere"\n'
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "app.sandbox.testing.plugin",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [*command, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "4 passed" in done.stdout, done.stdout + done.stderr


def test_pytest_finds_the_plugin_by_its_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = project["entry-points"]["pytest11"]["quotewright_sandbox"]
    assert hasattr(import_module(named), "quotewright_sandbox")


def test_a_client_signs_in_and_works_without_a_socket(within: Within) -> None:
    app = within.app("nightly", callbacks=["https://nightly.example/back"], approved=["rep"])
    client = Salesforce(
        username="rep@sandbox.example", consumer_key=app["key"], privatekey=within.signing_key("nightly")
    )
    assert client.query("SELECT Id FROM Opportunity LIMIT 1")["totalSize"] == 1
    assert [call["path"] for call in within.calls(counted=False)] == ["/services/oauth2/token"]
    assert len(within.calls(counted=True)) == 1


def test_bodies_of_every_kind_arrive(within: Within, session: requests.Session) -> None:
    packed = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    plain = {"Content-Type": "application/json"}
    text = b'{"Name": "A"}'
    for body, headers in (
        (text, plain),
        (text.decode(), plain),
        (io.BytesIO(text), plain),
        (iter([text[:5], text[5:]]), plain),
        (gzip.compress(text), packed),
    ):
        assert session.post(ACCOUNTS, data=body, headers=headers).status_code == 201
    assert session.post(ACCOUNTS, data=b"no gzip", headers=packed).status_code == 413
    assert len([row for row in within.records("Account") if row["Name"] == "A"]) == 5


def test_addresses_keep_their_letters_and_answers_their_headers(
    within: Within, session: requests.Session
) -> None:
    reply = session.head(LIMITS)
    assert (reply.status_code, reply.content) == (200, b"")
    assert reply.headers["Sforce-Limit-Info"] == "api-usage=1/15000"
    found = session.get(
        f"{ORG}/services/data/v67.0/query", params={"q": "SELECT Id FROM Account WHERE Name = 'A+B'"}
    )
    assert found.json()["totalSize"] == 0
    record_id = within.records("Account")[0]["Id"]
    assert session.get(f"{ACCOUNTS}/{record_id}").json()["Id"] == record_id


@pytest.mark.parametrize("fault", ["reset", "commit_then_drop", "commit_then_reset"])
def test_a_broken_connection_is_one_for_the_client(
    within: Within, session: requests.Session, fault: str
) -> None:
    accounts = len(within.records("Account"))
    within.fault(fault)
    with pytest.raises(requests.ConnectionError):
        session.post(ACCOUNTS, json={"Name": "A"})
    assert len(within.records("Account")) == accounts + fault.startswith("commit")


@pytest.mark.parametrize(("fault", "done"), [("stall", 0), ("latency", 1)])
def test_a_wait_beyond_the_timeout_is_not_waited_for(
    within: Within, session: requests.Session, fault: str, done: int
) -> None:
    accounts = len(within.records("Account"))
    within.fault(fault, seconds=600)
    with pytest.raises(requests.ReadTimeout):
        session.post(ACCOUNTS, json={"Name": "A"}, timeout=(3, 5))
    assert len(within.records("Account")) == accounts + done
    within.fault(fault, seconds=0)
    if done:
        assert session.get(LIMITS, timeout=5).status_code == 200


def test_orders_that_the_control_port_refuses_fail_the_test(within: Within) -> None:
    with pytest.raises(SandboxFailed, match="fault is one of"):
        within.fault("nonsense")
    with pytest.raises(AssertionError):
        within.records("Nothing")


def test_the_allowance_and_the_log_start_anew_with_a_reset(within: Within, session: requests.Session) -> None:
    within.allow(1)
    assert [session.get(LIMITS).status_code for _ in range(2)] == [200, 403]
    assert len(within.sent) == 2
    within.reset()
    assert (within.sent, within.calls()) == ([], [])
    session.headers["Authorization"] = f"Bearer {within.token()}"
    assert session.get(LIMITS).json()["DailyApiRequests"]["Max"] == 15_000


def test_other_hosts_cannot_be_reached_by_mistake(within: Within) -> None:
    for address in (
        "https://example.com/",
        "https://salesforce.com.example.com/",
        "https://notsalesforce.com/",
    ):
        with pytest.raises(requests_mock.NoMockAddress):
            requests.get(address, timeout=1)


def test_several_live_beside_each_other_one_after_the_other() -> None:
    with sandbox_within() as one:
        one.change("Account", one.records("Account")[0]["Id"], Name="Changed")
    with sandbox_within() as two:
        assert "Changed" not in [row["Name"] for row in two.records("Account")]
