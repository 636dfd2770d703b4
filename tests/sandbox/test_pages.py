"""The org's pages over HTTP: what stands on them, and that text from records stays text."""

import re

import requests

from app.sandbox.seed_rows import HOSTILE_NAME
from tests.sandbox.client import Client


def page(crm: Client, path: str) -> requests.Response:
    return requests.get(crm.sandbox.org + path, timeout=9)


def test_the_list_links_to_every_opportunity_and_shows_hostile_text_as_text(crm: Client) -> None:
    reply = page(crm, "/")
    assert len(re.findall(r'href="/lightning/r/Opportunity/[A-Za-z0-9]{18}/view\?user=rep"', reply.text)) == 5
    assert "<script>alert" not in reply.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in reply.text
    assert HOSTILE_NAME not in reply.text
    assert "script-src 'self'" in reply.headers["Content-Security-Policy"]


def test_every_text_of_a_quote_is_escaped(crm: Client) -> None:
    bad = "<img src=x onerror=alert(1)>"
    deal = crm.query("SELECT Id, Pricebook2Id FROM Opportunity WHERE Account.Name LIKE 'Muller%'")[0]
    quote = crm.quote(OpportunityId=deal["Id"], Name=bad, QW_Key__c=bad)
    crm.line(quote, Description=bad)
    crm.create(
        "ContentVersion", Title=bad, PathOnClient=bad, VersionData="PGI+", FirstPublishLocationId=quote
    )
    crm.call("PATCH", f"/sobjects/Opportunity/{deal['Id']}", {"Name": bad, "StageName": bad})
    for path in (f"/lightning/r/Opportunity/{deal['Id']}/view", f"/ui/live?record={deal['Id']}", "/"):
        reply = page(crm, path)
        assert reply.status_code == 200
        assert "<img" not in reply.text
    assert page(crm, f"/lightning/r/Opportunity/{deal['Id']}/view").text.count("&lt;img") >= 5


def test_the_record_page_shows_quotes_totals_lines_and_files(crm: Client) -> None:
    crm.graph(crm.quote_nodes("k-1", 2))
    deal = crm.deal["Id"]
    text = page(crm, f"/lightning/r/Opportunity/{deal[:15]}/view").text
    assert "Configure quote" in text
    assert text.count("EUR 40.20") >= 2
    assert "Synced" in text
    assert "MX900 macro base station" in text
    link = re.findall(r'href="(/ui/file/068[A-Za-z0-9]+)"', text)[0]
    reply = page(crm, link)
    assert (reply.headers["Content-Type"], reply.content) == ("application/pdf", b"%PDF-1.4")


def test_a_file_that_is_no_pdf_is_never_shown_in_the_page(crm: Client) -> None:
    made = crm.create("ContentVersion", PathOnClient='x".html', VersionData="PHNjcmlwdD4=")
    reply = page(crm, f"/ui/file/{made}")
    assert reply.headers["Content-Type"] == "application/octet-stream"
    assert reply.headers["Content-Disposition"] == 'attachment; filename="x-.html"'
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_that_are_not_there_say_so(crm: Client) -> None:
    for path in (
        "/nope",
        "/lightning/r/Opportunity/x/view",
        "/ui/file/x",
        "/ui/static/../org.py",
        "/ui/live?record=1",
    ):
        assert page(crm, path).status_code == 404


def test_only_the_record_page_gets_a_signed_request(crm: Client) -> None:
    body = {"record": crm.deal["Id"], "user": "rep"}
    address = f"{crm.sandbox.org}/ui/launch"
    assert requests.post(address, json=body, timeout=9).status_code == 403
    assert (
        requests.post(address, json=body, headers={"Origin": "http://localhost:8000"}, timeout=9).status_code
        == 403
    )
    assert (
        requests.post(address, json=body, headers={"Origin": crm.sandbox.org}, timeout=9).status_code == 200
    )


def test_a_page_asked_for_under_another_name_leads_to_the_orgs_own(crm: Client) -> None:
    other = crm.sandbox.org.replace("127.0.0.1", "localhost")
    reply = requests.get(f"{other}/?user=admin", timeout=9, allow_redirects=False)
    assert (reply.status_code, reply.headers["Location"]) == (302, f"{crm.sandbox.org}/?user=admin")
    assert requests.get(f"{other}/services/data", timeout=9).status_code == 200
