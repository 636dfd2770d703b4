"""`/composite/sobjects`: up to 200 records; a record fails for itself or takes all with it."""

from collections.abc import Callable
from typing import Any

from app.sandbox import rest, rows
from app.sandbox.failures import ApiError, method_not_allowed, not_found, unreadable
from app.sandbox.schema import Entity
from app.sandbox.work import Work

Json = dict[str, Any]
Deed = Callable[[], Json]
MAX_RECORDS = 200
_ROLLED_BACK = {
    "success": False,
    "errors": [
        {
            "statusCode": "ALL_OR_NONE_OPERATION_ROLLED_BACK",
            "fields": [],
            "message": "Record rolled back because not all records were valid and "
            "the request was using AllOrNone header",
        }
    ],
}


class _Undo(Exception):
    pass


def answer(asked: rest.Asked) -> rest.Answered:
    names = asked.segments[2:]
    if asked.method == "DELETE" and not names:
        together = asked.parameters.get("allOrNone", "").lower() == "true"
        return rest.Answered(200, _run(asked.work, _deletions(asked), together=together))
    if len(names) == 1:
        return rest.Answered(200, _read(asked, asked.work.entity(names[0])))
    makers = {("POST", 0): _create, ("PATCH", 0): _change, ("PATCH", 2): _upsert}
    maker = makers.get((asked.method, len(names)))
    if maker is None:
        raise method_not_allowed(asked.method, "DELETE, GET, PATCH, POST")
    deeds = [_deed(asked, maker, record) for record in _records(asked)]
    return rest.Answered(200, _run(asked.work, deeds, together=asked.body.get("allOrNone") is True))


def _records(asked: rest.Asked) -> list[Any]:
    records = asked.body.get("records") if isinstance(asked.body, dict) else None
    if not isinstance(records, list) or not records:
        raise unreadable("records is required and is a list at [line:1, column:1]")
    if len(records) > MAX_RECORDS:
        raise _too_many()
    return records


def _too_many() -> ApiError:
    words = f"record limit reached. cannot submit more than {MAX_RECORDS} records into this call"
    return ApiError(400, "EXCEEDED_ID_LIMIT", words)


def _deed(asked: rest.Asked, maker: Callable[[rest.Asked, Any], Json], record: Any) -> Deed:
    return lambda: maker(asked, record)


def _entity_of(work: Work, record: Any) -> Entity:
    if not isinstance(record, dict):
        raise unreadable("each record is an object")
    attributes = record.get("attributes")
    name = attributes.get("type") if isinstance(attributes, dict) else None
    entity = work.schema.entity(name) if isinstance(name, str) else None
    if entity is None:
        raise ApiError(400, "INVALID_TYPE", f"sObject type '{str(name)[:80]}' is not supported.")
    return entity


def _done(record_id: str) -> Json:
    return {"id": record_id, "success": True, "errors": []}


def _create(asked: rest.Asked, record: Json) -> Json:
    return _done(rows.create(asked.work, _entity_of(asked.work, record), record))


def _change(asked: rest.Asked, record: Json) -> Json:
    entity = _entity_of(asked.work, record)
    named = {name.lower(): name for name in record}
    if "id" not in named:
        raise ApiError(400, "MISSING_ARGUMENT", "Id not specified in an update call", ())
    record_id = rows.record_id_from(str(record[named["id"]]))
    rows.change(asked.work, entity, record_id, {k: v for k, v in record.items() if k != named["id"]})
    return _done(record_id)


def _upsert(asked: rest.Asked, record: Any) -> Json:
    entity, key = asked.work.entity(asked.segments[2]), asked.segments[3]
    if not isinstance(record, dict):
        raise unreadable("each record is an object")
    named = {name.lower(): name for name in record}
    if key.lower() not in named:
        raise ApiError(400, "MISSING_ARGUMENT", f"{key[:80]} not specified", ())
    rest_of = {name: value for name, value in record.items() if name != named[key.lower()]}
    record_id, created = rows.upsert(asked.work, entity, key, record[named[key.lower()]], rest_of)
    return _done(record_id) | {"created": created}


def _deletions(asked: rest.Asked) -> list[Deed]:
    ids = [part.strip() for part in asked.parameters.get("ids", "").split(",") if part.strip()]
    if len(ids) > MAX_RECORDS:
        raise _too_many()
    return [_deletion(asked.work, text) for text in ids]


def _deletion(work: Work, text: str) -> Deed:
    def deed() -> Json:
        record_id = rows.record_id_from(text)
        entity = work.schema.by_prefix.get(record_id[:3])
        if entity is None:
            raise not_found()
        rows.delete(work, entity, record_id)
        return _done(record_id)

    return deed


def _read(asked: rest.Asked, entity: Entity) -> list[Json | None]:
    """Records by id, null for one that is not there, in the order asked."""
    source = asked.body if asked.method == "POST" and isinstance(asked.body, dict) else None
    ids = source.get("ids", []) if source else asked.parameters.get("ids", "").split(",")
    fields = source.get("fields", []) if source else asked.parameters.get("fields", "").split(",")
    if not isinstance(ids, list) or not isinstance(fields, list) or len(ids) > 2000:
        raise unreadable("ids and fields are lists")
    return [_read_one(asked.work, entity, str(text), [str(name).strip() for name in fields]) for text in ids]


def _read_one(work: Work, entity: Entity, text: str, names: list[str]) -> Json | None:
    try:
        return rows.read(work, entity, rows.record_id_from(text.strip()), names)
    except ApiError as error:
        if error.status == 404:
            return None
        raise


def _run(work: Work, deeds: list[Deed], *, together: bool) -> list[Json]:
    results: list[Json] = []
    try:
        with work.database.transaction():
            results.extend(_one(work, deed) for deed in deeds)
            if together and any(not result["success"] for result in results):
                raise _Undo
    except _Undo:
        return [_ROLLED_BACK if result["success"] else result for result in results]
    return results


def _one(work: Work, deed: Deed) -> Json:
    try:
        with work.database.transaction():
            return deed()
    except ApiError as error:
        return {"success": False, "errors": [error.in_collection()]}
