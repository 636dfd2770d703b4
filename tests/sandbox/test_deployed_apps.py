"""An app that was deployed is an app of the org: key, secret, button, who may open it, and how it goes."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from app.crm.salesforce.connector import AppKind, deployment_zip, removal_zip
from app.sandbox import control
from app.sandbox.day import Day
from app.sandbox.wire import Request
from tests.crm.connector.made import source
from tests.fixtures_sandbox import Sandbox
from tests.sandbox.deploying import deployed, failures
from tests.sandbox.inside import Inside
from tests.sandbox.packages import zipped
from tests.sandbox.test_canvas import opened

Json = dict[str, Any]
NAME = "Quotewright_acme"
ADDRESS = "https://quotes.example.com/canvas/acme"


@pytest.fixture
def empty() -> Iterator[Inside]:
    inside = Inside("admin", day=Day.EMPTY)
    yield inside
    inside.org.database.close()


def install(org: Inside, **wish: Any) -> dict[str, bytes]:
    files = source(**wish)
    result = deployed(org, deployment_zip(files))
    assert (result["status"], failures(result)) == ("Succeeded", [])
    return files


def asked(org: Inside, method: str, path: str, body: Json | None = None) -> tuple[int, Json]:
    text = b"" if body is None else json.dumps(body).encode()
    reply = control.answer(org.org, Request(method, path, body=text))
    return reply.status, json.loads(reply.body)


def page(org: Inside, path: str = "") -> str:
    where = path or f"/lightning/r/Opportunity/{org.deal['Id']}/view"
    address, _, query = where.partition("?")
    return org.answer(Request("GET", address, query, {"host": "127.0.0.1"})).body.decode()


def launched(org: Inside, user: str, **more: str) -> tuple[int, Json]:
    body = {"record": org.deal["Id"], "user": user, "app": NAME, **more}
    headers = {"origin": org.org.addresses.org, "host": "127.0.0.1"}
    reply = org.answer(Request("POST", "/ui/launch", headers=headers, body=json.dumps(body).encode()))
    return reply.status, json.loads(reply.body)


@pytest.mark.parametrize("kind", list(AppKind))
def test_the_org_gives_it_a_key_and_a_secret_and_keeps_them(empty: Inside, kind: AppKind) -> None:
    install(empty, app=kind)
    (app,) = asked(empty, "GET", "/apps")[1]["apps"]
    assert (app["name"], app["canvas"], app["callbacks"]) == (NAME, ADDRESS, [f"{ADDRESS}/approval"])
    assert (app["users"], app["pkce"], app["scopes"]) == ("admin_approved", "required", ["api", "id"])
    assert len(app["key"]) > 40
    assert len(app["secret"]) == 64
    install(empty, app=kind, label="Another label")
    (again,) = asked(empty, "GET", "/apps")[1]["apps"]
    assert (again["key"], again["secret"], again["label"]) == (app["key"], app["secret"], "Another label")


def test_a_check_alone_makes_no_app(empty: Inside) -> None:
    assert deployed(empty, deployment_zip(source()), checkOnly=True)["status"] == "Succeeded"
    assert asked(empty, "GET", "/apps")[1]["apps"] == []


def test_the_page_has_its_button_from_then_on(empty: Inside) -> None:
    assert '<button type="button" class="primary"' not in page(empty)
    assert "frame-place" not in page(empty)
    install(empty, label="R&D quotes")
    assert f'data-app="{NAME}" aria-expanded="false" aria-controls="panel">R&amp;D quotes</button>' in page(
        empty
    )
    assert "R&amp;D quotes" in page(empty, f"/apex/{NAME}?id={empty.deal['Id']}")
    assert "no such page" in page(empty, f"/apex/Quotewright?id={empty.deal['Id']}").lower()


def test_without_the_quick_action_the_component_stands_on_the_page_under_its_own_label(empty: Inside) -> None:
    files = {path: text for path, text in source().items() if not path.startswith("quickActions/")}
    deployed(empty, deployment_zip(files))
    assert ">Quotewright</button>" in page(empty)
    assert f'data-app="{NAME}"' in page(empty)


def test_only_those_whom_an_administrator_approved_open_it(empty: Inside) -> None:
    install(empty)
    status, refused = launched(empty, "rep")
    assert (status, refused["code"]) == (403, "ADMIN_AUTH_REQUIRED")
    assert asked(empty, "POST", "/signed-request", {})[0] == 403
    assert asked(empty, "POST", "/apps", {"name": NAME, "sets": ["Nobody"]})[0] == 400
    assert asked(empty, "POST", "/apps", {"name": NAME, "sets": [NAME]})[1]["sets"] == [NAME]
    assert launched(empty, "rep")[0] == 403
    rep = empty.org.user("rep")
    assert rep is not None
    sets = {one["Name"]: one["Id"] for one in empty.query("SELECT Id, Name FROM PermissionSet")}
    given = sets[NAME]
    made = empty.create("PermissionSetAssignment", AssigneeId=rep["Id"], PermissionSetId=given)
    status, opening = launched(empty, "rep")
    assert (status, opening["canvas_url"], opening["target"]) == (200, ADDRESS, "https://quotes.example.com")
    (app,) = asked(empty, "GET", "/apps")[1]["apps"]
    told = opened(opening["signed_request"], app["secret"])
    assert told["context"]["application"]["developerName"] == NAME
    assert told["client"]["oauthToken"]
    install(empty)
    assert launched(empty, "rep")[0] == 200
    assert launched(empty, "approver")[0] == 403
    empty.call("DELETE", f"/sobjects/PermissionSetAssignment/{made}")
    assert launched(empty, "rep")[0] == 403


def test_whoever_may_approve_it_for_themselves_is_asked_to(empty: Inside) -> None:
    files = {
        path: text.replace(b"AdminApprovedPreAuthorized", b"AllSelfAuthorized")
        for path, text in source().items()
    }
    deployed(empty, deployment_zip(files))
    status, opening = launched(empty, "rep")
    assert status == 200
    assert "signed_request" not in opening
    assert opening["approval_url"].startswith(f"{ADDRESS}?_sfdc_canvas_auth=user_approval_required&")


def test_it_is_framed_only_where_its_settings_say(empty: Inside) -> None:
    install(empty)
    asked(empty, "POST", "/apps", {"name": NAME, "approved": ["rep"]})
    assert launched(empty, "rep", host="Visualforce", page=NAME)[0] == 200
    files = {
        path: text.replace(b"<canvasLocationOptions>Visualforce</canvasLocationOptions>", b"")
        for path, text in source().items()
    }
    deployed(empty, deployment_zip(files))
    assert launched(empty, "rep", host="Visualforce", page=NAME)[1]["code"] == "UNSUPPORTED_LOCATION"
    assert launched(empty, "rep")[0] == 200


def test_taken_away_it_leaves_no_button_no_token_and_no_approval(empty: Inside) -> None:
    files = install(empty)
    asked(empty, "POST", "/apps", {"name": NAME, "approved": ["rep"]})
    token = opened_token(empty)
    before = asked(empty, "GET", "/apps")[1]["apps"][0]
    assert empty.call("GET", "/limits", headers={"authorization": f"Bearer {token}"})[0] == 200
    result = deployed(empty, removal_zip(files))
    assert (result["status"], failures(result)) == ("Succeeded", [])
    assert asked(empty, "GET", "/apps")[1]["apps"] == []
    assert "data-app" not in page(empty)
    assert empty.call("GET", "/limits", headers={"authorization": f"Bearer {token}"})[0] == 401
    assert launched(empty, "rep")[1]["code"] == "APP_NOT_FOUND"
    install(empty)
    (after,) = asked(empty, "GET", "/apps")[1]["apps"]
    assert (after["approved"], after["sets"]) == ([], [])
    assert after["key"] != before["key"]
    assert after["secret"] != before["secret"]


def opened_token(org: Inside) -> str:
    (app,) = asked(org, "GET", "/apps")[1]["apps"]
    return str(opened(launched(org, "rep")[1]["signed_request"], app["secret"])["client"]["oauthToken"])


def test_what_is_in_use_does_not_go_alone_and_what_is_named_has_to_be_there(empty: Inside) -> None:
    install(empty)
    gone = '<?xml version="1.0"?><Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>'
    gone += f"{NAME}</members><name>AuraDefinitionBundle</name></types><version>67.0</version></Package>"
    (words,) = failures(deployed(empty, zipped({}, {}, destructiveChanges=gone)))
    assert words.endswith(
        f"This component is in use by QuickAction Opportunity.{NAME}, so it cannot be deleted"
    )
    empty.org.reset()
    empty.become("admin")
    alone = {path: text for path, text in source().items() if path.startswith("quickActions/")}
    (words,) = failures(deployed(empty, deployment_zip(alone)))
    assert words.endswith(f"In field: lightningComponent - no AuraDefinitionBundle named {NAME} found")


@pytest.mark.parametrize(
    "address",
    ["http://quotes.example.com/canvas/acme", "https://quotes.example.com;script-src *", "/canvas", ""],
)
def test_a_canvas_without_a_safe_address_is_refused(empty: Inside, address: str) -> None:
    files = {path: text.replace(ADDRESS.encode(), address.encode()) for path, text in source().items()}
    problems = failures(deployed(empty, deployment_zip(files)))
    assert [one for one in problems if "Invalid canvas URL" in one], problems


def test_an_app_that_was_deployed_goes_only_by_a_deployment(empty: Inside) -> None:
    install(empty)
    status, told = asked(empty, "DELETE", f"/apps/{NAME}")
    assert status == 400
    assert "destructiveChanges" in told["error"]


def test_a_shell_takes_what_the_org_tells_an_administrator(sandbox: Sandbox) -> None:
    sandbox.reset()
    text = requests.get(f"{sandbox.control}/env.sh", timeout=30).text
    script = (
        f'{text}\nprintf "%s\\n" "$QUOTEWRIGHT_ORG_URL" "$QUOTEWRIGHT_ORG_TOKEN" "$QUOTEWRIGHT_CRM_CA_FILE"'
    )
    shown = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=10, check=True)
    url, token, ca = shown.stdout.split()
    who = requests.get(
        f"{url}/services/oauth2/userinfo", headers={"Authorization": f"Bearer {token}"}, verify=ca, timeout=30
    )
    assert who.json()["preferred_username"] == "admin@sandbox.example"
