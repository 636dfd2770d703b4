"""The sandbox CRM as a test meets it: a real process, real sockets.

    pytest_plugins = ["tests.fixtures_sandbox"]   in the conftest.py at the top, or import `sandbox` from here

The process is shared by all tests of a run and never resets by itself: a test calls `sandbox.reset()`.
"""

import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox: origins of the org (plain and TLS) and the control port, path of the CA's PEM."""

    org: str
    tls: str
    control: str
    ca: str
    consumer_key: str
    consumer_secret: str
    data: Path
    pid: int

    def _control(self, method: str, path: str, body: Json | None = None) -> Json:
        reply = requests.request(method, self.control + path, json=body, timeout=30)
        answer = json.loads(reply.text, parse_float=Decimal)
        assert reply.status_code == 200, f"control port: {reply.status_code} {answer}"
        assert isinstance(answer, dict)
        return answer

    def reset(self) -> None:
        """Seed records, no tokens, no faults, empty call log."""
        self._control("POST", "/reset")

    def signed_request(self, **options: Any) -> str:
        """Options of the control port: opportunity, user, issued_at, omit, token, secret, organization."""
        return str(self._control("POST", "/signed-request", options)["signed_request"])

    def canvas_url(self) -> str:
        return str(self._control("POST", "/signed-request", {})["canvas_url"])

    def envelope(self, **options: Any) -> Json:
        """A signed request, opened (not verified)."""
        import base64

        text = self.signed_request(**options).split(".", 1)[1]
        opened: Json = json.loads(base64.b64decode(text))
        return opened

    def token(self, user: str = "rep") -> str:
        return str(self.envelope(user=user)["client"]["oauthToken"])

    def calls(self, *, counted: bool | None = None) -> list[Json]:
        """The API calls so far; with `counted` only those that did (or did not) go against the allowance."""
        calls: list[Json] = self._control("GET", "/calls")["calls"]
        return [call for call in calls if counted is None or call["counted"] is counted]

    def forget_calls(self) -> None:
        self._control("DELETE", "/calls")

    def records(self, name: str) -> list[Json]:
        """All records of an object that are not deleted; amounts as Decimal."""
        records: list[Json] = self._control("GET", f"/records/{name}")["records"]
        return records

    def change(self, name: str, record_id: str, **fields: Any) -> Json:
        return self._control("POST", f"/records/{name}/{record_id}", fields)

    def fault(self, fault: str, **options: Any) -> None:
        """Kinds and options as in docs/sandbox-faults.md: latency, limit, lock, commit_then_drop, ..."""
        self._control("POST", "/faults", {"fault": fault, **options})

    def scenario(self, *steps: Json, **options: Any) -> None:
        """Steps: {"fault": ...}, {"calm": seconds}, {"end": kind}; options: repeat, scenario."""
        self._control("POST", "/scenario", {"steps": list(steps), **options})

    def clear_faults(self) -> None:
        self._control("DELETE", "/faults")

    def approve(self, user: str, approved: bool = True) -> None:
        self._control("POST", "/approval", {"user": user, "approved": approved})

    def expire_tokens(self, kind: str = "access") -> None:
        """Kinds: access, refresh, code."""
        self._control("POST", "/expire-tokens", {"kind": kind})

    def app(self, name: str, **settings: Any) -> Json:
        """Adds or changes a registered app; answers its key, secret and settings."""
        return self._control("POST", "/apps", {"name": name, **settings})

    def signing_key(self, name: str) -> str:
        """A new key (PEM) for the app; its certificate is registered."""
        return str(self._control("POST", f"/apps/{name}/key")["private_key"])

    def switch(self, **on: bool) -> None:
        """username_password_flow, soap_login."""
        self._control("POST", "/switches", on)

    def env(self) -> dict[str, str]:
        env: dict[str, str] = self._control("GET", "/env")["env"]
        return env

    def consumer(self, connection: str) -> tuple[str, str]:
        """Key and secret of the app with that name."""
        env = self.env()
        end = f"_{connection.upper()}"
        if f"QUOTEWRIGHT_SANDBOX_CONSUMER_KEY{end}" not in env:
            end = ""
        return (
            str(env[f"QUOTEWRIGHT_SANDBOX_CONSUMER_KEY{end}"]),
            str(env[f"QUOTEWRIGHT_SANDBOX_CONSUMER_SECRET{end}"]),
        )

    @property
    def organization_id(self) -> str:
        return str(self.records("Organization")[0]["Id"])


def _first_line(process: "subprocess.Popen[str]", seconds: float) -> str:
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], seconds)
    line = process.stdout.readline() if ready else ""
    if not line:
        process.kill()
        raise AssertionError(f"the sandbox did not start within {seconds} s")
    return line


@contextmanager
def running_sandbox(data: Path, *arguments: str, app_url: str = "http://localhost:8000") -> Iterator[Sandbox]:
    """Starts the process on free ports and ends it by its pid."""
    ports = ("--port", "0", "--tls-port", "0", "--control-port", "0")
    command = [
        sys.executable,
        "-m",
        "app.sandbox",
        *ports,
        "--data",
        str(data),
        "--app-url",
        app_url,
        *arguments,
    ]
    secret, key = "TEST-CONSUMER-SECRET-0123456789", "TEST-CONSUMER-KEY"
    environment = {
        **os.environ,
        "QUOTEWRIGHT_SANDBOX_CONSUMER_SECRET": secret,
        "QUOTEWRIGHT_SANDBOX_CONSUMER_KEY": key,
    }
    root = Path(__file__).resolve().parent.parent
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        where = json.loads(_first_line(process, 20))
        yield Sandbox(**where, consumer_key=key, consumer_secret=secret, data=data, pid=process.pid)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with tempfile.TemporaryDirectory(prefix="sandbox-") as folder, running_sandbox(Path(folder)) as running:
        yield running
