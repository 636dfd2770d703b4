"""Faults as a client meets them: over sockets, at sign-in, from the command line."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
import requests

from app.sandbox.__main__ import main
from tests.fixtures_sandbox import Sandbox, running_sandbox
from tests.sandbox.client import Client
from tests.sandbox.signing_in import (
    CALLBACK,
    Json,
    assertion,
    authorize,
    by_assertion,
    exchange,
    refresh,
    refusal,
)
from tests.sandbox.test_start import started


@pytest.fixture
def app(sandbox: Sandbox) -> Iterator[Json]:
    sandbox.reset()
    yield sandbox.app("nightly", callbacks=[CALLBACK], approved=["rep"])
    sandbox.reset()


@pytest.mark.parametrize("fault", ["reset", "stall", "commit_then_drop", "commit_then_reset"])
def test_a_connection_that_is_cut_is_an_error_of_the_connection(crm: Client, fault: str) -> None:
    accounts = len(crm.query("SELECT Id FROM Account"))
    options = {"seconds": 0.05} if fault == "stall" else {}
    crm.sandbox.fault(fault, match="sobjects", method="POST", **options)
    with pytest.raises(requests.ConnectionError):
        crm.call("POST", "/sobjects/Account", {"Name": "A"})
    done = fault.startswith("commit")
    assert len(crm.query("SELECT Id FROM Account")) == accounts + done


def test_a_stall_is_as_long_as_ordered(crm: Client) -> None:
    crm.sandbox.fault("stall", seconds=30)
    with pytest.raises(requests.ReadTimeout):
        requests.get(f"{crm.sandbox.org}/services/data", timeout=0.2)


def test_an_outage_is_a_page_for_every_call_until_it_ends(crm: Client) -> None:
    crm.sandbox.fault("outage", seconds=0.4, match="sobjects")
    reply = crm.raw("GET", "/sobjects")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "1")
    assert "<html>" in reply.text
    assert crm.raw("GET", "/limits").status_code == 200
    while crm.raw("GET", "/sobjects").status_code == 503:
        time.sleep(0.05)
    assert requests.get(f"{crm.sandbox.control}/faults", timeout=9).json() == {"faults": []}


def test_a_clock_that_is_ahead_makes_assertions_expire(sandbox: Sandbox, app: Json) -> None:
    key = sandbox.signing_key("nightly")
    assert by_assertion(sandbox, assertion(app, key)).status_code == 200
    sandbox.fault("clock_skew", seconds=3600)
    assert refusal(by_assertion(sandbox, assertion(app, key))) == ("invalid_grant", "expired assertion")
    date = parsedate_to_datetime(requests.get(f"{sandbox.org}/services/data", timeout=9).headers["Date"])
    assert 3500 < (date - datetime.now(UTC)).total_seconds() < 3700
    sandbox.clear_faults()
    sandbox.fault("clock_skew", seconds=-3600)
    assert refusal(by_assertion(sandbox, assertion(app, key))) == ("invalid_grant", "invalid assertion")


def test_refresh_tokens_begin_to_rotate_in_the_middle(sandbox: Sandbox, app: Json) -> None:
    held = exchange(sandbox, app, authorize(sandbox, app)["code"]).json()["refresh_token"]
    sandbox.fault("token_rotation", match="oauth2/token", nth=2)
    assert "refresh_token" not in refresh(sandbox, app, held).json()
    following = refresh(sandbox, app, held).json()["refresh_token"]
    assert refusal(refresh(sandbox, app, held)) == ("invalid_grant", "expired access/refresh token")
    assert refusal(refresh(sandbox, app, following)) == ("invalid_grant", "expired access/refresh token")


def test_a_fault_may_hit_the_sign_in(sandbox: Sandbox, app: Json) -> None:
    key = sandbox.signing_key("nightly")
    sandbox.fault("unavailable", match="oauth2/token")
    assert by_assertion(sandbox, assertion(app, key)).status_code == 503
    assert by_assertion(sandbox, assertion(app, key)).status_code == 200


def test_a_scenario_by_the_control_port(crm: Client) -> None:
    where = f"{crm.sandbox.control}/scenario"
    crm.sandbox.scenario({"fault": "limit"}, {"fault": "pass"}, {"fault": "server_error"}, scenario="three")
    assert requests.get(where, timeout=9).json()["playing"]["step"] == 1
    assert [crm.raw("GET", "/limits").status_code for _ in range(4)] == [403, 200, 500, 200]
    assert requests.get(where, timeout=9).json() == {"playing": None}
    crm.sandbox.scenario({"calm": 100})
    assert requests.delete(where, timeout=9).json() == {"ok": True}
    assert requests.get(where, timeout=9).json() == {"playing": None}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/scenario", b"{}"),
        ("POST", "/scenario", b"[1"),
        ("POST", "/scenario", b'{"steps": [{"fault": "nonsense"}]}'),
        ("POST", "/faults", b"[]"),
        ("POST", "/faults", b""),
        ("DELETE", "/faults/0", b""),
        ("DELETE", "/faults/x", b""),
        ("PATCH", "/faults", b"{}"),
        ("GET", "/scenario/1", b""),
        ("POST", "/allowance", b'{"daily": -1}'),
        ("POST", "/allowance", b'{"daily": true}'),
    ],
)
def test_wrong_orders_are_refused_in_words(sandbox: Sandbox, method: str, path: str, body: bytes) -> None:
    reply = requests.request(method, sandbox.control + path, data=body, timeout=9)
    assert reply.status_code in (400, 404)
    assert reply.json()["error"]


def test_one_fault_is_switched_off_by_its_number(crm: Client) -> None:
    where = f"{crm.sandbox.control}/faults"
    order = {"fault": "limit", "times": None, "match": "limits"}
    number = requests.post(where, json=order, timeout=9).json()["id"]
    assert crm.raw("GET", "/limits").status_code == 403
    listed = requests.get(where, timeout=9).json()["faults"][0]
    assert (listed["id"], listed["seen"], listed["times"]) == (number, 1, None)
    assert requests.delete(f"{where}/{number}", timeout=9).json() == {"faults": []}
    assert crm.raw("GET", "/limits").status_code == 200


def test_faults_and_a_scenario_from_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_text(
        "steps:\n  - {fault: server_error, match: v67.0/limits}\n  - {fault: lock, object: Account}\n"
    )
    fault = ("--fault", "limit,match=v50.0,times=2", "--fault", "read_only_field,object=Quote,field=Tax")
    with (
        running_sandbox(tmp_path / "data", *fault, "--scenario", str(file)) as sandbox,
        Client(sandbox, sandbox.token()) as client,
    ):
        assert [client.raw("GET", "/limits").status_code for _ in range(2)] == [500, 200]
        assert client.raw("GET", "/services/data/v50.0/limits").status_code == 403
        codes = [client.call("POST", "/sobjects/Account", {"Name": "A"})[0] for _ in range(2)]
        assert codes == [400, 201]


@pytest.mark.parametrize(
    "wrong", [("--fault", "nonsense"), ("--fault", "lock,times=x"), ("--scenario", "no.yaml")]
)
def test_a_wrong_order_stops_the_start(wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(list(wrong))
    assert stopped.value.code == 2
    assert f"argument {wrong[0]}:" in capsys.readouterr().err


def test_a_fault_of_an_object_that_the_org_does_not_have_stops_the_start(tmp_path: Path) -> None:
    ports = ("--port", "0", "--tls-port", "0", "--control-port", "0")
    refused = started("--fault", "lock,object=Nix", "--data", str(tmp_path), *ports)
    assert (refused.returncode, refused.stderr) == (2, "sandbox: cannot start: no such object: Nix\n")
