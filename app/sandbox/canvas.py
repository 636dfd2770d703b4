"""The signed request: what the org posts into the frame."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from .apps import App
from .database import Row
from .org import API_VERSION, Org
from .switches import MULTICURRENCY
from .tokens import LIFE

Json = dict[str, Any]
_APP_NAME = "Quotewright_Panel"
AURA, VISUALFORCE = "Aura", "Visualforce"
APEX = "/apex/"
_APEX_PAGE = "Quotewright"
HOSTS = (AURA, VISUALFORCE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a signed request shall be like.

    `location`: an Aura page gives the record's id as a parameter, a Visualforce page gives the record; `page`
    is the name of that.
    `issued_at` is wrapped, null, or a number; `bearer` is fresh, expired or null; `omit` names sections of
    the context, or paths such as `environment.record`.
    """

    user: Row
    app: App
    record_id: str | None = None
    issued_at: str | int = "wrapped"
    omit: tuple[str, ...] = ()
    bearer: str = "fresh"
    secret: str | None = None
    organization: str | None = None
    instance: str = "_:Quotewright_Panel:0"
    location: str = AURA
    page: str = _APEX_PAGE
    parameters: Json = field(default_factory=dict)


def signed(envelope: Json, secret: str) -> str:
    """Standard base64 of the MAC over the base64 text, a period, that text."""
    text = base64.b64encode(json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()).decode()
    mac = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return f"{base64.b64encode(mac).decode()}.{text}"


def wrapped(milliseconds: int) -> int:
    """Cut to a signed 32-bit number, as the vendor does."""
    return (milliseconds + 2**31) % 2**32 - 2**31


def _issued_at(org: Org, wish: Wish) -> int | None:
    if isinstance(wish.issued_at, int):
        return wish.issued_at
    return None if wish.issued_at == "null" else wrapped(int(org.clock().timestamp() * 1000))


def _user(org: Org, user: Row) -> Json:
    return {
        "userId": user["Id"],
        "userName": user["Username"],
        "firstName": user["FirstName"],
        "lastName": user["LastName"],
        "email": user["Email"],
        "fullName": user["Name"],
        "locale": user["LocaleSidKey"],
        "language": user["LanguageLocaleKey"],
        "timeZone": user["TimeZoneSidKey"],
        "profileId": user["ProfileId"][:15],
        "roleId": None,
        "userType": "STANDARD",
        "currencyISOCode": user["DefaultCurrencyIsoCode"],
        "profilePhotoUrl": f"{org.addresses.tls}/profilephoto/005/F",
        "profileThumbnailUrl": None,
        "siteUrl": None,
        "siteUrlPrefix": None,
        "networkId": None,
        "accessibilityModeEnabled": False,
        "isDefaultNetwork": True,
    }


def _links(org: Org, user: Row) -> Json:
    organization = org.organization()["Id"]
    data = f"/services/data/v{API_VERSION}"
    return {
        "loginUrl": org.addresses.tls,
        "enterpriseUrl": f"/services/Soap/c/{API_VERSION}/{organization[:15]}",
        "metadataUrl": f"/services/Soap/m/{API_VERSION}/{organization[:15]}",
        "partnerUrl": f"/services/Soap/u/{API_VERSION}/{organization[:15]}",
        "restUrl": f"{data}/",
        "sobjectUrl": f"{data}/sobjects/",
        "searchUrl": f"{data}/search/",
        "queryUrl": f"{data}/query/",
        "recentItemsUrl": f"{data}/recent/",
        "userUrl": f"/{user['Id']}",
        "chatterFeedsUrl": None,
    }


def _in_aura(record_id: str | None, _page: str) -> tuple[str, Json, Json]:
    """(path of the page, record, parameters)."""
    path = f"/lightning/r/Opportunity/{record_id}/view"
    return path, {}, {} if record_id is None else {"recordId": record_id}


