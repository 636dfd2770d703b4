"""Lines of the log: one form for our code and for libraries, and nothing in them that must not be told."""

import json
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from structlog.testing import capture_logs

from app.telemetry import Trail, crm_call, following
from app.telemetry.calls import template
from app.telemetry.logs import as_line, masked

_PROGRAM = """
import logging, sys, threading, warnings
import structlog
from app.telemetry import Trail, configure_logs, follow
configure_logs(form="FORM", process="worker")
follow(Trail("order-2026"))
structlog.get_logger().info("ours", n=1)
logging.getLogger("some.library").warning("told %s", "Bearer 00D000000000001!AQ.secret")
logging.getLogger("some.library").info("not told")
logging.getLogger("dbos").warning("from the engine")
logging.getLogger("_granian").info("from the server")
warnings.warn("deprecated thing")
try:
    raise ValueError("secret text")
except ValueError:
    logging.getLogger("some.library").exception("it failed")
    structlog.get_logger().exception("we failed")
thread = threading.Thread(target=lambda: 1 / 0)
thread.start(); thread.join()
raise RuntimeError("secret text")
"""


def _told(form: str) -> subprocess.CompletedProcess[str]:
    program = _PROGRAM.replace("FORM", form)
    return subprocess.run(
        [sys.executable, "-W", "default", "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": "."},
    )


def test_our_lines_and_those_of_libraries_have_one_form() -> None:
    told = _told("json")
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert told.stderr == ""
    events = [str(line["event"]).partition(":")[0] for line in lines]
    assert events[:4] == ["ours", "told Bearer (hidden)", "from the engine", "from the server"]
    assert events[5:] == ["it failed", "we failed", "unexpected", "unexpected"]
    assert all(line["process"] == "worker" and line["timestamp"].endswith("Z") for line in lines)
    assert {line["level"] for line in lines} == {"info", "warning", "error", "critical"}
    # A thread of its own follows no request.
    assert [line.get("correlation") for line in lines].count("order-2026") == len(lines) - 1
    assert [line["causes"][0]["type"] for line in lines[5:]] == [
        "ValueError",
        "ValueError",
        "ZeroDivisionError",
        "RuntimeError",
    ]
    assert "secret" not in told.stdout


def test_a_person_gets_text() -> None:
    told = _told("text").stdout
    assert "ours" in told
    assert "order-2026" in told
    assert not told.startswith("{")
    assert "secret" not in told


def test_a_line_is_json_with_level_and_time_whatever_it_tells() -> None:
    before = datetime.now(UTC)
    line = json.loads(as_line(None, "info", {"event": "request", "what": {1, 2}, "name": "Zoë\n"}))
    assert (line["event"], line["level"], line["what"], line["name"]) == (
        "request",
        "info",
        "{1, 2}",
        "Zoë\n",
    )
    assert line["timestamp"].endswith("Z")
    assert before <= datetime.fromisoformat(line["timestamp"]) <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("token 00Dx00000001hxyEAA!AQ4.x_y used", "token (hidden) used"),
        ("postgresql://sales:hunter2@db/quotes", "postgresql://(hidden)@db/quotes"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer (hidden)"),
        ("sealed gAAAAABl" + "x" * 60, "sealed (hidden)"),
        ("the opportunity 006x0000001a2b3AAA", "the opportunity 006x0000001a2b3AAA"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(said: str, kept: str) -> None:
    assert masked(said) == kept


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://org/services/data/v67.0/composite/graph?x=1", "/services/data/v67.0/composite/graph"),
        ("/services/data/v67.0/sobjects/Quote/0Q0x0000000001AAAA", "/services/data/v67.0/sobjects/Quote/{}"),
        ("/services/data/v67.0/sobjects/Quote/abcdefghijklmnopqr", "/services/data/v67.0/sobjects/Quote/{}"),
        ("/services/data/v67.0/query/01gx-2000", "/services/data/v67.0/query/{}"),
        ("/a/" + "b/" * 1000, "/a/b/b/b/b/b/b/b/b"),
    ],
)
def test_a_path_is_told_without_what_stands_for_one_record(address: str, path: str) -> None:
    assert template(address) == path


def test_each_call_of_a_crm_leaves_a_line_however_it_ends() -> None:
    with capture_logs() as lines, following(Trail("order-2026", attempt=3)):
        with crm_call("acme", "POST", "/services/data/v67.0/composite") as call:
            call.answered(201, limit="api-usage=18/5000, per-app-api-usage=17/250(appName=x)")
        with pytest.raises(requests.ConnectionError), crm_call("acme", "GET", "/x"):
            raise requests.ConnectionError("no road to https://secret")
    answered, broken = lines
    told = {name: answered[name] for name in ("connection", "path", "status", "outcome", "attempt")}
    assert told == {
        "connection": "acme",
        "path": "/services/data/v67.0/composite",
        "status": 201,
        "outcome": "ok",
        "attempt": 3,
    }
    assert answered["correlation"] == broken["correlation"] == "order-2026"
    assert (call.used, call.allowed) == (18, 5000)
    assert (broken["status"], broken["outcome"]) == (None, "no_answer")
    assert "secret" not in json.dumps(broken, default=str)


def test_a_broken_library_line_does_not_stop_its_process(capsys: pytest.CaptureFixture[str]) -> None:
    from app.telemetry.logs import server_lines

    record: Any = logging.LogRecord("x", logging.INFO, "f", 1, "%s %s", ("one",), None)
    server_lines().handle(record)
    assert "not enough arguments" in capsys.readouterr().err


def test_a_command_that_shows_what_it_does_logs_only_what_is_wrong() -> None:
    program = """
import logging, structlog
from app.telemetry import configure_logs
configure_logs(form="json", process="command", least=logging.WARNING)
log = structlog.get_logger()
log.info("a call went well")
log.warning("a call went wrong")
try:
    raise ValueError
except ValueError:
    log.exception("we failed")
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert [json.loads(line)["event"] for line in done.stdout.splitlines()] == [
        "a call went wrong",
        "we failed",
    ]
