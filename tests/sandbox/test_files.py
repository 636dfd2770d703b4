"""Files: as JSON and as the second part of a multipart body, linked, versioned, read back byte by byte."""

import base64
import json
from typing import Any

import pytest

from tests.sandbox.inside import Inside, Json

BYTES = bytes(range(256)) * 40 + b"\r\n--b--\r\nnot the end\r\n"
KIND = {"Content-Type": 'multipart/form-data; boundary="a-very-long-boundary"'}


def _multipart(record: Any, **binaries: bytes) -> bytes:
    head = b"--a-very-long-boundary\r\nContent-Disposition: form-data; name="
    text = json.dumps(record).encode()
    parts = [head + b'"entity_content"\r\nContent-Type: application/json\r\n\r\n' + text]
    parts += [
        head + f'"{name}"; filename="f"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode() + data
        for name, data in binaries.items()
    ]
    return b"\r\n".join([*parts, b"--a-very-long-boundary--\r\n"])


def _sent(inside: Inside, path: str, record: Any, **binaries: bytes) -> tuple[int, Any]:
    reply = inside.raw("POST", path, _multipart(record, **binaries), KIND)
    return reply.status, json.loads(reply.body)


def _bytes(inside: Inside, version: str) -> bytes:
    address = inside.call("GET", f"/sobjects/ContentVersion/{version}?fields=VersionData")[1]["VersionData"]
    reply = inside.raw("GET", address)
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/octet-stream")
    return reply.body


def test_bytes_come_back_whether_they_came_as_json_or_as_a_part(inside: Inside) -> None:
    record = {"Title": "T", "PathOnClient": "t.bin", "FirstPublishLocationId": inside.deal["Id"]}
    status, made = _sent(inside, "/sobjects/ContentVersion", record, VersionData=BYTES)
    assert (status, _bytes(inside, made["id"])) == (201, BYTES)
    other = inside.create("ContentVersion", **record, VersionData=base64.b64encode(BYTES).decode())
    assert _bytes(inside, other) == BYTES
    soql = "SELECT ContentSize, FileExtension, Checksum FROM ContentVersion WHERE IsLatest = TRUE"
    one, two = inside.query(soql)
    assert (one["ContentSize"], one["FileExtension"]) == (len(BYTES), "bin")
    assert one["Checksum"] == two["Checksum"]


def _links(inside: Inside, record_id: str) -> list[Json]:
    soql = "SELECT ContentDocumentId, ShareType FROM ContentDocumentLink WHERE LinkedEntityId = "
    return inside.query(f"{soql}'{record_id}'")


def test_a_document_is_linked_to_further_records_and_only_once_to_each(inside: Inside) -> None:
    deal, account = inside.deal["Id"], inside.deal["AccountId"]
    record = {"PathOnClient": "t.pdf", "VersionData": "JVBERi0=", "FirstPublishLocationId": deal}
    inside.create("ContentVersion", **record)
    document = _links(inside, deal)[0]["ContentDocumentId"]
    inside.create("ContentDocumentLink", ContentDocumentId=document, LinkedEntityId=account, ShareType="V")
    assert [one["ContentDocumentId"] for one in _links(inside, account)] == [document]
    body = {"ContentDocumentId": document, "LinkedEntityId": account, "ShareType": "I"}
    status, code, words = inside.refused("POST", "/sobjects/ContentDocumentLink", body)
    assert (status, code) == (400, "DUPLICATE_VALUE")
    assert "is already linked with the entity with ID" in words


def test_a_second_version_replaces_the_first_as_the_latest(inside: Inside) -> None:
    first = inside.create("ContentVersion", PathOnClient="t.txt", VersionData="YQ==")
    document = inside.call("GET", f"/sobjects/ContentVersion/{first}")[1]["ContentDocumentId"]
    second = inside.create(
        "ContentVersion", PathOnClient="t.txt", VersionData="Yg==", ContentDocumentId=document
    )
    soql = "SELECT Id, VersionNumber FROM ContentVersion WHERE IsLatest = TRUE AND ContentDocumentId = "
    assert [(one["Id"], one["VersionNumber"]) for one in inside.query(f"{soql}'{document}'")] == [
        (second, "2")
    ]
    assert (_bytes(inside, first), _bytes(inside, second)) == (b"a", b"b")


def test_a_quotes_document_is_numbered_and_read_back(inside: Inside) -> None:
    quote = inside.quote()
    status, made = _sent(inside, "/sobjects/QuoteDocument", {"QuoteId": quote}, Document=BYTES)
    assert status == 201
    assert inside.raw("GET", f"/sobjects/QuoteDocument/{made['id']}/Document").body == BYTES
    assert inside.call("GET", f"/sobjects/QuoteDocument/{made['id']}")[1]["Name"].endswith("_V1.pdf")


def test_bytes_of_an_existing_record_cannot_be_changed(inside: Inside) -> None:
    made = inside.create("ContentVersion", PathOnClient="t.txt", VersionData="YQ==")
    code = inside.code("PATCH", f"/sobjects/ContentVersion/{made}", {"VersionData": "Yg=="})
    assert code == "INVALID_FIELD_FOR_INSERT_UPDATE"


def test_a_collection_takes_its_bytes_by_the_names_of_parts(inside: Inside) -> None:
    def named(part: str) -> Json:
        attributes = {"type": "ContentVersion", "binaryPartName": part, "binaryPartNameAlias": "VersionData"}
        return {"attributes": attributes, "PathOnClient": f"{part}.bin"}

    records = [named("one"), named("two"), named("none")]
    status, answer = _sent(inside, "/composite/sobjects", {"records": records}, one=b"1", two=BYTES)
    assert (status, [one["success"] for one in answer]) == (200, [True, True, False])
    assert [_bytes(inside, one["id"]) for one in answer[:2]] == [b"1", BYTES]


def test_a_batch_takes_its_bytes_by_the_names_of_parts(inside: Inside) -> None:
    request = {
        "method": "POST",
        "url": "v67.0/sobjects/ContentVersion",
        "richInput": {"PathOnClient": "x.bin"},
        "binaryPartName": "part",
        "binaryPartNameAlias": "VersionData",
    }
    _, answer = _sent(inside, "/composite/batch", {"batchRequests": [request]}, part=BYTES)
    assert _bytes(inside, answer["results"][0]["result"]["id"]) == BYTES


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=a-very-long-boundary"),
        (b"nonsense", "multipart/form-data; boundary=a-very-long-boundary"),
        (b"nonsense", "multipart/form-data"),
        (b"nonsense", 'multipart/form-data; boundary="\xff\xfe"'),
        (_multipart({})[:-30], "multipart/form-data; boundary=a-very-long-boundary"),
        (_multipart([1]), "multipart/form-data; boundary=a-very-long-boundary"),
        (
            _multipart({"PathOnClient": "x"}, Nothing=b"x"),
            "multipart/form-data; boundary=a-very-long-boundary",
        ),
        (_multipart({"PathOnClient": "x"}, Title=b"x"), "multipart/form-data; boundary=a-very-long-boundary"),
        (b"{}", "text/plain"),
    ],
)
def test_broken_multipart_bodies_are_refused(inside: Inside, body: bytes, kind: str) -> None:
    reply = inside.raw("POST", "/sobjects/ContentVersion", body, {"Content-Type": kind})
    assert reply.status in (400, 415)
    assert inside.count("ContentVersion") == 0
