"""Objects and their records: what is asked below /sobjects."""

import uuid

from . import describe, files, rows
from .asked import Answered, Asked, Json
from .conditions import TAGGED, check_change, is_known, last_modified, tag_of
from .failures import ApiError, method_not_allowed, not_found
from .recent import recently_viewed
from .replicated import deleted_between, updated_between
from .schema import Entity
from .wire import to_json

_UPSERT_ANSWERS_SINCE = 46
_DESCRIPTIONS_CHANGED = """SELECT max(stamp) FROM (SELECT "SystemModstamp" AS stamp FROM "Organization"
UNION ALL SELECT "SystemModstamp" FROM "PermissionSetAssignment"
UNION ALL SELECT "SystemModstamp" FROM "User" WHERE "Id" = ?)"""


def _entity(asked: Asked) -> Entity:
    return asked.work.entity(asked.segments[1])


def _unless_known(asked: Asked, body: Json) -> Answered:
    changed = asked.work.database.select(_DESCRIPTIONS_CHANGED, (asked.work.caller.user_id,))[0][0]
    if is_known(asked.conditions, changed):
        return Answered(304)
    return Answered(200, body, {"Last-Modified": last_modified(changed)})


def all_objects(asked: Asked) -> Answered:
    return _unless_known(asked, describe.all_objects(asked.work.schema, asked.work.version))


def _described(asked: Asked, entity: Entity) -> Json:
    described = describe.described(entity, asked.work.schema, asked.work.version)
    return describe.without(described, asked.work.hindrance.read_only(entity.name))


def described(asked: Asked) -> Answered:
    return _unless_known(asked, _described(asked, _entity(asked)))


def about_object(asked: Asked) -> Answered:
    entity = _entity(asked)
    details = ("fields", "childRelationships", "recordTypeInfos")
    short = {name: value for name, value in _described(asked, entity).items() if name not in details}
    recent = recently_viewed(asked.work, entity=entity.name)
    return _unless_known(asked, {"objectDescribe": short, "recentItems": recent})


def deleted(asked: Asked) -> Answered:
    return Answered(200, deleted_between(asked.work, _entity(asked), *_span(asked)))


def updated(asked: Asked) -> Answered:
    return Answered(200, updated_between(asked.work, _entity(asked), *_span(asked)))


def _span(asked: Asked) -> tuple[str, str]:
    return asked.parameter("start"), asked.parameter("end")


def create(asked: Asked) -> Answered:
    entity = _entity(asked)
    record_id = rows.create(asked.work, entity, asked.object_body())
    if entity.is_event:
        # The vendor says of an event that was taken what else is an error.
        taken = {"statusCode": "OPERATION_ENQUEUED", "message": str(uuid.uuid4()), "fields": []}
        return Answered(201, {"id": record_id, "success": True, "errors": [taken]})
    location = {"Location": rows.url_of(asked.work, entity.name, record_id)}
    return Answered(201, {"id": record_id, "success": True, "errors": []}, location)


def read_by_id(asked: Asked) -> Answered:
    return _read(asked, _entity(asked), rows.record_id_from(asked.segments[2]))


def _read(asked: Asked, entity: Entity, record_id: str) -> Answered:
    changed = asked.work.existing(entity.name, record_id)["LastModifiedDate"]
    named = asked.parameters.get("fields")
    record = rows.read(
        asked.work, entity, record_id, None if named is None else [name.strip() for name in named.split(",")]
    )
    tag = _tag(asked, entity, record_id)
    headers = {"Last-Modified": last_modified(changed)} | ({"ETag": f'"{tag}"'} if tag else {})
    if is_known(asked.conditions, changed, tag):
        return Answered(304, headers=headers)
    return Answered(200, record, headers)


def _tag(asked: Asked, entity: Entity, record_id: str) -> str:
    return tag_of(to_json(rows.read(asked.work, entity, record_id))) if entity.name == TAGGED else ""


def change_by_id(asked: Asked) -> Answered:
    return _change(asked, _entity(asked), rows.record_id_from(asked.segments[2]))