def _in_visualforce(record_id: str | None, page: str) -> tuple[str, Json, Json]:
    """(path of the page, record, parameters)."""
    url = f"/services/data/v{API_VERSION}/sobjects/Opportunity/{record_id}"
    record = {"Id": record_id, "attributes": {"type": "Opportunity", "url": url}}
    return f"{APEX}{page}?id={record_id}", {} if record_id is None else record, {}


def _environment(org: Org, wish: Wish) -> Json:
    framed = _in_visualforce if wish.location == VISUALFORCE else _in_aura
    path, record, parameters = framed(wish.record_id, wish.page)
    return {
        "referer": None,
        "locationUrl": f"{org.addresses.org}{path}",
        "displayLocation": wish.location,
        "sublocation": None,
        "uiTheme": "Theme3" if wish.location == VISUALFORCE else "Theme4d",
        "dimensions": {
            "width": "100%",
            "height": "900px",
            "maxWidth": "2000px",
            "maxHeight": "4000px",
            "clientWidth": "980px",
            "clientHeight": "900px",
        },
        "parameters": {**parameters, **wish.parameters},
        "record": record,
        "version": {"season": "SUMMER", "api": API_VERSION},
    }


def _organization(org: Org, wish: Wish) -> Json:
    row = org.organization()
    return {
        "organizationId": wish.organization or row["Id"],
        "name": row["Name"],
        "multicurrencyEnabled": org.switches.on(MULTICURRENCY),
        "namespacePrefix": None,
        "currencyIsoCode": "EUR",
    }


def _application(org: Org, app: App) -> Json:
    return {
        "name": app.label or app.name,
        "canvasUrl": org.canvas(app),
        "applicationId": "06PQw0000000001",
        "version": "1.0",
        "authType": "SIGNED_REQUEST",
        "referenceId": "09HQw0000000001",
        "options": [],
        "samlInitiationMethod": "None",
        "developerName": developer_name(app),
        "isInstalledPersonalApp": False,
        "namespace": "",
    }


def _token(org: Org, wish: Wish) -> str | None:
    if wish.bearer == "null":
        return None
    life = -1 if wish.bearer == "expired" else LIFE
    organization = org.organization()["Id"]
    return org.tokens.issue(organization, wish.user["Id"], life=life, app=wish.app.name)


def context(org: Org, wish: Wish) -> Json:
    sections: Json = {
        "user": _user(org, wish.user),
        "links": _links(org, wish.user),
        "application": _application(org, wish.app),
        "organization": _organization(org, wish),
        "environment": _environment(org, wish),
    }
    for path in wish.omit:
        _leave_out(sections, path.split("."))
    return sections


def _leave_out(value: Json, path: list[str]) -> None:
    inner = value.get(path[0])
    if len(path) == 1:
        value.pop(path[0], None)
    elif isinstance(inner, dict):
        _leave_out(inner, path[1:])


def signed_request(org: Org, wish: Wish) -> str:
    client = {
        "refreshToken": None,
        "instanceId": wish.instance,
        "targetOrigin": org.addresses.org,
        "instanceUrl": org.addresses.tls,
        "oauthToken": _token(org, wish),
    }
    envelope = {
        "algorithm": "HMACSHA256",
        "issuedAt": _issued_at(org, wish),
        "userId": wish.user["Id"],
        "client": client,
        "context": context(org, wish),
    }
    return signed(envelope, wish.secret if wish.secret is not None else wish.app.secret)


def approval_url(org: Org, app: App, instance: str) -> str:
    """Where the frame goes (by GET) for a user who has to authorise the app first."""
    query = urlencode({"_sfdc_canvas_auth": "user_approval_required", "loginUrl": org.addresses.org})
    marks = urlencode({"target_origin": org.addresses.org, "instance_id": instance})
    return f"{org.canvas(app)}?{query}#{marks}"


def developer_name(app: App) -> str:
    """Apps of the start have one in common."""
    return app.name if app.kind else _APP_NAME


def new_instance(app: App) -> str:
    return f"_:{developer_name(app)}:{secrets.token_hex(6)}"
