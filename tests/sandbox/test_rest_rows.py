"""Rows beyond create, read, change, delete: versions, upserts, conditions, what was viewed and replicated."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from app.sandbox.describe import NEWEST, OLDEST
from tests.sandbox.inside import Inside


def _http(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


NOW = datetime.now(UTC)
DATES = {"an hour ago": _http(NOW - timedelta(hours=1)), "in an hour": _http(NOW + timedelta(hours=1))}


def test_all_versions_are_listed_and_answered(inside: Inside) -> None:
    status, listed = inside.call("GET", "/services/data")
    assert status == 200
    assert [one["version"] for one in listed] == [f"{n}.0" for n in range(31, 69)]
    assert listed[-1] == {"label": "Winter '27", "url": "/services/data/v68.0", "version": "68.0"}
    for version in (OLDEST, 48, NEWEST):
        assert inside.call("GET", f"/services/data/v{version}.0/sobjects")[0] == 200


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("/services/data/v30.0/sobjects", (410, "UNSUPPORTED_API_VERSION")),
        ("/services/data/v69.0/sobjects", (404, "NOT_FOUND")),
        ("/services/data/v67.5/sobjects", (404, "NOT_FOUND")),
        ("/services/data/67.0/sobjects", (404, "NOT_FOUND")),
    ],
)
def test_other_versions_are_refused(inside: Inside, path: str, refused: tuple[int, str]) -> None:
    assert inside.refused("GET", path)[:2] == refused


def test_an_upsert_creates_changes_and_offers_a_choice(inside: Inside) -> None:
    where = "/sobjects/Account/ERP_Number__c/4711"
    status, made = inside.call("PATCH", where, {"Name": "One"})
    assert (status, made["created"]) == (201, True)
    status, changed = inside.call("PATCH", where, {"Name": "Two"})
    assert (status, changed["created"], changed["id"]) == (200, False, made["id"])
    other = inside.create("Account", Name="Three", ERP_Number__c="4711")
    both = [f"/services/data/v67.0/sobjects/Account/{one}" for one in (made["id"], other)]
    for method, body in (("GET", None), ("PATCH", {"Name": "Four"}), ("DELETE", None)):
        status, answer = inside.call(method, where, body)
        assert (status, sorted(answer)) == (300, sorted(both))
    assert inside.call("GET", f"/sobjects/Account/{other}", fields="Name")[1]["Name"] == "Three"


def test_an_upsert_before_v46_answers_a_change_without_a_body(inside: Inside) -> None:
    where = "/services/data/v45.0/sobjects/Account/ERP_Number__c/4711"
    status, made = inside.call("PATCH", where, {"Name": "One"})
    assert (status, set(made)) == (201, {"id", "success", "errors"})
    assert inside.call("PATCH", where, {"Name": "Two"}) == (204, None)


def test_an_upsert_that_may_only_update_makes_nothing(inside: Inside) -> None:
    accounts = inside.count("Account")
    where = "/sobjects/Account/ERP_Number__c/none?updateOnly=true"
    assert inside.refused("PATCH", where, {"Name": "X"})[:2] == (404, "NOT_FOUND")
    assert inside.count("Account") == accounts


def test_a_record_is_found_and_deleted_by_its_external_id(inside: Inside) -> None:
    made = inside.create("Account", Name="One", ERP_Number__c="a/b c")
    where = "/sobjects/Account/ERP_Number__c/a%2Fb%20c"
    assert inside.call("GET", f"{where}?fields=Name")[1]["Id"] == made
    assert inside.call("DELETE", where) == (204, None)
    assert inside.refused("GET", where)[0] == 404


def test_a_field_that_is_no_external_id_finds_nothing(inside: Inside) -> None:
    status, code, words = inside.refused("GET", "/sobjects/Account/Industry/Technology")
    assert (status, code) == (404, "NOT_FOUND")
    assert "Provided external ID field does not exist or is not accessible: Industry" in words


def test_a_client_without_patch_says_so_in_the_address(inside: Inside) -> None:
    made = inside.create("Account", Name="One")
    assert inside.call("POST", f"/sobjects/Account/{made}?_HttpMethod=PATCH", {"Name": "Two"})[0] == 204
    assert inside.call("GET", f"/sobjects/Account/{made}?fields=Name")[1]["Name"] == "Two"


def test_a_record_answers_those_it_points_to(inside: Inside) -> None:
    deal = inside.deal
    status, account = inside.call("GET", f"/sobjects/Opportunity/{deal['Id']}/Account?fields=Name")
    assert (status, account["Id"], account["attributes"]["type"]) == (200, deal["AccountId"], "Account")
    assert inside.refused("GET", f"/sobjects/Opportunity/{deal['Id']}/Nobody")[0] == 404


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("If-Modified-Since", "an hour ago", 200),
        ("If-Modified-Since", "in an hour", 304),
        ("If-Modified-Since", "yesterday", 200),
        ("If-Unmodified-Since", "an hour ago", 412),
        ("If-Unmodified-Since", "in an hour", 200),
        ("If-Unmodified-Since", "yesterday", 200),
    ],
)
def test_a_read_may_depend_on_a_date(inside: Inside, header: str, value: str, status: int) -> None:
    path = f"/sobjects/Opportunity/{inside.deal['Id']}"
    assert inside.call("GET", path, headers={header: DATES.get(value, value)})[0] == status


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("If-Unmodified-Since", "an hour ago", 412),
        ("If-Unmodified-Since", "in an hour", 204),
        ("If-Unmodified-Since", "yesterday", 400),
        ("If-Modified-Since", "in an hour", 412),
    ],
)
def test_a_change_may_depend_on_a_date(inside: Inside, header: str, value: str, status: int) -> None:
    path = f"/sobjects/Opportunity/{inside.deal['Id']}"
    assert (
        inside.call("PATCH", path, {"NextStep": "x"}, headers={header: DATES.get(value, value)})[0] == status
    )
    changed = inside.call("GET", f"{path}?fields=NextStep")[1]["NextStep"]
    assert changed == ("x" if status == 204 else None)


@pytest.mark.parametrize("path", ["/sobjects", "/sobjects/Quote", "/sobjects/Quote/describe"])
def test_a_description_is_sent_only_when_it_changed(inside: Inside, path: str) -> None:
    reply = inside.raw("GET", path)
    seen = {"If-Modified-Since": reply.headers["Last-Modified"]}
    assert inside.call("GET", path, headers=seen) == (304, None)
    assert inside.call("GET", path, headers={"If-Modified-Since": DATES["an hour ago"]})[0] == 200


def test_accounts_have_entity_tags_and_other_objects_have_none(inside: Inside) -> None:
    account, deal = inside.deal["AccountId"], inside.deal["Id"]
    tag = inside.raw("GET", f"/sobjects/Account/{account}").headers["ETag"]
    assert "ETag" not in inside.raw("GET", f"/sobjects/Opportunity/{deal}").headers
    path = f"/sobjects/Account/{account}"
    assert inside.call("GET", path, headers={"If-None-Match": tag})[0] == 304
    assert inside.call("GET", path, headers={"If-Match": '"other"'})[0] == 412
    assert inside.call("PATCH", path, {"Phone": "1"}, headers={"If-Match": "no tag"})[0] == 400
    assert inside.call("PATCH", path, {"Phone": "1"}, headers={"If-Match": f'"x", {tag}'})[0] == 204
    assert inside.call("PATCH", path, {"Phone": "2"}, headers={"If-Match": tag})[0] == 412
    assert inside.call("GET", path, headers={"If-None-Match": tag})[0] == 200


def test_what_was_deleted_and_changed_is_listed_by_time(inside: Inside) -> None:
    gone, kept = inside.create("Account", Name="Gone"), inside.create("Account", Name="Kept")
    inside.call("DELETE", f"/sobjects/Account/{gone}")
    span: dict[str, Any] = {
        "start": (NOW - timedelta(days=1)).isoformat(),
        "end": (NOW + timedelta(days=1)).isoformat(),
    }
    _, deleted = inside.call("GET", "/sobjects/Account/deleted", **span)
    assert [one["id"] for one in deleted["deletedRecords"]] == [gone]
    _, updated = inside.call("GET", "/sobjects/Account/updated/", **span)
    assert kept in updated["ids"]
    assert gone not in updated["ids"]
    assert inside.refused("GET", "/sobjects/Account/deleted", start=span["end"], end=span["start"])[0] == 400
    assert inside.code("GET", "/sobjects/Account/updated") == "MISSING_ARGUMENT"


def test_records_that_were_looked_at_are_the_recent_ones(inside: Inside) -> None:
    assert inside.call("GET", "/recent") == (200, [])
    names = [row["Name"] for row in inside.query("SELECT Name FROM Account ORDER BY Name LIMIT 2 FOR VIEW")]
    deal = inside.query("SELECT Name FROM Opportunity ORDER BY Id LIMIT 1 FOR REFERENCE")[0]["Name"]
    status, recent = inside.call("GET", "/recent")
    assert (status, [one["Name"] for one in recent]) == (200, [deal, *names])
    assert recent[0]["attributes"]["type"] == "Opportunity"
    assert len(inside.call("GET", "/recent?limit=1")[1]) == 1
    assert [one["Name"] for one in inside.call("GET", "/sobjects/Account")[1]["recentItems"]] == names
    inside.become("admin")
    assert inside.call("GET", "/recent") == (200, [])


@pytest.mark.parametrize("limit", ["0", "201", "x", "-1", "99999999999999"])
def test_the_number_of_recent_records_is_bounded(inside: Inside, limit: str) -> None:
    assert inside.refused("GET", f"/recent?limit={limit}")[0] == 400


def test_the_allowance_of_a_day_can_be_used_up(inside: Inside) -> None:
    inside.org.calls.allow(2)
    assert inside.call("GET", "/limits")[1]["DailyApiRequests"] == {"Max": 2, "Remaining": 1}
    assert inside.raw("GET", "/limits").headers["Sforce-Limit-Info"] == "api-usage=2/2"
    assert inside.refused("GET", "/limits") == (
        403,
        "REQUEST_LIMIT_EXCEEDED",
        "TotalRequests Limit exceeded.",
    )


def test_a_missing_body_is_told_from_a_broken_one(inside: Inside) -> None:
    assert "has no entity body" in inside.refused("POST", "/sobjects/Account")[2]
    assert inside.raw("POST", "/sobjects/Account", b"{").status == 400


def test_methods_that_an_address_does_not_know_are_told(inside: Inside) -> None:
    status, code, words = inside.refused("PATCH", "/sobjects/Account", {"Name": "x"})
    assert (status, code) == (405, "METHOD_NOT_ALLOWED")
    assert words == "HTTP Method 'PATCH' not allowed. Allowed are GET, HEAD, POST"