def _check(asked: Asked, entity: Entity, record_id: str) -> None:
    changed = asked.work.existing(entity.name, record_id)["LastModifiedDate"]
    check_change(asked.conditions, changed, _tag(asked, entity, record_id))


def _change(asked: Asked, entity: Entity, record_id: str) -> Answered:
    _check(asked, entity, record_id)
    rows.change(asked.work, entity, record_id, asked.object_body())
    return Answered(204)


def delete_by_id(asked: Asked) -> Answered:
    rows.delete(asked.work, _entity(asked), rows.record_id_from(asked.segments[2]))
    return Answered(204)


def _only_match(asked: Asked, entity: Entity) -> str | Answered:
    """The record with that external id, or the choice between several (300)."""
    found = rows.matching(asked.work, entity, asked.segments[2], asked.segments[3])
    if not found:
        raise not_found()
    return str(found[0]["Id"]) if len(found) == 1 else _choices(asked, entity)


def _choices(asked: Asked, entity: Entity) -> Answered:
    found = rows.matching(asked.work, entity, asked.segments[2], asked.segments[3])
    return Answered(300, [rows.url_of(asked.work, entity.name, str(row["Id"])) for row in found])


def read_by_key(asked: Asked) -> Answered:
    """A record by an external id, the bytes of a record, or one that it points to."""
    entity = _entity(asked)
    field = entity.field(asked.segments[3])
    if field is not None and field.type == "base64" and entity.field(asked.segments[2]) is None:
        return _blob(asked, entity)
    if entity.field(asked.segments[2]) is None:
        return _related(asked, entity)
    only = _only_match(asked, entity)
    return only if isinstance(only, Answered) else _read(asked, entity, only)


def _blob(asked: Asked, entity: Entity) -> Answered:
    if asked.part:
        raise not_found()
    record_id = rows.record_id_from(asked.segments[2])
    asked.work.existing(entity.name, record_id)
    return Answered(200, raw=files.content(asked.work, record_id))


def _related(asked: Asked, entity: Entity) -> Answered:
    row = asked.work.existing(entity.name, rows.record_id_from(asked.segments[2]))
    field = entity.by_relationship.get(asked.segments[3].lower())
    target = asked.work.schema.by_prefix.get((row[field.name] or "")[:3]) if field else None
    if field is None or target is None:
        raise not_found()
    return _read(asked, target, row[field.name])


def upsert(asked: Asked) -> Answered:
    """Up to v45 a changed record is answered without a body."""
    entity, key, value = _entity(asked), asked.segments[2], asked.segments[3]
    found = rows.matching(asked.work, entity, key, value)
    if len(found) > 1:
        return _choices(asked, entity)
    if found:
        _check(asked, entity, str(found[0]["Id"]))
    only = asked.parameters.get("updateOnly", "").lower() == "true"
    body = asked.object_body()
    record_id, created = rows.upsert(asked.work, entity, key, value, body, update_only=only)
    if not created and float(asked.work.version) < _UPSERT_ANSWERS_SINCE:
        return Answered(204)
    answer: Json = {"id": record_id, "success": True, "errors": []}
    if float(asked.work.version) >= _UPSERT_ANSWERS_SINCE:
        answer["created"] = created
    location = {"Location": rows.url_of(asked.work, entity.name, record_id)} if created else {}
    return Answered(201 if created else 200, answer, location)


def create_by_key(asked: Asked) -> Answered:
    """The vendor's way to create through the address of an upsert: no value, `Id` as the key."""
    if asked.segments[2].lower() != "id":
        raise method_not_allowed("POST", "DELETE, GET, HEAD, PATCH")
    return create(asked)


def delete_by_key(asked: Asked) -> Answered:
    entity = _entity(asked)
    only = _only_match(asked, entity)
    if isinstance(only, Answered):
        return only
    rows.delete(asked.work, entity, only)
    return Answered(204)


def no_layouts(asked: Asked) -> Answered:
    """Raises FUNCTIONALITY_NOT_ENABLED."""
    _entity(asked)
    raise ApiError(403, "FUNCTIONALITY_NOT_ENABLED", "The sandbox has no page layouts")
