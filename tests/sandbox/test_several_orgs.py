"""Orgs side by side: what belongs to one is nothing to another."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.__main__ import main
from app.sandbox.canvas import Wish, signed_request
from app.sandbox.certificates import signing_pair
from app.sandbox.database import Database, OtherOrg
from app.sandbox.ids import MOST_ORGS, normalised, numbered
from app.sandbox.schema import load_schema
from tests.sandbox.deploying import deployed, soap
from tests.sandbox.inside import Inside, Json
from tests.sandbox.packages import quote_field

FORM = {"content-type": "application/x-www-form-urlencoded"}
BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture(scope="module")
def orgs() -> Iterator[tuple[Inside, Inside]]:
    both = Inside(), Inside(number=2)
    yield both
    for one in both:
        one.org.database.close()


@pytest.fixture
def fresh(orgs: tuple[Inside, Inside]) -> None:
    for one in orgs:
        one.reset()


@pytest.fixture
def first(orgs: tuple[Inside, Inside]) -> Inside:
    return orgs[0]


@pytest.fixture
def second(orgs: tuple[Inside, Inside]) -> Inside:
    return orgs[1]


def ids(org: Inside) -> dict[str, str]:
    """The object of each id that there is."""
    database = org.org.database
    return {row["Id"]: name for name in database.schema.entities for row in database.rows(name)}


def token_answer(org: Inside, **form: str) -> Json:
    reply = org.raw("POST", "/services/oauth2/token", urlencode(form).encode(), FORM)
    answer: Json = json.loads(reply.body)
    return answer


@given(prefix=st.sampled_from(("001", "0Q0", "005")), number=st.integers(0, 62**9 - 1), org=st.data())
def test_no_number_gives_the_same_id_in_two_orgs(prefix: str, number: int, org: st.DataObject) -> None:
    one, other = org.draw(st.lists(st.integers(1, MOST_ORGS), min_size=2, max_size=2, unique=True))
    made = numbered(prefix, number, org=one)
    assert normalised(made) == made
    assert made != numbered(prefix, number, org=other)
    assert made[:5] != numbered(prefix, number + 1, org=other)[:5]


def test_no_record_of_one_is_in_the_other(first: Inside, second: Inside) -> None:
    first.quote()
    second.quote()
    assert set(ids(first).values()) == set(ids(second).values())
    assert not ids(first).keys() & ids(second).keys()
    for record_id, name in ids(first).items():
        assert second.call("GET", f"/sobjects/{name}/{record_id}")[0] == 404
        soql = f"SELECT Id FROM {name} WHERE Id = '{record_id}'"  # noqa: S608 (a query of the sandbox)
        assert second.query(soql) == []


def test_no_record_is_changed_deleted_or_pointed_to_from_the_other(first: Inside, second: Inside) -> None:
    quote, account = first.quote(), first.deal["AccountId"]
    assert second.code("PATCH", f"/sobjects/Quote/{quote}", {"Name": "x"}) == "NOT_FOUND"
    assert second.code("DELETE", f"/sobjects/Quote/{quote}") == "NOT_FOUND"
    body = {"LastName": "x", "AccountId": account}
    assert second.code("POST", "/sobjects/Contact", body) == "INVALID_CROSS_REFERENCE_KEY"


def test_a_token_of_one_is_no_session_of_the_other(first: Inside, second: Inside) -> None:
    second.headers = first.headers
    assert second.refused("GET", "/limits")[:2] == (401, "INVALID_SESSION_ID")
    fault = soap(second, "<m:describeMetadata/>").findtext(".//faultcode") or ""
    assert fault.endswith("INVALID_SESSION_ID")
    for path in ("/services/oauth2/userinfo", f"/id/{first.org.organization()['Id']}/x"):
        assert second.raw("GET", path).status in (401, 403, 404)


def test_a_refresh_token_is_refreshed_where_it_was_given(first: Inside, second: Inside) -> None:
    user = (first.org.user("rep") or {})["Id"]
    token = first.org.tokens.issue_refresh(user, "demo", scope="api refresh_token", family="f")
    for org, works in ((second, False), (first, True)):
        app = org.org.apps.named("demo")
        assert app is not None
        said = {"client_id": app.key, "client_secret": app.secret, "refresh_token": token}
        assert ("access_token" in token_answer(org, grant_type="refresh_token", **said)) is works


def test_an_assertion_for_a_user_of_one_is_none_for_the_other(first: Inside, second: Inside) -> None:
    """Even with the same key, signed by the same certificate."""
    private, certificate = signing_pair("nightly")
    for org in (first, second):
        app = org.org.apps.named("demo")
        assert app is not None
        org.org.apps.put(replace(app, key="SHARED", certificate=certificate))
    claims = {"iss": "SHARED", "sub": "rep@sandbox.example", "aud": "https://login.salesforce.com"}
    text = jwt.encode({**claims, "exp": int(time.time()) + 180}, private, "RS256")
    assert "access_token" in token_answer(first, grant_type=BEARER, assertion=text)
    assert token_answer(second, grant_type=BEARER, assertion=text)["error"] == "invalid_grant"


def test_a_signed_request_names_its_org_and_is_signed_with_its_secret(first: Inside, second: Inside) -> None:
    user = first.org.user("rep")
    assert user is not None
    text = signed_request(first.org, Wish(user=user, app=first.org.frames()[0]))
    mac, envelope = text.split(".", 1)
    for org, matches in ((first, True), (second, False)):
        expected = hmac.new(org.org.frames()[0].secret.encode(), envelope.encode(), hashlib.sha256).digest()
        assert (base64.b64decode(mac) == expected) is matches
    told = json.loads(base64.b64decode(envelope))
    assert told["context"]["organization"]["organizationId"] == first.org.organization()["Id"]
    assert told["client"]["instanceUrl"] != second.org.addresses.tls


def test_jobs_and_long_answers_are_those_of_their_org(first: Inside, second: Inside) -> None:
    for org in (first, second):
        org.become("admin")
    number = deployed(first, quote_field())["id"]
    deployed(second, quote_field())
    assert second.call("GET", f"/metadata/deployRequest/{number}")[0] == 404
    asked = {"operation": "query", "query": "SELECT Id FROM Account"}
    job = first.call("POST", "/jobs/query", asked)[1]["id"]
    second.call("POST", "/jobs/query", asked)
    assert second.raw("GET", f"/jobs/query/{job}/results").status == 404
    for org in (first, second):
        for _ in range(2):
            body = {"allOrNone": True, "records": [_account(n) for n in range(150)]}
            assert all(one["success"] for one in org.call("POST", "/composite/sobjects", body)[1])
    batch = {"sforce-query-options": "batchSize=200"}
    more = first.call("GET", "/query", headers=batch, q="SELECT Id FROM Account")[1]["nextRecordsUrl"]
    second.call("GET", "/query", headers=batch, q="SELECT Id FROM Account")
    assert second.refused("GET", more)[1] == "INVALID_QUERY_LOCATOR"
    assert first.call("GET", more)[0] == 200


def _account(number: int) -> Json:
    return {"attributes": {"type": "Account"}, "Name": f"A{number}"}


def test_an_org_keeps_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "org.sqlite"
    for wanted in (3, None, 3):
        opened = Database(place, load_schema(), number=wanted)
        assert opened.number == 3
        opened.close()
    with pytest.raises(OtherOrg, match="number 3"):
        Database(place, load_schema(), number=1)
    with pytest.raises(SystemExit):
        main(["--org-number", "63"])
    assert "--org-number is 1 to 62" in capsys.readouterr().err
