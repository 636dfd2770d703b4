"""Whatever is sent, the vendor's kind of error comes back: never a failure of the sandbox's own."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.sandbox.routes import ROUTES
from app.sandbox.wire import Reply
from tests.sandbox.inside import DATA, Inside
from tests.thorough import tried

IDS = ("001Qw0000000001IAA", "006Qw0000000001", "0Q0Qw0000000001", "069Qw0000000001IAA", "005Qw0000000001AAA")
OBJECTS = (
    "Account",
    "opportunity",
    "Quote",
    "QuoteLineItem",
    "ContentVersion",
    "ContentDocumentLink",
    "Order",
    "User",
)
KEYS = ("Id", "QW_Key__c", "ERP_Number__c", "Name", "VersionData", "Account", "attributes", "IsDeleted")
JUNK: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    10**30,
    1.5e300,
    "",
    " ",
    "x",
    "x" * 40_000,
    "\x00",
    "é\u2028𝄞",
    "@{a.id}",
    "@{a.id",
    "@{}",
    "@{a.id[99999999999999999999]}",
    "2027-02-30",
    "9999-12-31T23:59:59+14:00",
    "0001-01-01T00:00:00+14:00",
    [],
    [[]],
    {},
    {"records": []},
    {"records": [{}]},
    {"attributes": 5},
    {"Id": None},
    "../..",
    "%",
    *IDS,
)
RECORD = {"attributes": {"type": "Account", "referenceId": "r"}, "Name": "A", "ERP_Number__c": "1"}
PART = {"method": "POST", "url": f"{DATA}/sobjects/Account", "referenceId": "a", "body": {"Name": "A"}}
INNER = {
    "method": "PATCH",
    "url": f"{DATA}/composite/sobjects",
    "referenceId": "b",
    "body": {"records": [RECORD]},
}
QUERY = {"method": "GET", "url": f"{DATA}/query?q=SELECT+Id+FROM+Account", "referenceId": "c"}
READ = {"method": "GET", "url": DATA + "/sobjects/Account/@{a.id}", "referenceId": "r"}
CONDITIONAL = {
    **PART,
    "method": "PATCH",
    "url": f"{DATA}/sobjects/Opportunity/{IDS[1]}",
    "referenceId": "d",
    "httpHeaders": {"If-Unmodified-Since": "Tue, 10 Aug 2010 00:00:00 GMT"},
}
BODIES: tuple[Any, ...] = (
    {"Name": "A", "QW_Key__c": "k", "OpportunityId": IDS[1], "Account": {"ERP_Number__c": "1"}},
    {"PathOnClient": "a.pdf", "VersionData": "YQ==", "ContentDocumentId": IDS[3], "LinkedEntityId": IDS[0]},
    {
        "StageName": "Closed Won",
        "Amount": 5,
        "CloseDate": "2027-01-01",
        "SyncedQuoteId": None,
        "Probability": 3,
    },
    {
        "Quantity": 1,
        "UnitPrice": "5",
        "Discount": 3,
        "QuoteId": IDS[2],
        "PricebookEntryId": IDS[0],
        "OrderId": IDS[0],
    },
    {
        "allOrNone": True,
        "records": [RECORD, {"attributes": {"type": "Contact"}, "id": IDS[0], "LastName": "B"}],
    },
    {"ids": [IDS[0]], "fields": ["Name", "Id"]},
    {
        "records": [
            {**RECORD, "Contacts": {"records": [{"attributes": {"type": "Contact", "referenceId": "c"}}]}}
        ]
    },
    {"allOrNone": False, "collateSubrequests": False, "compositeRequest": [PART, INNER, QUERY, CONDITIONAL]},
    {"graphs": [{"graphId": "g", "compositeRequest": [PART, READ]}]},
    {
        "haltOnError": True,
        "batchRequests": [{"method": "GET", "url": "v67.0/sobjects/Account", "richInput": {}}],
    },
)
QUERIES = (
    "",
    "q=SELECT+Id+FROM+Account",
    "q=SELECT",
    "q=%ff&columns=true",
    "explain=x",
    "fields=Name,,Nix",
    "fields=",
    "ids=,x," + IDS[0] + "&fields=Name,x",
    "start=x&end=y",
    "start=0001-01-01&end=9999-12-31T23:59:59-14:00",
    "limit=²",
    "updateOnly=true",
    "_HttpMethod=DELETE",
    "_HttpMethod=PUT",
    "allOrNone=true&ids=" + IDS[1],
)
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"If-Unmodified-Since": "Tue, 99 Aug 2010 00:00:00 GMT", "If-Match": '"'},
    {"If-Modified-Since": "Mon, 01 Jan 0001 00:00:00 +1400", "If-None-Match": "*"},
    {"Sforce-Query-Options": "batchSize=99999"},
    {"Content-Type": "application/xml"},
    {"Content-Type": "multipart/form-data; boundary=x"},
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from _places(item, (*path, key))


def _spoiled(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    """The value with that place replaced."""
    if not path:
        return junk
    made = copy.deepcopy(value)
    place = made
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = junk
    return made


@st.composite
def _body(draw: st.DrawFn) -> bytes:
    value: Any = draw(st.sampled_from(BODIES))
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.sampled_from(list(_places(value))))
        value = _spoiled(value, place, draw(st.sampled_from(JUNK)))
    text = json.dumps(value).encode()
    return text[: draw(st.integers(0, len(text)))] if draw(st.integers(0, 9)) == 0 else text


_FILLED = {
    "{object}": (*OBJECTS, "Nothing", "Account%00"),
    "{id}": (*IDS, "x", "%00", "001Qw0000000001ZZZ"),
    "{key}": KEYS + IDS,
    "{value}": ("1", "VersionData", "Account", "%2F", "x" * 300),
    "{locator}": ("01gQw0000000001-2000", "x", "-", "01gQw0000000001MAA-²"),
}


@st.composite
def _path(draw: st.DrawFn) -> str:
    route = draw(st.sampled_from(ROUTES))
    parts = [draw(st.sampled_from(_FILLED[part])) if part in _FILLED else part for part in route.pattern]
    return "/" + "/".join(parts) + draw(st.sampled_from(("", "", "/", "/nothing")))


def _is_the_vendors(reply: Reply) -> bool:
    if reply.status < 400:
        return True
    answer = json.loads(reply.body)
    if isinstance(answer, dict):
        return answer["hasErrors"] is True
    return all(isinstance(one["errorCode"], str) and isinstance(one["message"], str) for one in answer)


@settings(max_examples=tried(500), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS")),
    path=_path(),
    query=st.sampled_from(QUERIES),
    headers=st.sampled_from(HEADERS),
    body=_body(),
)
def test_no_call_fails_in_a_way_of_the_sandboxs_own(
    inside: Inside, method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> None:
    reply = inside.raw(method, f"{path}?{query}", body, headers)
    assert reply.status < 500, reply.body
    assert _is_the_vendors(reply), reply.body


@settings(max_examples=tried(300), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from([f"/{one.path}" for one in ROUTES if "POST" in one.deeds]), body=_body())
def test_spoiled_bodies_are_refused_where_they_belong(inside: Inside, path: str, body: bytes) -> None:
    for name in ("Account", "ContentVersion"):
        reply = inside.raw("POST", path.replace("{object}", name), body)
        assert reply.status < 500, reply.body
        assert _is_the_vendors(reply), reply.body


@settings(max_examples=tried(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300))
def test_bytes_that_are_no_json_are_refused(inside: Inside, body: bytes) -> None:
    for kind in ("application/json", "multipart/form-data; boundary=b"):
        reply = inside.raw("POST", "/composite", body, {"Content-Type": kind})
        assert reply.status < 500, reply.body
        assert _is_the_vendors(reply), reply.body
