"""Every route is guarded, and every answer carries what protects the page."""

import re
from dataclasses import replace

import pytest
from flask import Blueprint, session
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule

from app.web import make_app
from app.web.guards import Guard, attach, guard_of
from tests.web.conftest import SECRET_KEY, Caller, Web, services_of

PUBLIC = {
    ("POST", "/canvas/<connection>"),
    ("GET", "/canvas/<connection>"),
    ("GET", "/canvas/<connection>/approval"),
    ("POST", "/api/v1/sessions"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/metrics"),
    ("GET", "/static/<path:name>"),
    ("GET", "/verify"),
    ("POST", "/verify"),
    ("POST", "/verify/document"),
    ("GET", "/decide/<token>"),
    ("POST", "/decide/<token>"),
    ("POST", "/api/v1/verifications"),
    ("POST", "/api/v1/verifications/document"),
}
"""What anybody may reach. A route that joins this list has to check its callers itself."""


@pytest.fixture
def web(web: Web) -> Web:
    """With an application of its own, to which a test may add routes."""
    services = services_of(web.database, web.catalogs, web.gateway)
    app = make_app(services, secret_key=SECRET_KEY, clock=web.clock)
    return replace(web, app=app, client=app.test_client())


def _calls(rule: Rule) -> set[tuple[str, str]]:
    return {(method, rule.rule) for method in rule.methods or set() if method not in ("HEAD", "OPTIONS")}


def test_every_route_has_a_guard(web: Web) -> None:
    rules = list(web.app.url_map.iter_rules())
    assert len(rules) > 20
    assert [rule.rule for rule in rules if guard_of(web.app, rule.endpoint) is None] == []


def test_only_the_routes_in_this_list_are_public(web: Web) -> None:
    rules = [
        rule for rule in web.app.url_map.iter_rules() if guard_of(web.app, rule.endpoint) is Guard.PUBLIC
    ]
    assert set().union(*map(_calls, rules)) == PUBLIC


def test_every_other_route_refuses_a_caller_without_session(web: Web) -> None:
    for rule in web.app.url_map.iter_rules():
        for method, _path in _calls(rule) - PUBLIC:
            address = re.sub(r"<int:\w+>", "1", rule.rule)
            answer = web.client.open(re.sub(r"<[\w:]+>", "a", address), method=method, json={})
            assert answer.status_code == 401, (method, rule.rule)


def test_a_route_without_a_guard_is_never_served(web: Web) -> None:
    stray = Blueprint("stray", __name__)
    stray.get("/stray")(lambda: "reached")
    web.app.register_blueprint(stray)
    answer = web.client.get("/stray")
    assert answer.status_code == 500
    assert "reached" not in answer.text


def test_a_blueprint_inside_a_guarded_one_is_guarded_too(web: Web) -> None:
    outer, inner = Blueprint("outer", __name__), Blueprint("inner", __name__)
    inner.get("/inner")(lambda: "reached")
    outer.register_blueprint(inner)
    attach(web.app, outer, Guard.SESSION)
    assert web.client.get("/inner").status_code == 401


@pytest.mark.parametrize(
    "path",
    ["/health/live", "/nothing", "/api/v1/products", "/canvas/first", "/api/v1/openapi.json", "/panel"],
)
def test_every_answer_carries_the_protecting_headers(web: Web, path: str) -> None:
    _check_headers(web.client.get(path).headers)


@pytest.mark.parametrize("method", ["PUT", "OPTIONS", "HEAD", "POST"])
def test_a_refused_method_s_answer_carries_them_too(web: Web, method: str) -> None:
    _check_headers(web.client.open("/canvas/first", method=method).headers)


def test_a_failure_of_ours_carries_them_too(web: Web) -> None:
    def fail() -> str:
        raise RuntimeError

    failing = Blueprint("failing", __name__)
    failing.get("/failing")(fail)
    attach(web.app, failing, Guard.PUBLIC)
    answer = web.client.get("/failing")
    assert answer.status_code == 500
    _check_headers(answer.headers)


def _check_headers(headers: Headers) -> None:
    """Each is there once: of two policies or lifetimes, browsers take what they like."""
    assert len({name for name, _value in headers}) == len(list(headers))
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; ")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    unwanted = {"Set-Cookie", "X-Frame-Options", "Access-Control-Allow-Origin"}
    assert not unwanted & set(headers.keys())


def test_an_address_is_made_from_the_public_one_whatever_host_a_request_names(web: Web) -> None:
    answer = web.client.get("/panel?a=1", headers={"Host": "evil.example.com"})
    assert answer.status_code == 308
    assert answer.headers["Location"] == "https://quotes.example.com/panel/?a=1"


def test_flask_s_own_session_cannot_be_written(web: Web) -> None:
    with web.app.test_request_context(), pytest.raises(RuntimeError, match="unavailable"):
        session["user"] = "somebody"


def test_another_site_s_script_is_given_no_access(rep: Caller) -> None:
    answer = rep.client.options(
        "/api/v1/quotes",
        headers={"Origin": "https://evil.example.com", "Access-Control-Request-Method": "POST"},
    )
    assert not [name for name in answer.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118


def test_a_file_with_its_hash_in_the_address_is_kept_for_ever(web: Web) -> None:
    address = web.app.jinja_env.from_string("{{ asset('js/launch.js') }}").render()
    kept = web.client.get(address, buffered=True)
    plain = web.client.get("/static/js/launch.js", buffered=True)
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert plain.headers["Cache-Control"] == "no-cache"
    again = web.client.get(
        "/static/js/launch.js", headers={"If-None-Match": plain.headers["ETag"]}, buffered=True
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    "name", ["../pyproject.toml", "..%2f..%2fpyproject.toml", "package.json", "js", "nothing.js", "%00.js"]
)
def test_nothing_but_the_panel_s_files_is_served(web: Web, name: str) -> None:
    assert web.client.get(f"/static/{name}").status_code == 404


def test_the_platform_hears_that_the_process_lives_and_is_ready(web: Web) -> None:
    assert web.client.get("/health/live").status_code == 200
    assert web.client.get("/health/ready").status_code == 200


def test_metrics_are_for_callers_on_the_same_machine_only(web: Web) -> None:
    near = web.client.get("/metrics")
    far = web.client.get("/metrics", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    through_a_proxy = web.client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    assert "process_cpu_seconds_total" in near.text
    assert far.status_code == through_a_proxy.status_code == 404
