"""Setup's pages and their calls on the control port: who is approved, keys and secrets, permission sets."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import pytest

from app.crm.salesforce.connector import deployment_zip
from app.sandbox import control
from app.sandbox.day import Day
from app.sandbox.org import Addresses, Consumer, Login, open_org
from app.sandbox.wire import Reply, Request
from tests.crm.connector.made import source
from tests.sandbox.deploying import deployed
from tests.sandbox.inside import Inside
from tests.sandbox.test_canvas import opened

Json = dict[str, Any]
APP = "Quotewright_acme"
APPS, SETS = "/lightning/setup/ManageExternalClientApplication", "/lightning/setup/PermSets"


@pytest.fixture
def org() -> Iterator[Inside]:
    inside = Inside("admin", day=Day.EMPTY)
    deployed(inside, deployment_zip(source()))
    yield inside
    inside.org.database.close()


def page(org: Inside, path: str, user: str = "admin") -> Reply:
    return org.answer(Request("GET", path, f"user={user}", {"host": "127.0.0.1"}))


def press(org: Inside, path: str, *, origin: str = "", **form: str) -> Reply:
    headers = {"host": "127.0.0.1", "origin": origin or org.org.addresses.org}
    return org.answer(Request("POST", path, "user=admin", headers, urlencode(form).encode()))


def asked(org: Inside, method: str, path: str, body: Json | None = None) -> tuple[int, Json]:
    text = b"" if body is None else json.dumps(body).encode()
    reply = control.answer(org.org, Request(method, path, body=text))
    return reply.status, json.loads(reply.body)


def app(org: Inside) -> Json:
    (found,) = asked(org, "GET", "/apps")[1]["apps"]
    return dict(found)


def holders(org: Inside) -> list[str]:
    sets = asked(org, "GET", "/permission-sets")[1]["permission_sets"]
    return next(list(one["holders"]) for one in sets if one["name"] == APP)


def signed(org: Inside) -> str:
    status, told = asked(org, "POST", "/signed-request", {"user": "rep"})
    assert status == 200, told
    return str(told["signed_request"])


def token_with(org: Inside, key: str, secret: str) -> Json:
    """Refused for what is asked, or for who asks."""
    form = urlencode({"grant_type": "client_credentials", "client_id": key, "client_secret": secret}).encode()
    headers = {"host": "127.0.0.1", "content-type": "application/x-www-form-urlencoded"}
    told: Json = json.loads(org.answer(Request("POST", "/services/oauth2/token", "", headers, form)).body)
    return told


def test_an_administrator_approves_the_app_and_gives_the_set_by_pages(org: Inside) -> None:
    assert asked(org, "POST", "/signed-request", {"user": "rep"})[0] == 403
    assert APP in page(org, f"{APPS}/home").body.decode()
    told = press(org, f"{APPS}/{APP}/view", do="approve", set=APP)
    assert told.status == 303
    assert f"Whoever has {APP} is approved" in unquote(told.headers["Location"]).replace("+", " ")
    press(org, f"{SETS}/{APP}/view", do="give", user="rep")
    assert "rep" in page(org, f"{SETS}/home").body.decode()
    assert "Approved at the moment: rep." in page(org, f"{APPS}/{APP}/view").body.decode()
    assert signed(org)
    # As the API shows it.
    (row,) = org.query("SELECT Parent.Name, SetupEntityId FROM SetupEntityAccess")
    (known,) = org.query("SELECT Id FROM ExternalClientApplication WHERE DeveloperName = 'Quotewright_acme'")
    assert (row["Parent"]["Name"], row["SetupEntityId"]) == (APP, known["Id"])
    press(org, f"{SETS}/{APP}/view", do="take", user="rep")
    assert asked(org, "POST", "/signed-request", {"user": "rep"})[0] == 403
    press(org, f"{APPS}/{APP}/view", do="withdraw", set=APP)
    assert org.query("SELECT Id FROM SetupEntityAccess") == []


def test_the_policy_is_a_page_and_a_record(org: Inside) -> None:
    policy = "SELECT PermittedUsersPolicyType FROM ExtlClntAppOauthPlcyCnfg"
    assert org.query(policy)[0]["PermittedUsersPolicyType"] == "AdminApprovedPreAuthorized"
    press(org, f"{APPS}/{APP}/view", do="policy", users="self_authorize")
    assert app(org)["users"] == "self_authorize"
    assert org.query(policy)[0]["PermittedUsersPolicyType"] == "AllSelfAuthorized"
    press(org, f"{APPS}/{APP}/view", do="policy", users="everybody")
    assert app(org)["users"] == "self_authorize"


def test_key_and_secret_stand_on_a_page_of_their_own(org: Inside) -> None:
    secret = app(org)["secret"]
    assert secret not in page(org, f"{APPS}/{APP}/view").body.decode()
    shown = page(org, f"{APPS}/{APP}/consumer")
    assert secret in shown.body.decode()
    assert shown.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("by", ["pages", "calls"])
def test_a_new_secret_is_staged_then_applied_and_the_old_one_ends_last(org: Inside, by: str) -> None:
    asked(org, "POST", "/apps", {"name": APP, "approved": ["rep"]})
    steps = {"stage": ("POST", "staged"), "rotate": ("POST", "rotated"), "unstage": ("DELETE", "staged")}

    def step(name: str) -> None:
        if by == "pages":
            assert press(org, f"{APPS}/{APP}/consumer", do=name).status == 303
        else:
            method, what = steps[name]
            assert asked(org, method, f"/apps/{APP}/{what}")[0] == 200

    def good(pair: Json) -> bool:
        return bool(token_with(org, pair["key"], pair["secret"])["error"] == "invalid_grant")

    first = app(org)
    step("stage")
    staged = app(org)
    second = {"key": staged["staged_key"], "secret": staged["staged_secret"]}
    assert (staged["key"], staged["secret"]) == (first["key"], first["secret"])
    assert good(first)
    assert good(second)
    assert opened(signed(org), first["secret"])
    step("rotate")
    after = app(org)
    assert (after["key"], after["secret"]) == (second["key"], second["secret"])
    assert (after["staged_key"], after["staged_status"]) == (first["key"], "rotated")
    assert good(first)
    assert opened(signed(org), second["secret"])
    step("unstage")
    assert not good(first)
    assert good(second)
    # Each key goes with its own secret.
    assert token_with(org, second["key"], first["secret"])["error"] == "invalid_client"


def test_nothing_is_applied_that_was_not_staged(org: Inside) -> None:
    assert asked(org, "POST", f"/apps/{APP}/rotated")[0] == 400
    press(org, f"{APPS}/{APP}/consumer", do="rotate")
    assert app(org)["staged_status"] == ""
    asked(org, "POST", f"/apps/{APP}/staged")
    asked(org, "POST", f"/apps/{APP}/rotated")
    assert asked(org, "POST", f"/apps/{APP}/rotated")[0] == 400


def test_setup_is_for_administrators_and_for_its_own_pages(org: Inside) -> None:
    for path in (f"{APPS}/Nothing/view", f"{SETS}/Nothing/view", f"{SETS}/else", f"{APPS}/{APP}/other"):
        assert page(org, path).status == 404


def test_what_is_in_a_name_is_text_on_every_page(org: Inside) -> None:
    asked(org, "POST", "/apps", {"name": "nightly", "label": "<script>alert(1)</script>"})
    for path in (f"{APPS}/home", f"{APPS}/nightly/view", f"{APPS}/nightly/consumer"):
        text = page(org, path).body.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text


def test_people_and_permission_sets_on_the_control_port(org: Inside) -> None:
    path = f"/permission-sets/{APP}"
    give = {"give": ["rep", "approver"]}
    assert asked(org, "POST", path, give) == asked(org, "POST", path, give)
    assert holders(org) == ["rep", "approver"]
    assert asked(org, "POST", path, {"take": ["rep"]})[0] == 200
    assert holders(org) == ["approver"]
    wrongs: list[Json] = [{"give": ["nobody"]}, {"keep": []}, {"give": "rep"}]
    for wrong in wrongs:
        assert asked(org, "POST", path, wrong)[0] in (400, 404)
    assert asked(org, "POST", "/permission-sets/Nothing", {"give": ["rep"]})[0] == 404


def test_a_rotation_outlives_a_restart_and_other_words_at_the_start_win(tmp_path: Path) -> None:
    def started(secret: str) -> tuple[str, str]:
        org = open_org(
            tmp_path / "org.sqlite",
            Addresses("http://127.0.0.1", "https://127.0.0.1", "", "http://localhost", ""),
            (Consumer("demo", "KEY", secret),),
            login=Login("password", "token"),
        )
        app = org.apps.named("demo")
        assert app is not None
        found = (app.key, app.secret)
        if not app.staged_status:
            org.apps.rotate(org.apps.stage(app))
        org.database.close()
        return found

    first, rotated = started("SECRET"), started("SECRET")
    assert first == ("KEY", "SECRET")
    assert rotated != first
    assert started("SECRET") == rotated
    assert started("ANOTHER") == ("KEY", "ANOTHER")
