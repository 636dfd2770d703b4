"""A client whose login host is built in reaches the sandbox by its proxy, which leads nowhere else."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
from simple_salesforce.api import Salesforce

from app.sandbox.proxy import Proxy
from tests.fixtures_sandbox import Sandbox

REP = "rep@sandbox.example"


@pytest.fixture
def proxy(sandbox: Sandbox) -> Iterator[str]:
    made = Proxy("127.0.0.1", 0, tls_port=int(sandbox.tls.rsplit(":", 1)[1]))
    made.start()
    yield f"http://127.0.0.1:{made.port}"
    made.stop()


@pytest.fixture
def through(sandbox: Sandbox, proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the lines of `/env` have it."""
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, proxy)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", sandbox.ca)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)


@pytest.mark.usefixtures("through")
def test_the_clients_own_login_host_leads_to_the_sandbox_and_so_do_the_addresses_it_names(
    sandbox: Sandbox,
) -> None:
    sandbox.reset()
    sandbox.switch(username_password_flow=True, soap_login=True)
    env = sandbox.env()
    user = next(one for one in sandbox.records("User") if one["Alias"] == "rep")
    client = Salesforce(
        username=user["Username"],
        password=env["QUOTEWRIGHT_SANDBOX_USER_PASSWORD"],
        security_token=env["QUOTEWRIGHT_SANDBOX_SECURITY_TOKEN"],
        domain="login",
        version="64.0",
    )
    assert client.query("SELECT Id FROM Opportunity LIMIT 1")["totalSize"] == 1
    sandbox.reset()


@pytest.mark.usefixtures("through")
@pytest.mark.parametrize("way", ["assertion", "client credentials", "password", "token"])
def test_each_other_way_to_sign_in_leads_there_too(sandbox: Sandbox, way: str) -> None:
    sandbox.reset()
    app = sandbox.app("nightly", approved=["rep"], run_as="rep")
    pair = {"consumer_key": app["key"], "consumer_secret": app["secret"]}
    sandbox.switch(username_password_flow=True)
    password = sandbox.env()["QUOTEWRIGHT_SANDBOX_USER_PASSWORD"]
    ways: dict[str, dict[str, Any]] = {
        "assertion": {
            "username": REP,
            "consumer_key": app["key"],
            "privatekey": sandbox.signing_key("nightly"),
        },
        "client credentials": {**pair, "domain": "acme.my"},
        "password": {**pair, "username": REP, "password": password},
        "token": {"session_id": sandbox.token(), "instance": "northwind.my.salesforce.com"},
    }
    client = Salesforce(**ways[way])
    assert client.query("SELECT Id FROM Opportunity LIMIT 1")["totalSize"] == 1
    made: Any = client.restful("sobjects/Account", method="POST", json={"Name": "By proxy"})
    assert made["success"]
    sandbox.reset()


@pytest.mark.usefixtures("through")
@pytest.mark.parametrize("host", ["test.salesforce.com", "northwind.my.salesforce.com"])
def test_hosts_of_the_vendor_answer_with_a_certificate_that_holds(host: str) -> None:
    versions = requests.get(f"https://{host}/services/data", timeout=10).json()
    assert versions[-1]["version"] == "68.0"


@pytest.mark.parametrize(
    "target",
    [
        "example.com:443",
        "login.salesforce.com.example.com:443",
        "login.salesforce.com:22",
        "127.0.0.1:22",
        "localhost:1",
        "salesforce.com:443",
        "x" * 4000,
        "login.salesforce.com",
        "[::1]:99999",
    ],
)
def test_it_leads_nowhere_else(proxy: str, target: str) -> None:
    assert _first_line(proxy, f"CONNECT {target} HTTP/1.1").split()[1] == "403"


def test_what_is_no_connect_is_refused(proxy: str) -> None:
    assert _first_line(proxy, "GET http://login.salesforce.com/ HTTP/1.1").split()[1] == "405"


def test_a_sandbox_that_is_not_there_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        made = Proxy("127.0.0.1", 0, tls_port=unused.getsockname()[1])
        Thread(target=made.serve_forever, daemon=True).start()
        line = _first_line(f"http://127.0.0.1:{made.port}", "CONNECT login.salesforce.com:443 HTTP/1.1")
        made.stop()
    assert line.split()[1] == "502"


def test_the_command_tells_where_its_proxy_is(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.sandbox", "--port", "0", "--tls-port", "0", "--control-port", "0"]
    with subprocess.Popen(
        [*command, "--proxy", "0", "--data", str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as started:
        assert started.stdout is not None
        told = started.stdout.readline()
        started.terminate()
    assert started.returncode == 0
    assert '"proxy": "http://127.0.0.1:' in told


def _first_line(proxy: str, line: str) -> str:
    port = int(proxy.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as asked:
        asked.sendall(f"{line}\r\nHost: x\r\n\r\n".encode())
        return asked.makefile().readline()
