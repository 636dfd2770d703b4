"""SOAP `login()`, for old clients: off in a fresh org, and gone from version 65.0 on.

Nothing else of the SOAP API is here. Faults come with status 500, as SOAP 1.1 has it and the vendor does.
"""

import re
from html import escape
from xml.etree import ElementTree as ET

from .database import Row
from .oauth.people import person_with
from .oauth.refusals import OAuthRefused
from .org import Org
from .switches import SOAP_LOGIN
from .tokens import LIFE
from .wire import Reply, Request

PATHS = ("/services/Soap/u/", "/services/Soap/c/")
_PATH = re.compile(r"/services/Soap/([uc])/(\d{1,3})\.0(?:/\w*)?", re.ASCII)
_OLDEST, _LAST = 31, 64
_LONGEST = 64 * 1024
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"


class _Fault(Exception):
    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


def answer(org: Org, request: Request) -> Reply:
    try:
        return _xml(200, _logged_in(org, request))
    except _Fault as fault:
        return _xml(500, _fault(fault))


def _logged_in(org: Org, request: Request) -> str:
    match = _PATH.fullmatch(request.path)
    if match is None or not _OLDEST <= int(match[2]) <= _LAST:
        raise _Fault("UNSUPPORTED_API_VERSION", "login() is there in the versions 31.0 to 64.0")
    asked = _read(request)
    if not org.switches.on(SOAP_LOGIN):
        words = "SOAP API login() is disabled by default in this org. "
        raise _Fault("INVALID_OPERATION", words + "Contact the org administrator to enable SOAP API login().")
    return _answered(org, _user(org, asked), door=str(match[1]), version=str(match[2]))


def _read(request: Request) -> dict[str, str]:
    """username, password and, where it was said, organizationId. A DTD could make a short text long."""
    unreadable = _Fault("soapenv:Client", "the request is no SOAP envelope with login()")
    if request.method != "POST" or len(request.body) > _LONGEST:
        raise unreadable
    try:
        text = request.body.decode()
        root = None if "<!DOCTYPE" in text else ET.fromstring(text)  # noqa: S314 no DTD, bounded
    except (ValueError, ET.ParseError, RecursionError):
        raise unreadable from None
    body = None if root is None else root.find(f"{{{_ENVELOPE}}}Body")
    if root is None or body is None or not len(body) or str(body[0].tag).rpartition("}")[2] != "login":
        raise unreadable
    wanted = ("username", "password", "organizationId")
    found = {str(one.tag).rpartition("}")[2]: one.text or "" for one in root.iter()}
    return {name: found[name] for name in wanted if name in found}


def _user(org: Org, asked: dict[str, str]) -> Row:
    wrong = _Fault("INVALID_LOGIN", "Invalid username, password, security token; or user locked out.")
    here = str(org.organization()["Id"])
    if asked.get("organizationId", here)[:15] != here[:15]:
        raise wrong
    try:
        return person_with(org, asked.get("username", ""), asked.get("password", ""))
    except OAuthRefused:
        raise wrong from None


def _answered(org: Org, user: Row, *, door: str, version: str) -> str:
    organization = org.organization()
    short = organization["Id"][:15]
    soap = f"{org.addresses.tls}/services/Soap"
    person = {
        "organizationId": organization["Id"],
        "organizationName": organization["Name"],
        "profileId": user["ProfileId"],
        "sessionSecondsValid": str(LIFE),
        "userEmail": user["Email"],
        "userFullName": user["Name"],
        "userId": user["Id"],
        "userLanguage": user["LanguageLocaleKey"],
        "userLocale": user["LocaleSidKey"],
        "userName": user["Username"],
        "userTimeZone": user["TimeZoneSidKey"],
        "userType": "Standard",
    }
    result = {
        "metadataServerUrl": f"{soap}/m/{version}.0/{short}",
        "passwordExpired": "false",
        "sandbox": "true" if organization["IsSandbox"] else "false",
        "serverUrl": f"{soap}/{door}/{version}.0/{short}",
        "sessionId": org.tokens.issue(organization["Id"], user["Id"]),
        "userId": user["Id"],
    }
    kind = "partner" if door == "u" else "enterprise"
    return (
        f'<loginResponse xmlns="urn:{kind}.soap.sforce.com"><result>{_elements(result)}'
        f"<userInfo>{_elements(person)}</userInfo></result></loginResponse>"
    )


def _elements(values: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(text or '')}</{name}>" for name, text in values.items())


def _fault(fault: _Fault) -> str:
    if fault.code.startswith("soapenv:"):
        words = _elements({"faultcode": fault.code, "faultstring": fault.words})
        return f"<soapenv:Fault>{words}</soapenv:Fault>"
    said = _elements({"faultcode": f"sf:{fault.code}", "faultstring": f"{fault.code}: {fault.words}"})
    detail = _elements({"sf:exceptionCode": fault.code, "sf:exceptionMessage": fault.words})
    name = "LoginFault" if fault.code == "INVALID_LOGIN" else "UnexpectedErrorFault"
    inner = f'<sf:{name} xsi:type="sf:{name}">{detail}</sf:{name}>'
    return f"<soapenv:Fault>{said}<detail>{inner}</detail></soapenv:Fault>"


def _xml(status: int, body: str) -> Reply:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{_ENVELOPE}" '
        'xmlns:sf="urn:fault.partner.soap.sforce.com" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    )
    return Reply(status, text.encode(), {"Content-Type": "text/xml; charset=utf-8"})
