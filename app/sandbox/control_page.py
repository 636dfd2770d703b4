"""The control port for people: faults as switches, calls with their payloads, records, events."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, unquote

from . import events, rules
from .failures import ApiError
from .faults import KINDS, FaultRefused, read_text
from .ids import normalised
from .org import Org
from .pages import STATIC, rendered, static
from .schema import Entity
from .totals import settle
from .values import from_text, to_answer, to_stored
from .wire import Reply, Request, html_reply

PATH: Final = "/ui"
_MOST_SHOWN: Final = 200
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS: Final = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}


def answer(org: Org, request: Request) -> Reply:
    parts = [unquote(part) for part in request.path.split("/") if part][1:]
    try:
        if request.method == "POST":
            return _done(org, request, parts)
        return _shown(org, request, parts)
    except (FaultRefused, ApiError) as refused:
        return _page(org, "control.html", status=400, said=str(refused), what="faults")


def _shown(org: Org, request: Request, parts: list[str]) -> Reply:
    match parts:
        case []:
            said = request.parameters().get("said", "")[:200]
            return _page(org, "control.html", said=said, what="faults")
        case ["static", name] if name in STATIC:
            return Reply(200, static(name), {"Content-Type": STATIC[name]})
        case ["calls"]:
            calls = list(reversed(org.calls.listed()))[:_MOST_SHOWN]
            return _page(org, "control_calls.html", what="calls", calls=calls)
        case ["calls", number] if number.isascii() and number.isdigit() and len(number) < 12:
            return _call(org, int(number))
        case ["records"]:
            return _page(org, "control_records.html", what="records", entity=None, rows=[], more=0)
        case ["records", name]:
            return _records(org, name)
        case ["records", name, record_id]:
            return _record(org, name, record_id)
        case ["events"]:
            told = events.answer(org.system_work(), Request("GET", "/events"))["events"]
            return _page(
                org,
                "control_events.html",
                what="events",
                events=list(reversed(told))[:_MOST_SHOWN],
                pretty=_pretty,
            )
    return _missing(org)


def _missing(org: Org) -> Reply:
    return _page(org, "control.html", status=404, said="There is no such page here.", what="faults")


def _page(org: Org, name: str, *, status: int = 200, said: str = "", **values: Any) -> Reply:
    common = {
        "org": org,
        "kinds": KINDS,
        "examples": {kind: _as_text(one.example) for kind, one in KINDS.items()},
        "on": org.faults.listed(),
        "playing": org.faults.playing(),
        "entities": org.database.schema.entities,
        "said": said,
    }
    return html_reply(status, rendered(name, **{**common, **values}), _HEADERS)


def _as_text(example: Mapping[str, Any]) -> str:
    """What stands behind the kind, as the command line has it."""
    others = ((name, value) for name, value in example.items() if name != "fault")
    return ",".join(f"{name}={_word(value)}" for name, value in others)


def _word(value: Any) -> str:
    if value is None:
        return "all"
    return json.dumps(value) if isinstance(value, dict) else str(value)


def _call(org: Org, number: int) -> Reply:
    call = next((one for one in org.calls.listed() if one["n"] == number), None)
    if call is None:
        return _missing(org)
    payload = org.calls.payload(number)
    return _page(org, "control_call.html", what="calls", call=call, payload=payload, pretty=_pretty)


def _pretty(text: Any) -> str:
    """JSON line by line; anything else as it is."""
    if not isinstance(text, str):
        return json.dumps(text, indent=2, ensure_ascii=False)
    first, _, rest = text.partition("\n")
    head, body = (f"{first}\n", rest) if first.startswith("?") else ("", text)
    try:
        return head + json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _records(org: Org, name: str) -> Reply:
    entity = org.database.schema.entity(name)
    if entity is None:
        return _missing(org)
    found = org.database.rows(entity.name, '"IsDeleted" = 0 ORDER BY "Id" DESC')
    rows = [_values(entity, row) for row in found[:_MOST_SHOWN]]
    used = [field for field in entity.fields if any(row[field] not in (None, "", False) for row in rows)]
    return _page(
        org,
        "control_records.html",
        what="records",
        entity=entity,
        rows=rows,
        columns=[field for field in used if field not in ("Id", "SystemModstamp")][:12],
        more=max(0, len(found) - _MOST_SHOWN),
    )


def _values(entity: Entity, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: None if field.type == "base64" else to_answer(field, row[name])
        for name, field in entity.fields.items()
    }


def _record(org: Org, name: str, record_id: str) -> Reply:
    entity = org.database.schema.entity(name)
    row = org.database.row(entity.name, normalised(record_id) or "") if entity else None
    if entity is None or row is None:
        return _missing(org)
    changeable = [one for one, field in entity.fields.items() if one != "Id" and field.type != "base64"]
    return _page(
        org,
        "control_record.html",
        what="records",
        entity=entity,
        row=_values(entity, row),
        prefixes=org.database.schema.by_prefix,
        changeable=changeable,
    )


def _done(org: Org, request: Request, parts: list[str]) -> Reply:
    form = request.form()
    match parts:
        case ["faults", kind] if kind in KINDS:
            org.faults.switch_on(read_text(f"{kind},{form.get('how', '')}".rstrip(",")))
            return _back("", said=f"{kind} is on.")
        case ["faults", number, "off"] if number.isascii() and number.isdigit() and len(number) < 12:
            org.faults.remove(int(number))
            return _back("", said="It is off.")
        case ["off"]:
            org.faults.clear()
            return _back("", said="All faults are off.")
        case ["reset"]:
            org.reset()
            return _back("", said="The org is as on its first day.")
        case ["records", name, record_id]:
            return _changed(org, name, record_id, form)
    return _missing(org)


def _back(path: str, *, said: str = "") -> Reply:
    return Reply(303, b"", {"Location": f"{PATH}{path}" + (f"?said={quote(said)}" if said else "")})


def _changed(org: Org, name: str, record_id: str, form: Mapping[str, str]) -> Reply:
    """Unseen by the app, as somebody in the CRM would."""
    entity = org.database.schema.entity(name)
    field = entity.fields.get(form.get("field", "")) if entity else None
    if entity is None or field is None or field.name == "Id":
        return _missing(org)
    work, text = org.system_work(), form.get("value", "")
    with org.database.transaction():
        row = work.existing(entity.name, normalised(record_id) or "")
        changes = {field.name: to_stored(field, from_text(field, text) if text else None)}
        org.database.update(entity.name, row["Id"], {**changes, **work.stamp_changed()})
        rules.after_change(work, entity, {**row, **changes})
        settle(work)
    return _back(f"/records/{entity.name}/{row['Id']}")
