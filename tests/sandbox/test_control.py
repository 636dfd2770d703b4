"""The control port, and the failures that it switches on."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
import simple_salesforce.api
import simple_salesforce.exceptions
import simple_salesforce.format

from tests.fixtures_sandbox import Sandbox, running_sandbox
from tests.sandbox.client import Client


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("invalid_session", 401, "INVALID_SESSION_ID"),
        ("limit", 403, "REQUEST_LIMIT_EXCEEDED"),
        ("lock", 400, "UNABLE_TO_LOCK_ROW"),
        ("server_error", 500, "UNKNOWN_EXCEPTION"),
    ],
)
def test_a_fault_answers_and_does_nothing(crm: Client, fault: str, status: int, code: str) -> None:
    crm.sandbox.fault(fault, match="sobjects/Contact", method="POST")
    assert crm.call("GET", "/limits")[0] == 200
    assert crm.refused("POST", "/sobjects/Contact", {"LastName": "x"})[:2] == (status, code)
    assert crm.create("Contact", LastName="x")
    assert len(crm.query("SELECT Id FROM Contact WHERE LastName = 'x'")) == 1


def test_an_outage_is_an_html_page(crm: Client) -> None:
    crm.sandbox.fault("unavailable", times=2)
    for _ in range(2):
        reply = crm.raw("GET", "/limits")
        assert (reply.status_code, reply.headers["Retry-After"]) == (503, "1")
        assert reply.text.startswith("<html>")
    assert crm.raw("GET", "/limits").status_code == 200


def test_a_lost_answer_was_committed(crm: Client) -> None:
    crm.sandbox.fault("commit_then_drop", match="graph")
    with pytest.raises(requests.ConnectionError):
        crm.graph(crm.quote_nodes("k", 2))
    assert [row["QW_Key__c"] for row in crm.sandbox.records("Quote")] == ["k"]
    assert len(crm.sandbox.records("QuoteLineItem")) == 2
    again = crm.graph(crm.quote_nodes("k", 2))["graphResponse"]["compositeResponse"][0]["body"]
    assert again[0]["errorCode"] == "DUPLICATE_VALUE"


def test_a_reset_connection_did_nothing(crm: Client) -> None:
    crm.sandbox.fault("reset")
    with pytest.raises(requests.ConnectionError):
        crm.call("POST", "/sobjects/Contact", {"LastName": "lost"})
    assert crm.query("SELECT Id FROM Contact WHERE LastName = 'lost'") == []


def test_cut_json_and_slowness(crm: Client) -> None:
    crm.sandbox.fault("truncated_json", match="query")
    with pytest.raises(requests.JSONDecodeError):
        crm.raw("GET", "/query", params={"q": "SELECT Id FROM Account"}).json()
    crm.sandbox.fault("latency", seconds=0.3)
    start = time.perf_counter()
    assert crm.call("GET", "/limits")[0] == 200
    assert time.perf_counter() - start >= 0.3


def test_faults_are_listed_cleared_and_checked(sandbox: Sandbox) -> None:
    sandbox.reset()
    sandbox.fault("limit", match="query", times=5)
    listed = requests.get(f"{sandbox.control}/faults", timeout=9).json()["faults"]
    assert [(f["fault"], f["match"], f["times"]) for f in listed] == [("limit", "query", 5)]
    sandbox.clear_faults()
    assert requests.get(f"{sandbox.control}/faults", timeout=9).json()["faults"] == []
    for wrong in (
        {"fault": "nonsense"},
        {"fault": "limit", "times": "x"},
        {"fault": "limit", "oops": 1},
        {"times": 0},
    ):
        assert requests.post(f"{sandbox.control}/faults", json=wrong, timeout=9).status_code == 400


def test_a_record_changes_behind_everybodys_back(crm: Client) -> None:
    quote = crm.quote()
    line = crm.line(quote, UnitPrice=1)
    crm.sandbox.forget_calls()
    crm.sandbox.change("QuoteLineItem", line, TotalPrice=5)
    crm.sandbox.change("Quote", quote, Status="Accepted")
    assert crm.sandbox.calls() == []
    row = crm.row("Quote", quote)
    assert (row["Status"], row["TotalPrice"]) == ("Accepted", 5)


def test_reset_brings_the_first_day_back(crm: Client) -> None:
    before = crm.sandbox.records("Opportunity")
    crm.quote()
    crm.sandbox.reset()
    assert crm.sandbox.records("Quote") == []
    after = crm.sandbox.records("Opportunity")
    assert [(r["Id"], r["Name"], r["Amount"]) for r in after] == [
        (r["Id"], r["Name"], r["Amount"]) for r in before
    ]


def test_the_control_port_explains_itself_and_serves_no_web_page(sandbox: Sandbox) -> None:
    calls = requests.get(f"{sandbox.control}/", timeout=9).json()["calls"]
    assert "example" in calls["POST /faults"]["commit_then_drop"]
    page = {"Origin": "http://evil.example"}
    assert requests.post(f"{sandbox.control}/reset", headers=page, timeout=9).status_code == 403
    strange = {"Host": "evil.example"}
    assert requests.get(f"{sandbox.control}/", headers=strange, timeout=9).status_code == 421
    assert requests.get(f"{sandbox.org}/", headers=strange, timeout=9).status_code == 421
    env = requests.get(f"{sandbox.control}/env", timeout=9).json()
    assert env["env"]["SSL_CERT_FILE"] == sandbox.ca
    assert any(line.startswith("export ") for line in env["lines"])


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/signed-request", b"{"),
        ("POST", "/signed-request", b"[]"),
        ("POST", "/nope", b"{}"),
        ("POST", "/signed-request", b'{"user": "nobody"}'),
        ("POST", "/signed-request", b'{"issued_at": []}'),
        ("POST", "/records/Quote/x", b"{}"),
        ("GET", "/records/Nope", b""),
        ("POST", "/approval", b"{}x"),
        ("POST", "/signed-request", b'{"omit": 5}'),
        ("POST", "/signed-request", b'{"secret": 5}'),
        ("POST", "/signed-request", b'{"parameters": 5}'),
    ],
)
def test_a_wrong_control_call_is_told_so(sandbox: Sandbox, method: str, path: str, body: bytes) -> None:
    reply = requests.request(method, sandbox.control + path, data=body, timeout=9)
    assert reply.status_code in (400, 404)
    assert reply.json()["error"]


def test_many_threads_never_meet_a_locked_database(crm: Client) -> None:
    def write(n: int) -> int:
        with Client(crm.sandbox, crm.token) as own:
            return sum(
                own.call("POST", "/sobjects/Contact", {"LastName": f"t{n}-{i}"})[0] == 201 for i in range(10)
            )

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(write, range(8))) == 80
    assert (
        crm.call("GET", "/query", params={"q": "SELECT COUNT() FROM Contact WHERE LastName LIKE 't%'"})[1][
            "totalSize"
        ]
        == 80
    )


def test_records_and_tokens_outlive_a_restart(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as first:
        token, ca = first.token(), Path(first.ca).read_text()
        with Client(first, token) as client:
            quote = client.quote()
    with running_sandbox(tmp_path) as second, Client(second, token) as client:
        assert client.row("Quote", quote)["QuoteNumber"] == "00000001"
        assert Path(second.ca).read_text() == ca
    assert (tmp_path / "tls.pem").stat().st_mode & 0o077 == 0


def test_a_vendors_python_client_works_over_tls(crm: Client) -> None:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = crm.sandbox.ca
        # Its attributes are objects of the org, which no type checker can know.
        client: Any = simple_salesforce.api.Salesforce(
            instance_url=crm.sandbox.tls, session_id=crm.token, version="67.0", session=session
        )
        found = client.query_all("SELECT Id, Name FROM Opportunity ORDER BY Id")
        assert found["totalSize"] == 5
        assert client.describe()["sobjects"]
        assert {f["name"] for f in client.Quote.describe()["fields"]} >= {"QW_Key__c", "GrandTotal"}
        made = client.Contact.create({"LastName": "O'Hara"})
        assert client.query(
            simple_salesforce.format.format_soql("SELECT Id FROM Contact WHERE LastName = {}", "O'Hara")
        )["totalSize"]
        client.Contact.update(made["id"], {"Title": "T"})
        with pytest.raises(simple_salesforce.exceptions.SalesforceResourceNotFound):
            client.Contact.get("003Qw0000099999")
        status = client.restful("composite", method="POST", json={"compositeRequest": []})
        assert status == {"compositeResponse": []}
