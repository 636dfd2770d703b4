"""What happened in the org: platform events that were published, and every change of a record.

Kept with the change, so what was rolled back never happened. There is no stream of them: testers read them at
the control port. The form of a payload is the vendor's.
"""

import json
from typing import Any, Final

from .database import Row
from .failures import ApiError
from .schema import Entity
from .values import to_answer
from .wire import Request
from .work import Work

Json = dict[str, Any]
MOST_KEPT: Final = 10_000
_SWEPT_EACH: Final = 1_000
_SYSTEM: Final = frozenset({"Id", "IsDeleted", "SystemModstamp"}).union(
    f"{stem}{what}" for stem in ("Created", "LastModified") for what in ("Date", "ById")
)
CALLS: Json = {
    "GET /events?channel=/data/QuoteChangeEvent&after=0": "what happened, oldest first; both may be left out",
    "DELETE /events": "forget it",
}


def publish(work: Work, entity: Entity, row: Row) -> None:
    made = {"CreatedById": row["CreatedById"], "CreatedDate": work.at}
    _keep(work, f"/event/{entity.name}", {**_values(entity, row), **made})


def changed(work: Work, entity: Entity, kind: str, record_id: str, row: Row) -> None:
    """`kind`: CREATE, UPDATE or DELETE. `row` has what was set."""
    fields = _values(entity, row)
    header = {
        "entityName": entity.name,
        "recordIds": [record_id],
        "changeType": kind,
        "changedFields": sorted(fields) if kind == "UPDATE" else [],
        "commitUser": work.caller.user_id,
        "commitTimestamp": work.at,
    }
    custom = entity.name.endswith("__c")
    name = f"{entity.name.removesuffix('__c')}{'__' if custom else ''}ChangeEvent"
    _keep(work, f"/data/{name}", {"ChangeEventHeader": header, **fields})


def _values(entity: Entity, row: Row) -> Json:
    return {
        name: to_answer(entity.fields[name], value)
        for name, value in row.items()
        if name in entity.fields and name not in _SYSTEM and not isinstance(value, bytes)
    }


def _keep(work: Work, channel: str, payload: Json) -> None:
    database = work.database
    values = (channel, json.dumps(payload, default=str))
    database.execute("INSERT INTO _event (channel, payload) VALUES (?, ?)", values)
    number = database.select("SELECT last_insert_rowid()")[0][0]
    if number % _SWEPT_EACH == 0:
        database.execute("DELETE FROM _event WHERE n <= ?", (number - MOST_KEPT,))


def answer(work: Work, request: Request) -> Json:
    """Raises INVALID_FIELD for an `after` that is no number."""
    if request.method == "DELETE":
        work.database.execute("DELETE FROM _event")
        return {"ok": True}
    asked = request.parameters()
    after = asked.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise ApiError(400, "INVALID_FIELD", "after is the replayId of an event")
    channel = asked.get("channel", "")
    where = "n > ? AND (? = '' OR channel = ?) ORDER BY n"
    rows = work.database.select(
        f"SELECT n, channel, payload FROM _event WHERE {where}",  # noqa: S608 (a constant)
        (int(after), channel, channel),
    )
    return {"events": [{"replayId": n, "channel": of, "payload": json.loads(text)} for n, of, text in rows]}
