"""The pages of the org: the list of opportunities, the record page with the canvas frame, attached files."""

import re
from typing import Any
from urllib.parse import urlsplit

from . import canvas, files, setup
from .apps import ADMIN_APPROVED, App
from .buttons import Button, buttons, frame_of, page_button
from .database import Row
from .failures import ApiError
from .ids import normalised
from .oauth import signed_in_as
from .org import Org
from .pages import STATIC, rendered, static
from .recent import looked_at
from .switches import QUOTES
from .wire import Reply, Request, from_json_object, html_reply, json_reply

Json = dict[str, Any]
_RECORD = re.compile(r"/lightning/r/Opportunity/([^/]+)/view")
_FILE = re.compile(r"/ui/file/([^/]+)")


def _page_headers(org: Org) -> dict[str, str]:
    frames = " ".join(sorted({_origin(org.canvas(app)) for app in org.frames()}))
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        f"frame-src 'self' {frames}; form-action 'self' {frames}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff"}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _user(org: Org, request: Request) -> Row:
    return org.user(request.parameters().get("user", "")) or org.users()[0]


def _list(org: Org, request: Request) -> Reply:
    deals = org.database.rows("Opportunity", '"IsDeleted" = 0 ORDER BY "Id"')
    names = {row["Id"]: row["Name"] for row in org.database.rows("Account")}
    page = rendered(
        "list.html", org=org, deals=deals, accounts=names, user=_user(org, request), users=org.users()
    )
    return html_reply(200, page, _page_headers(org))


def _deal(org: Org, text: str) -> Row | None:
    record_id = normalised(text)
    row = None if record_id is None else org.database.row("Opportunity", record_id)
    return None if row is None or row["IsDeleted"] else row


def _facts(org: Org, deal: Row) -> Json:
    """What the record page shows; the parts that change are drawn from this again and again."""
    quotes = org.database.rows(
        "Quote", '"OpportunityId" = ? AND "IsDeleted" = 0 ORDER BY "Id" DESC', (deal["Id"],)
    )
    deal_lines = org.database.rows(
        "OpportunityLineItem", '"OpportunityId" = ? AND "IsDeleted" = 0 ORDER BY "Id"', (deal["Id"],)
    )
    return {
        "deal": deal,
        "account": org.database.row("Account", deal["AccountId"] or ""),
        "owner": org.database.row("User", deal["OwnerId"]),
        "quotes": [_quote(org, quote) for quote in quotes if org.switches.on(QUOTES)],
        "deal_lines": deal_lines,
        "buttons": buttons(org, deal["Id"]),
    }


def _quote(org: Org, quote: Row) -> Json:
    lines = org.database.rows(
        "QuoteLineItem", '"QuoteId" = ? AND "IsDeleted" = 0 ORDER BY "SortOrder", "Id"', (quote["Id"],)
    )
    names = {row["Id"]: row["Name"] for row in org.database.rows("Product2")}
    documents = org.database.rows(
        "QuoteDocument", '"QuoteId" = ? AND "IsDeleted" = 0 ORDER BY "Id"', (quote["Id"],)
    )
    return {
        "row": quote,
        "lines": lines,
        "products": names,
        "documents": documents,
        "files": files.attached_to(org.system_work(), quote["Id"]),
    }


def _record(org: Org, request: Request, text: str) -> Reply:
    deal = _deal(org, text)
    if deal is None:
        return html_reply(404, rendered("missing.html"), _page_headers(org))
    return _offering(org, request, deal, buttons(org, deal["Id"]))


def _apex(org: Org, request: Request, page: str) -> Reply:
    deal = _deal(org, request.parameters().get("id", ""))
    button = page_button(org, page, deal["Id"]) if deal else None
    if deal is None or button is None:
        return html_reply(404, rendered("missing.html"), _page_headers(org))
    return _offering(org, request, deal, [button], page=page)


def _offering(org: Org, request: Request, deal: Row, found: list[Button], *, page: str = "") -> Reply:
    """`page`: the name of the Visualforce page that it is."""
    user = _user(org, request)
    looked_at(org.system_work(), user["Id"], deal["Id"])
    shown = rendered(
        "record.html",
        org=org,
        user=user,
        users=org.users(),
        host=canvas.VISUALFORCE if page else canvas.AURA,
        page=page,
        **{**_facts(org, deal), "buttons": found},
    )
    return html_reply(200, shown, {**_page_headers(org), **signed_in_as(user["Alias"])})


