"""Starting and stopping the process."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.sandbox.database import Database
from app.sandbox.schema import load_schema
from tests.fixtures_sandbox import running_sandbox

ROOT = Path(__file__).resolve().parents[2]
_ANY_PORTS = ("--port", "0", "--tls-port", "0", "--control-port", "0")


def started(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "app.sandbox", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)


def test_an_address_that_others_can_reach_must_be_insisted_on(tmp_path: Path) -> None:
    refused = started("--host", "0.0.0.0", "--data", str(tmp_path))  # noqa: S104 it is refused: that is the test
    assert refused.returncode == 2
    assert "--allow-remote" in refused.stderr


def test_a_taken_port_is_said_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = started("--port", str(taken.getsockname()[1]), "--data", str(tmp_path))
    assert refused.returncode == 1
    assert "cannot start" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_org_does_not_become_another_one(tmp_path: Path) -> None:
    Database(tmp_path / "org.sqlite", load_schema(), number=2).close()
    refused = started("--org-number", "3", "--data", str(tmp_path), *_ANY_PORTS)
    assert refused.returncode == 2
    assert "those of the org number 2" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-m", "app.sandbox", "--data", str(tmp_path)]
    ports = ["--port", "0", "--tls-port", "0", "--control-port", "0"]
    with subprocess.Popen(
        [*command, *ports], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b'{"org"')
        process.send_signal(number)
        assert process.wait(10) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_secrets_it_makes_are_kept_for_its_owner_only(tmp_path: Path) -> None:
    with running_sandbox(tmp_path):
        assert not (tmp_path / "consumer_secret").exists()
    command = [sys.executable, "-m", "app.sandbox", "--data", str(tmp_path), "--port", "0"]
    command += ["--tls-port", "0", "--control-port", "0"]
    bare = {name: value for name, value in os.environ.items() if not name.startswith("QUOTEWRIGHT_SANDBOX")}
    with subprocess.Popen(command, cwd=ROOT, env=bare, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.terminate()
    secret = tmp_path / "consumer_secret"
    assert len(secret.read_text()) == 64
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_it_is_up_within_seconds_and_at_once_the_second_time(tmp_path: Path) -> None:
    for _ in range(2):
        start = time.perf_counter()
        with running_sandbox(tmp_path):
            # One second is the aim on a quiet machine; this bound holds on a busy one.
            assert time.perf_counter() - start < 10
