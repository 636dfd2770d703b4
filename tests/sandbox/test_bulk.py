"""Bulk 2.0: rows come and go as CSV, each for itself; what cannot be read fails as a whole."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sandbox.bulk import sheets
from tests.sandbox.inside import Inside
from tests.thorough import tried

Json = dict[str, Any]


@pytest.fixture(scope="module")
def org() -> Inside:
    return Inside("admin")


def started(org: Inside, **body: Any) -> str:
    status, job = org.call("POST", "/jobs/ingest", {"object": "Account", "operation": "insert", **body})
    assert (status, job["state"]) == (200, "Open"), job
    return str(job["id"])


def released(org: Inside, rows: str, **body: Any) -> Json:
    """The job when it is over."""
    number = started(org, **body)
    put = org.raw("PUT", f"/jobs/ingest/{number}/batches", rows.encode(), {"content-type": "text/csv"})
    assert put.status == 201
    status, job = org.call("PATCH", f"/jobs/ingest/{number}", {"state": "UploadComplete"})
    assert (status, job["state"]) == (200, "UploadComplete")
    over: Json = org.call("GET", f"/jobs/ingest/{number}")[1]
    return over


def told(org: Inside, job: Json, which: str) -> list[dict[str, str]]:
    reply = org.raw("GET", f"/jobs/ingest/{job['id']}/{which}")
    assert reply.headers["Content-Type"] == "text/csv"
    return list(csv.DictReader(io.StringIO(reply.body.decode())))


def test_each_row_is_done_or_says_why_not(org: Inside) -> None:
    job = released(org, 'Name,ERP_Number__c\n"Acme, Graz",b1\n,b2\nTwin,b3\n')
    assert (job["state"], job["numberRecordsProcessed"], job["numberRecordsFailed"]) == ("JobComplete", 3, 1)
    done = told(org, job, "successfulResults")
    assert [(row["Name"], row["sf__Created"]) for row in done] == [("Acme, Graz", "true"), ("Twin", "true")]
    (failed,) = told(org, job, "failedResults")
    assert failed["sf__Error"] == "REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --"
    assert failed["ERP_Number__c"] == "b2"
    names = {row["Name"] for row in org.query("SELECT Name FROM Account WHERE ERP_Number__c LIKE 'b%'")}
    assert names == {"Acme, Graz", "Twin"}


def test_rows_are_changed_upserted_emptied_and_deleted(org: Inside) -> None:
    made = org.create("Account", Name="One", ERP_Number__c="u1", Phone="1")
    job = released(org, f"Id,Name,Phone\n{made},Other,#N/A\n", operation="update")
    assert job["numberRecordsFailed"] == 0
    (row,) = org.query("SELECT Name, Phone FROM Account WHERE ERP_Number__c = 'u1'")
    assert (row["Name"], row["Phone"]) == ("Other", None)
    upsert = {"operation": "upsert", "externalIdFieldName": "ERP_Number__c"}
    job = released(org, "ERP_Number__c,Name\nu1,Third\nu2,New\n", **upsert)
    created = [row["sf__Created"] for row in told(org, job, "successfulResults")]
    assert created == ["false", "true"]
    job = released(org, f"Id\n{made}\n{made}\n", operation="delete")
    assert (job["numberRecordsProcessed"], job["numberRecordsFailed"]) == (2, 1)
    assert org.query("SELECT Name FROM Account WHERE ERP_Number__c = 'u1'") == []


def test_a_parent_is_named_by_its_external_id_and_amounts_are_exact(org: Inside) -> None:
    org.create("Account", Name="Parent", ERP_Number__c="p1")
    rows = (
        "Name;Account.ERP_Number__c;StageName;CloseDate;Amount\nDeal;p1;Qualification;2027-01-31;1234567.89\n"
    )
    job = released(org, rows, object="Opportunity", columnDelimiter="SEMICOLON", lineEnding="CRLF")
    assert told(org, job, "failedResults") == [], job
    (row,) = org.query("SELECT Amount, Account.Name FROM Opportunity WHERE Name = 'Deal'")
    assert (row["Amount"], row["Account"]["Name"]) == (Decimal("1234567.89"), "Parent")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("", "the upload is empty"),
        ("Nme\nAcme\n", "Field name not found : Nme"),
        ("Name,name\na,b\n", "Duplicate fields"),
        ("Name,Phone\nAcme\n", "The number of columns differs"),
        ('Name\n"Acme\n', "The CSV cannot be read"),
        ("Name\n" + "x\n" * 10_001, "at most 10000 rows"),
    ],
)
def test_rows_that_cannot_be_read_fail_the_job_and_make_nothing(rows: str, words: str, org: Inside) -> None:
    before = len(org.query("SELECT Id FROM Account"))
    job = released(org, rows)
    assert (job["state"], words in job["errorMessage"]) == ("Failed", True), job
    assert len(org.query("SELECT Id FROM Account")) == before


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"object": "Teapot"}, "INVALIDENTITY"),
        ({"operation": "stir"}, "INVALIDOPERATION"),
        ({"operation": "upsert"}, "INVALIDJOB"),
        ({"columnDelimiter": "SLASH"}, "INVALIDJOB"),
        ({"contentType": "XML"}, "INVALIDJOB"),
        ({"lineEnding": "CR"}, "INVALIDJOB"),
    ],
)
def test_a_job_that_could_not_be_done_is_refused(body: Json, code: str, org: Inside) -> None:
    status, answer = org.call("POST", "/jobs/ingest", {"object": "Account", "operation": "insert", **body})
    assert (status, answer[0]["errorCode"]) == (400, code)


def test_an_aborted_job_tells_its_rows_as_not_looked_at(org: Inside) -> None:
    number = started(org)
    org.raw("PUT", f"/jobs/ingest/{number}/batches", b"Name\nNever\n", {"content-type": "text/csv"})
    status, refused = org.call("DELETE", f"/jobs/ingest/{number}")
    assert (status, refused[0]["errorCode"]) == (400, "API_ERROR")
    org.call("PATCH", f"/jobs/ingest/{number}", {"state": "Aborted"})
    assert [row["Name"] for row in told(org, {"id": number}, "unprocessedrecords")] == ["Never"]
    status, refused = org.call("PATCH", f"/jobs/ingest/{number}", {"state": "UploadComplete"})
    assert (status, refused[0]["errorCode"]) == (400, "INVALIDJOBSTATE")
    assert org.call("DELETE", f"/jobs/ingest/{number}")[0] == 204
    assert org.call("GET", f"/jobs/ingest/{number}")[0] == 404


def test_rows_are_uploaded_once_as_csv(org: Inside) -> None:
    number = started(org)
    assert org.raw("PUT", f"/jobs/ingest/{number}/batches", b"{}").status == 400
    assert org.call("PATCH", f"/jobs/ingest/{number}", {"state": "UploadComplete"})[0] == 400
    for status in (201, 400):
        reply = org.raw("PUT", f"/jobs/ingest/{number}/batches", b"Name\nA\n", {"content-type": "text/csv"})
        assert reply.status == status
    broken = started(org)
    reply = org.raw("PUT", f"/jobs/ingest/{broken}/batches", b"Name\n\xff\n", {"content-type": "text/csv"})
    assert reply.status == 400


def test_the_rows_may_come_with_the_job(org: Inside) -> None:
    edge = "frontier"
    said = json.dumps({"object": "Account", "operation": "insert"})
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="job"\r\nContent-Type: application/json\r\n\r\n'
        f'{said}\r\n--{edge}\r\nContent-Disposition: form-data; name="content"; filename="rows.csv"\r\n'
        f"Content-Type: text/csv\r\n\r\nName\nMultipart\n\r\n--{edge}--\r\n"
    )
    kind = {"content-type": f"multipart/form-data; boundary={edge}"}
    job = json.loads(org.raw("POST", "/jobs/ingest", body.encode(), kind).body)
    assert job["state"] == "UploadComplete"
    assert [row["Name"] for row in told(org, job, "successfulResults")] == ["Multipart"]


def test_an_answer_is_a_table_in_parts(org: Inside) -> None:
    asked = {"operation": "query", "query": "SELECT Name, Account.Name, IsDeleted FROM Opportunity"}
    job = org.call("POST", "/jobs/query", asked)[1]
    assert org.call("GET", f"/jobs/query/{job['id']}")[1]["state"] == "JobComplete"
    rows, locator = list[dict[str, str]](), "0"
    while locator != "null":
        reply = org.raw("GET", f"/jobs/query/{job['id']}/results", maxRecords="3", locator=locator)
        locator = reply.headers["Sforce-Locator"]
        part = list(csv.DictReader(io.StringIO(reply.body.decode())))
        assert reply.headers["Sforce-NumberOfRecords"] == str(len(part))
        rows += part
    wanted = org.query("SELECT Name, Account.Name FROM Opportunity")
    assert [(row["Name"], row["Account.Name"], row["IsDeleted"]) for row in rows] == [
        (one["Name"], one["Account"]["Name"], "false") for one in wanted
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT COUNT(Id) FROM Account", "API_ERROR"),
        ("SELECT Id, (SELECT Id FROM Quotes) FROM Opportunity", "API_ERROR"),
        ("SELECT Nope FROM Account", "INVALID_FIELD"),
        ("SELECT", "MALFORMED_QUERY"),
        ("", "API_ERROR"),
    ],
)
def test_what_has_no_place_in_a_table_is_refused(text: str, code: str, org: Inside) -> None:
    status, answer = org.call("POST", "/jobs/query", {"operation": "query", "query": text})
    assert (status, answer[0]["errorCode"]) == (400, code)


@pytest.mark.parametrize("asked", [{"locator": "x"}, {"locator": "999"}, {"maxRecords": "-1"}])
def test_a_part_that_is_not_there_is_refused(asked: dict[str, Any], org: Inside) -> None:
    job = org.call("POST", "/jobs/query", {"operation": "query", "query": "SELECT Id FROM Account"})[1]
    reply = org.raw("GET", f"/jobs/query/{job['id']}/results", **asked)
    assert (reply.status, b"INVALIDLOCATOR" in reply.body) == (400, True)


def test_jobs_are_listed_and_only_so_many_are_kept() -> None:
    org = Inside("admin")
    for _ in range(200):
        started(org)
    assert len(org.call("GET", "/jobs/ingest")[1]["records"]) == 200
    status, answer = org.call("POST", "/jobs/ingest", {"object": "Account", "operation": "insert"})
    assert (status, answer[0]["errorCode"]) == (400, "LIMIT_EXCEEDED")


def test_a_job_of_a_reader_does_nothing() -> None:
    org = Inside("readonly")
    job = released(org, "Name\nAcme\n")
    (failed,) = told(org, job, "failedResults")
    assert failed["sf__Error"].startswith("INSUFFICIENT_ACCESS_OR_READONLY")


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=2, max_size=2)
    ),
    st.sampled_from(sorted(sheets.DELIMITERS)),
    st.sampled_from(sorted(sheets.LINE_ENDS)),
)
@settings(max_examples=tried(200), deadline=None)
def test_what_is_written_is_read_again(rows: list[list[str]], delimiter: str, end: str) -> None:
    form = {"columnDelimiter": delimiter, "lineEnding": end}
    sign, line_end = sheets.form_of(form)
    data = sheets.written(["a", "b"], rows, delimiter=sign, end=line_end)
    assert sheets.read(data.decode(), delimiter=sign) == (["a", "b"], rows)
