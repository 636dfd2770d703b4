"""SOAP `login()`, for old clients: off in a fresh org, and gone from version 65.0 on.

Nothing else of that SOAP API is here.
"""

import re

from .database import Row
from .oauth.people import person_with
from .oauth.refusals import OAuthRefused
from .org import Org
from .soap_envelope import FAULTS, UNREADABLE, Fault, answered, elements, read, refused
from .switches import SOAP_LOGIN
from .tokens import LIFE
from .wire import Reply, Request

PATHS = ("/services/Soap/u/", "/services/Soap/c/")
_PATH = re.compile(r"/services/Soap/([uc])/(\d{1,3})\.0(?:/\w*)?", re.ASCII)
_OLDEST, _LAST = 31, 64
_LONGEST = 64 * 1024


def answer(org: Org, request: Request) -> Reply:
    try:
        return answered(_logged_in(org, request), namespace=FAULTS)
    except Fault as fault:
        return refused(fault, namespace=FAULTS)


def _logged_in(org: Org, request: Request) -> str:
    match = _PATH.fullmatch(request.path)
    if match is None or not _OLDEST <= int(match[2]) <= _LAST:
        raise Fault("UNSUPPORTED_API_VERSION", "login() is there in the versions 31.0 to 64.0")
    asked = _read(request)
    if not org.switches.on(SOAP_LOGIN):
        words = "SOAP API login() is disabled by default in this org. "
        raise Fault("INVALID_OPERATION", words + "Contact the org administrator to enable SOAP API login().")
    return _answered(org, _user(org, asked), door=str(match[1]), version=str(match[2]))


def _read(request: Request) -> dict[str, str]:
    """username, password and, where it was said, organizationId."""
    root, call = read(request, most=_LONGEST)
    if str(call.tag).rpartition("}")[2] != "login":
        raise Fault(UNREADABLE, "the request is no SOAP envelope with login()")
    wanted = ("username", "password", "organizationId")
    found = {str(one.tag).rpartition("}")[2]: one.text or "" for one in root.iter()}
    return {name: found[name] for name in wanted if name in found}


def _user(org: Org, asked: dict[str, str]) -> Row:
    wrong = Fault("INVALID_LOGIN", "Invalid username, password, security token; or user locked out.")
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
        f'<loginResponse xmlns="urn:{kind}.soap.sforce.com"><result>{elements(result)}'
        f"<userInfo>{elements(person)}</userInfo></result></loginResponse>"
    )
