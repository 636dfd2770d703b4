"""Apps as a tester registers them: settings, refusals, keys of this installation, the first day again."""

from pathlib import Path
from typing import Any

import pytest
import requests

from app.sandbox.__main__ import main
from app.sandbox.certificates import signing_pair
from tests.fixtures_sandbox import Sandbox, running_sandbox
from tests.sandbox.signing_in import CALLBACK, Json, assertion, by_assertion, exchange, refresh, works
from tests.sandbox.signing_in import authorize as authorized


def call(sandbox: Sandbox, method: str, path: str, body: Any = None) -> tuple[int, Json]:
    reply = requests.request(method, sandbox.control + path, json=body, timeout=9)
    return reply.status_code, reply.json()


def apps(sandbox: Sandbox) -> dict[str, Json]:
    return {one["name"]: one for one in call(sandbox, "GET", "/apps")[1]["apps"]}


def test_the_app_of_the_frame_is_registered_from_the_start(sandbox: Sandbox) -> None:
    sandbox.reset()
    known = apps(sandbox)
    assert list(known) == ["demo"]
    assert (known["demo"]["key"], known["demo"]["secret"]) == (sandbox.consumer_key, sandbox.consumer_secret)
    assert known["demo"]["callbacks"] == ["http://localhost:8000/canvas/demo/approval"]
    assert "newcomer" not in known["demo"]["approved"]
    status, answer = call(sandbox, "DELETE", "/apps/demo")
    assert (status, answer["error"]) == (400, "this app has the button on the opportunity; it stays")


def test_an_app_is_added_changed_and_removed(sandbox: Sandbox) -> None:
    sandbox.reset()
    made = sandbox.app("nightly", callbacks=[CALLBACK, "app:done"], scopes=["api"], approved=["rep", "admin"])
    changed = sandbox.app("nightly", refresh="rotate")
    assert changed == {**made, "refresh": "rotate"}
    assert changed["approved"] == ["rep", "admin"]
    assert (len(made["key"]) > 40, len(made["secret"])) == (True, 64)
    token = exchange(sandbox, made, authorized(sandbox, made)["code"]).json()["access_token"]
    code = authorized(sandbox, made)["code"]
    assert call(sandbox, "DELETE", "/apps/nightly") == (200, {"removed": "nightly"})
    assert not works(sandbox, token)
    again = sandbox.app("nightly")
    assert again["key"] != made["key"]
    assert exchange(sandbox, again, code).json()["error_description"] == "invalid authorization code"
    assert again["approved"] == []
    sandbox.reset()
    assert list(apps(sandbox)) == ["demo"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Nightly"},
        {"name": None},
        {"colour": "red"},
        {"label": "x" * 81},
        {"callbacks": "https://a.example"},
        {"callbacks": ["/relative"]},
        {"callbacks": ["https://a.example/#part"]},
        {"callbacks": ["https://a.example/\r\nX: y"]},
        {"callbacks": ["http://["]},
        {"callbacks": ["https://a.example/"] * 51},
        {"certificate": "no"},
        {"certificate": 1},
        {"run_as": "nobody"},
        {"scopes": []},
        {"scopes": ["openid"]},
        {"pkce": "maybe"},
        {"pkce": ["required"]},
        {"approved": ["nobody"]},
        {"approved": "rep"},
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_and_changes_nothing(sandbox: Sandbox, wrong: Json) -> None:
    sandbox.reset()
    status, answer = call(sandbox, "POST", "/apps", {"name": "nightly", **wrong})
    assert status in (400, 404)
    assert answer["error"]
    assert list(apps(sandbox)) == ["demo"]


def test_calls_that_are_not_there_are_refused(sandbox: Sandbox) -> None:
    for missing in (
        "PUT /apps",
        "POST /apps/demo/x",
        "GET /apps/demo/key",
        "PUT /switches",
        "GET /apps/a/b/c",
    ):
        assert call(sandbox, *missing.split())[0] == 404
    assert call(sandbox, "POST", "/apps/nobody/key")[0] == 404
    assert call(sandbox, "POST", "/switches", {"warp": True})[0] == 400
    assert call(sandbox, "POST", "/switches", {"soap_login": 1})[0] == 400
    assert call(sandbox, "POST", "/expire-tokens", {"kind": "all"})[0] == 400


def test_apps_tokens_and_keys_outlive_a_restart_and_differ_between_installations(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    private, certificate = signing_pair("demo")
    (tmp_path / "demo.pem").write_text(certificate)
    with running_sandbox(tmp_path / "one", f"--certificate=demo={tmp_path / 'demo.pem'}") as first:
        secret = first.env()["QUOTEWRIGHT_SANDBOX_USER_PASSWORD"]
        made = first.app("nightly", callbacks=[CALLBACK])
        held = exchange(first, made, authorized(first, made)["code"]).json()
        assert by_assertion(first, assertion(apps(first)["demo"], private)).status_code == 200
    with running_sandbox(tmp_path / "one") as second:
        assert second.env()["QUOTEWRIGHT_SANDBOX_USER_PASSWORD"] == secret
        assert works(second, held["access_token"])
        assert refresh(second, made, held["refresh_token"]).status_code == 200
        assert by_assertion(second, assertion(apps(second)["demo"], private)).status_code == 200
    assert sandbox.env()["QUOTEWRIGHT_SANDBOX_USER_PASSWORD"] != secret
    assert sandbox.app("nightly")["secret"] != made["secret"]


def test_a_certificate_that_is_none_stops_the_start(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "x.pem").write_text("no")
    for given in (f"demo={tmp_path / 'x.pem'}", "demo=/nowhere", "demo"):
        with pytest.raises(SystemExit):
            main([f"--certificate={given}", "--data", str(tmp_path)])
        assert "is no PEM certificate with an RSA key" in capsys.readouterr().err
    (tmp_path / "x.pem").write_text(signing_pair("x")[1])
    with pytest.raises(SystemExit):
        main([f"--certificate=nobody={tmp_path / 'x.pem'}", "--data", str(tmp_path)])
    assert "--certificate names no app of this org: nobody" in capsys.readouterr().err