def _live(org: Org, request: Request) -> Reply:
    """The parts that change, as HTML."""
    deal = _deal(org, request.parameters().get("record", ""))
    if deal is None:
        return html_reply(404, "")
    facts = _facts(org, deal)
    return json_reply(
        200,
        {
            "quotes": rendered("quotes.html", **facts),
            "highlights": rendered("highlights.html", **facts),
        },
        {"Cache-Control": "no-store"},
    )


def _launch(org: Org, request: Request) -> Reply:
    """What opens the frame: a signed request to POST, or the address to GET for a user without approval."""
    body = from_json_object(request.body)
    user, deal = org.user(str(body.get("user") or "")), _deal(org, str(body.get("record") or ""))
    if user is None or deal is None:
        return json_reply(404, {"error": "no such user or record"})
    app = org.frame_named(str(body["app"])) if body.get("app") else frame_of(org, deal["Id"])
    host = canvas.VISUALFORCE if body.get("host") == canvas.VISUALFORCE else canvas.AURA
    approved = app is not None and org.approved(user["Id"], app)
    if app is None:
        return json_reply(403, {"code": "APP_NOT_FOUND", "error": "There is no such app."})
    if refused := _refused(app, host, approved=approved):
        return json_reply(403, {"code": refused[0], "error": refused[1]})
    instance = str(body.get("instance") or canvas.new_instance(app))[:120]
    answer: Json = {
        "instance": instance,
        "canvas_url": org.canvas(app),
        "target": _origin(org.canvas(app)),
        "title": app.label or app.name,
    }
    if not approved:
        return json_reply(200, answer | {"approval_url": canvas.approval_url(org, app, instance)})
    page = str(body.get("page") or "")[:80]
    wish = canvas.Wish(user=user, app=app, record_id=deal["Id"], instance=instance, location=host, page=page)
    return json_reply(
        200,
        answer | {"signed_request": canvas.signed_request(org, wish), "context": canvas.context(org, wish)},
    )


def _refused(app: App, host: str, *, approved: bool) -> tuple[str, str] | None:
    """(code, words) where the parent frames nothing."""
    if app.places and host not in app.places:
        return "UNSUPPORTED_LOCATION", "The app's settings do not name this place."
    if app.users == ADMIN_APPROVED and not approved:
        return "ADMIN_AUTH_REQUIRED", "Your administrator has to approve you for this app."
    return None


def _download(org: Org, text: str) -> Reply:
    record_id = normalised(text)
    name = {"068": "ContentVersion", "0QD": "QuoteDocument"}.get((record_id or "")[:3])
    row = None if name is None or record_id is None else org.database.row(name, record_id)
    if row is None or row["IsDeleted"]:
        return html_reply(404, rendered("missing.html"), _page_headers(org))
    data = files.content(org.system_work(), row["Id"])
    pdf = data.startswith(b"%PDF-")
    title = re.sub(r"[^A-Za-z0-9._-]+", "-", str(row.get("PathOnClient") or row.get("Name") or "file"))
    return Reply(
        200,
        data,
        {
            "Content-Type": "application/pdf" if pdf else "application/octet-stream",
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f'{"inline" if pdf else "attachment"}; filename="{title}"',
            "Cache-Control": "no-store",
        },
    )


def _get(org: Org, request: Request) -> Reply:
    if request.path in ("/", "/lightning/o/Opportunity/list"):
        return _list(org, request)
    if match := _RECORD.fullmatch(request.path):
        return _record(org, request, match[1])
    if request.path.startswith(canvas.APEX):
        return _apex(org, request, request.path.removeprefix(canvas.APEX))
    if match := _FILE.fullmatch(request.path):
        return _download(org, match[1])
    if request.path == "/ui/live":
        return _live(org, request)
    name = request.path.removeprefix("/ui/static/")
    if name in STATIC:
        return Reply(200, static(name), {"Content-Type": STATIC[name], "Cache-Control": "no-cache"})
    return html_reply(404, rendered("missing.html"), _page_headers(org))


def _same_origin(org: Org, request: Request) -> bool:
    return request.headers.get("origin") in (org.addresses.org, org.addresses.tls)


def answer(org: Org, request: Request) -> Reply:
    try:
        in_setup = request.path == setup.PATH or request.path.startswith(f"{setup.PATH}/")
        if in_setup and (request.method in ("GET", "HEAD") or _same_origin(org, request)):
            return setup.answer(org, request, _user(org, request), _page_headers(org))
        if request.method in ("GET", "HEAD"):
            return _get(org, request)
        if request.method == "POST" and request.path == "/ui/launch":
            return (
                _launch(org, request)
                if _same_origin(org, request)
                else json_reply(403, {"error": "only the record page asks this"})
            )
    except ApiError as error:
        return json_reply(error.status, error.body())
    return html_reply(405, rendered("missing.html"), _page_headers(org))
