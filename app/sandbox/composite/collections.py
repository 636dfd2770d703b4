"""`/composite/sobjects`: up to 200 records; a record fails for itself or takes all with it."""

from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Any

from app.sandbox import rows
from app.sandbox.asked import Answered, Asked
from app.sandbox.failures import ApiError, not_found, unreadable
from app.sandbox.multipart import with_binary
from app.sandbox.schema import Entity
from app.sandbox.work import Work

from .limits import COLLECTION_CHUNKS, COLLECTION_READ, COLLECTION_RECORDS

Json = dict[str, Any]
Deed = Callable[[], Json]
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


def create_all(asked: Asked) -> Answered:
    records = _records(asked)
    chunks = sum(1 for _ in groupby(_type_of(record) for record in records))
    if chunks > COLLECTION_CHUNKS:
        words = f"the records change their type too often: {chunks} chunks, at most {COLLECTION_CHUNKS}"
        raise ApiError(400, "INVALID_INPUT", words)
    return _written(asked, [partial(_create, asked, record) for record in records])


def change_all(asked: Asked) -> Answered:
    return _written(asked, [partial(_change, asked, record) for record in _records(asked)])


def upsert_all(asked: Asked) -> Answered:
    records = _records(asked)
    twice = _values_given_twice(asked.segments[3], records)
    return _written(asked, [partial(_upsert, asked, record, twice) for record in records])


def delete_all(asked: Asked) -> Answered:
    ids = [part.strip() for part in asked.parameter("ids").split(",") if part.strip()]
    if len(ids) > COLLECTION_RECORDS:
        raise _too_many()
    together = asked.parameters.get("allOrNone", "").lower() == "true"
    return Answered(200, _run(asked.work, [_deletion(asked.work, text) for text in ids], together=together))


def _written(asked: Asked, deeds: list[Deed]) -> Answered:
    return Answered(200, _run(asked.work, deeds, together=asked.body.get("allOrNone") is True))


def _records(asked: Asked) -> list[Any]:
    records = asked.object_body().get("records")
    if not isinstance(records, list) or not records:
        raise unreadable("records is required and is a list at [line:1, column:1]")
    if len(records) > COLLECTION_RECORDS:
        raise _too_many()
    return records


def _too_many() -> ApiError:
    words = f"record limit reached. cannot submit more than {COLLECTION_RECORDS} records into this call"
    return ApiError(400, "EXCEEDED_ID_LIMIT", words)


def _type_of(record: Any) -> str:
    attributes = record.get("attributes") if isinstance(record, dict) else None
    return str(attributes.get("type")) if isinstance(attributes, dict) else ""


def _entity_of(work: Work, record: Any) -> Entity:
    if not isinstance(record, dict):
        raise unreadable("each record is an object")
    entity = work.schema.entity(_type_of(record))
    if entity is None:
        raise ApiError(400, "INVALID_TYPE", f"sObject type '{_type_of(record)[:80]}' is not supported.")
    return entity


def _done(record_id: str) -> Json:
    return {"id": record_id, "success": True, "errors": []}


def _create(asked: Asked, record: Json) -> Json:
    entity = _entity_of(asked.work, record)
    return _done(rows.create(asked.work, entity, with_binary(record, record["attributes"], asked.binaries)))


def _change(asked: Asked, record: Json) -> Json:
    entity = _entity_of(asked.work, record)
    named = {name.lower(): name for name in record}
    if "id" not in named:
        raise ApiError(400, "MISSING_ARGUMENT", "Id not specified in an update call", ())
    record_id = rows.record_id_from(str(record[named["id"]]))
    rows.change(asked.work, entity, record_id, {k: v for k, v in record.items() if k != named["id"]})
    return _done(record_id)


def _value_of(key: str, record: Any) -> tuple[str, Any] | None:
    """(the name as it is written, the value) of the external id in a record."""
    if not isinstance(record, dict):
        return None
    return next(((name, value) for name, value in record.items() if name.lower() == key.lower()), None)


def _values_given_twice(key: str, records: list[Any]) -> set[str]:
    given = [str(found[1]) for record in records if (found := _value_of(key, record))]
    return {value for value in given if given.count(value) > 1}


def _upsert(asked: Asked, record: Any, twice: set[str]) -> Json:
    entity, key = asked.work.entity(asked.segments[2]), asked.segments[3]
    if _entity_of(asked.work, record) is not entity:
        raise ApiError(400, "INVALID_TYPE", f"each record is of the type {entity.name}", ())
    found = _value_of(key, record)
    if found is None:
        raise ApiError(400, "MISSING_ARGUMENT", f"{key[:80]} not specified", ())
    if str(found[1]) in twice:
        raise ApiError(400, "DUPLICATE_VALUE", f"Duplicate external id specified: {str(found[1])[:80]}", ())
    rest_of = {name: value for name, value in record.items() if name != found[0]}
    record_id, created = rows.upsert(asked.work, entity, key, found[1], rest_of)
    return _done(record_id) | {"created": created}


def _deletion(work: Work, text: str) -> Deed:
    def deed() -> Json:
        record_id = rows.record_id_from(text)
        entity = work.schema.by_prefix.get(record_id[:3])
        if entity is None:
            raise not_found()
        rows.delete(work, entity, record_id)
        return _done(record_id)

    return deed


def read_all(asked: Asked) -> Answered:
    return _read(asked, asked.parameter("ids").split(","), asked.parameter("fields").split(","))


def read_many(asked: Asked) -> Answered:
    body = asked.object_body()
    return _read(asked, body.get("ids"), body.get("fields"))


def _read(asked: Asked, ids: Any, fields: Any) -> Answered:
    """Records by id, null for one that is not there, in the order asked."""
    if not isinstance(ids, list) or not isinstance(fields, list):
        raise unreadable("ids and fields are lists at [line:1, column:1]")
    if len(ids) > COLLECTION_READ:
        raise ApiError(
            400, "EXCEEDED_ID_LIMIT", f"record limit reached. cannot read more than {COLLECTION_READ} records"
        )
    entity, names = asked.work.entity(asked.segments[2]), [str(name).strip() for name in fields]
    return Answered(200, [_read_one(asked.work, entity, str(text), names) for text in ids])


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
