"""Deploying and retrieving as clients do, within the test's own process."""

import base64
import json
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET

from tests.sandbox.inside import Inside
from tests.sandbox.packages import unzipped

Json = dict[str, Any]
SPACE = "{http://soap.sforce.com/2006/04/metadata}"


def deployed(org: Inside, data: bytes, **options: bool) -> Json:
    """The result of a deployment by REST."""
    edge = "frontier"
    told = json.dumps({"deployOptions": options}).encode()
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="json"\r\nContent-Type: application/json\r\n\r\n'
    ).encode() + told
    body += (
        f'\r\n--{edge}\r\nContent-Disposition: form-data; name="file"; filename="deploy.zip"\r\n'
        "Content-Type: application/zip\r\n\r\n"
    ).encode()
    body += data + f"\r\n--{edge}--\r\n".encode()
    kind = {"content-type": f"multipart/form-data; boundary={edge}"}
    answer = json.loads(org.raw("POST", "/metadata/deployRequest", body, kind).body)
    assert answer["deployResult"]["status"] == "Pending", answer
    status, told_later = org.call("GET", f"/metadata/deployRequest/{answer['id']}", includeDetails="true")
    assert status == 200
    result: Json = told_later["deployResult"]
    return result


def failures(result: Json) -> list[str]:
    return [f"{one['fileName']}: {one['problem']}" for one in result["details"]["componentFailures"]]


def soap(org: Inside, inner: str, *, session: str | None = None) -> ET.Element:
    token = org.headers["authorization"].removeprefix("Bearer ") if session is None else session
    text = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:m="http://soap.sforce.com/2006/04/metadata"><e:Header><m:SessionHeader>'
        f"<m:sessionId>{token}</m:sessionId></m:SessionHeader></e:Header><e:Body>{inner}</e:Body></e:Envelope>"
    )
    reply = org.raw("POST", "/services/Soap/m/67.0", text.encode(), {"content-type": "text/xml"})
    return ET.fromstring(reply.body)  # noqa: S314 - what the sandbox itself said


def retrieved(org: Inside, **members: list[str]) -> dict[str, str]:
    types = "".join(_types(kind, names) for kind, names in members.items())
    asked = f"<m:retrieveRequest><m:unpackaged>{types}</m:unpackaged></m:retrieveRequest>"
    number = soap(org, f"<m:retrieve>{asked}</m:retrieve>").findtext(f".//{SPACE}id")
    status = f"<m:checkRetrieveStatus><m:asyncProcessId>{number}</m:asyncProcessId></m:checkRetrieveStatus>"
    files = unzipped(base64.b64decode(soap(org, status).findtext(f".//{SPACE}zipFile") or ""))
    return {path.removeprefix("unpackaged/"): text for path, text in files.items()}


def _types(kind: str, names: Iterable[str]) -> str:
    members = "".join(f"<m:members>{one}</m:members>" for one in names)
    return f"<m:types>{members}<m:name>{kind}</m:name></m:types>"
