"""Who a token belongs to: `userinfo` and the identity address."""

from app.sandbox.database import Row
from app.sandbox.failures import ApiError
from app.sandbox.org import API_VERSION, Org
from app.sandbox.wire import Reply, Request, json_reply

_SCOPES = {"id", "full", "api", "profile", "email"}


def identity(org: Org, request: Request) -> Reply:
    authorization = request.headers.get("authorization", "")
    if not authorization:
        return _bad("Missing_OAuth_Token")
    try:
        held = org.tokens.access(authorization)
    except ApiError:
        return _bad("Bad_OAuth_Token")
    if not _SCOPES.intersection(held.scope.split()):
        return _bad("Bad_OAuth_Token")
    if request.path.startswith("/id/") and not _is_own(org, request.path, held.user_id):
        return _bad("Wrong_Org" if held.user_id[:15] in request.path else "Bad_Id")
    return json_reply(200, _facts(org, org.database.row("User", held.user_id) or {}))


def _is_own(org: Org, path: str, user_id: str) -> bool:
    parts = [part[:15] for part in path.split("/") if part]
    return parts[1:] == [org.organization()["Id"][:15], user_id[:15]]


def _bad(words: str) -> Reply:
    return Reply(404 if words == "Bad_Id" else 403, words.encode(), {"Content-Type": "text/html"})


def _facts(org: Org, user: Row) -> dict[str, object]:
    data = f"{org.addresses.tls}/services/data/v{{version}}/"
    identity = org.identity(user["Id"])
    return {
        "sub": identity,
        "id": identity,
        "asserted_user": True,
        "user_id": user["Id"],
        "organization_id": org.organization()["Id"],
        "preferred_username": user["Username"],
        "username": user["Username"],
        "nickname": user["Alias"],
        "name": user["Name"],
        "display_name": user["Name"],
        "email": user["Email"],
        "email_verified": True,
        "given_name": user["FirstName"],
        "family_name": user["LastName"],
        "zoneinfo": user["TimeZoneSidKey"],
        "timezone": user["TimeZoneSidKey"],
        "locale": user["LocaleSidKey"],
        "language": user["LanguageLocaleKey"],
        "active": bool(user["IsActive"]),
        "user_type": "STANDARD",
        "urls": {
            "rest": data,
            "sobjects": f"{data}sobjects/",
            "query": f"{data}query/",
            "custom_domain": org.addresses.tls,
            "version": API_VERSION,
        },
    }
