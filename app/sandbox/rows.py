"""Create, read, change, delete: one record, with the checks that hold for every object."""

import base64
import binascii
from typing import Any

from . import events, files, rules, sync
from .database import Row
from .failures import (
    ApiError,
    method_not_allowed,
    no_such_field,
    not_found,
    not_writable,
    read_only,
    required,
    unreadable,
)
from .ids import normalised
from .schema import Entity, Field
from .totals import settle
from .values import to_answer, to_stored
from .work import Work

Json = dict[str, Any]


def url_of(work: Work, entity: str, record_id: str) -> str:
    return f"/services/data/v{work.version}/sobjects/{entity}/{record_id}"


def record_id_from(text: str) -> str:
    """Raises NOT_FOUND for a text that is no id, in the vendor's words."""
    record_id = normalised(text)
    if record_id is None:
        raise not_found(f"Provided external ID field does not exist or is not accessible: {text[:80]}")
    return record_id


def _by_parent_key(work: Work, entity: Entity, name: str, value: Json) -> tuple[str, str]:
    """`"Quote": {"QW_Key__c": "x"}` names a parent by its external id."""
    field = entity.by_relationship[name.lower()]
    keys = [(key, wanted) for key, wanted in value.items() if key != "attributes"]
    if len(keys) != 1 or field.reference_to == "*":
        raise unreadable(f"{name}: exactly one external id field names the parent")
    found = matching(work, work.entity(field.reference_to), *keys[0])
    if not found:
        where = f"field {keys[0][0]} in entity {field.reference_to}"
        words = f"Foreign key external ID: {str(keys[0][1])[:80]} not found for {where}"
        raise ApiError(400, "INVALID_FIELD", words)
    return field.name, str(found[0]["Id"])


def _named_fields(work: Work, entity: Entity, body: Json) -> dict[str, tuple[Field, Any]]:
    named: dict[str, tuple[Field, Any]] = {}
    for name, value in body.items():
        if name == "attributes":
            continue
        if isinstance(value, dict) and name.lower() in entity.by_relationship:
            name, value = _by_parent_key(work, entity, name, value)
        field = entity.field(name)
        if field is None:
            raise no_such_field(name[:80], entity.name)
        named[field.name] = (field, value)
    return named


def _decoded(field: Field, value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        raise unreadable(f"Cannot deserialize instance of base64 from the value of {field.name}") from None


def _check_reference(work: Work, field: Field, record_id: str) -> None:
    entity = work.schema.by_prefix.get(record_id[:3])
    if entity is None and record_id[:3] in work.database.schema.by_prefix:
        words = f"insufficient access rights on cross-reference id: {record_id[:15]}"
        raise ApiError(400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", words, ())
    if entity is None or field.reference_to not in ("*", entity.name):
        words = f"{field.label}: id value of incorrect type: {record_id}"
        raise ApiError(400, "FIELD_INTEGRITY_EXCEPTION", words, (field.name,))
    work.referred(entity.name, record_id, field.name)


def _stored(work: Work, named: dict[str, tuple[Field, Any]]) -> Row:
    row: Row = {}
    for name, (field, value) in named.items():
        if field.type == "base64":
            row[name] = value if value is None or isinstance(value, bytes) else _decoded(field, value)
            continue
        row[name] = to_stored(field, value)
        if field.type == "reference" and row[name] is not None:
            _check_reference(work, field, row[name])
    return row


def _check_unique(work: Work, entity: Entity, row: Row, own_id: str = "") -> None:
    for field in entity.fields.values():
        if not field.unique or row.get(field.name) is None:
            continue
        where = f'"{field.name}" = ? AND "Id" <> ? AND "IsDeleted" = 0'
        if twins := work.database.rows(entity.name, where, (row[field.name], own_id)):
            twin = twins[0]["Id"][:15]
            words = f"duplicate value found: {field.name} duplicates value on record with id: {twin}"
            raise ApiError(400, "DUPLICATE_VALUE", words, ())


def _with_defaults(entity: Entity, row: Row) -> Row:
    full: Row = {}
    for field in entity.fields.values():
        value = row.get(field.name)
        if value is None and field.name not in row:
            value = 0 if field.type == "boolean" else field.default
        if value is not None:
            full[field.name] = value
    return full


def _follow(work: Work, entity: Entity, row: Row) -> None:
    rules.after_change(work, entity, row)
    if entity.name == "OpportunityLineItem":
        sync.follow_opportunity_line(work, row)


def create(work: Work, entity: Entity, body: Json) -> str:
    """The new record's id. Raises ApiError, the first reason found."""
    whole = work.whole(entity)
    if not entity.creatable:
        raise read_only() if whole.creatable else method_not_allowed("POST", "GET, HEAD")
    named = _named_fields(work, entity, body)
    work.hindrance.hinder("POST", entity.name, {name.lower() for name in named})
    if refused := [name for name, (field, _) in named.items() if not field.createable]:
        raise not_writable(refused)
    row = _with_defaults(whole, _stored(work, named))
    row = rules.before_create(work, whole, row)
    missing = [
        f.name for f in whole.fields.values() if not f.nillable and f.name != "Id" and row.get(f.name) is None
    ]
    if missing:
        raise required(missing)
    _check_unique(work, whole, row)
    blobs = {name: row.pop(name) for name in list(row) if isinstance(row[name], bytes)}
    row = work.stamp_new(whole, row)
    if whole.is_event:
        events.publish(work, whole, row)
        return str(row["Id"])
    work.database.insert(entity.name, row)
    files.keep(work, entity.name, row, blobs)
    events.changed(work, whole, "CREATE", row["Id"], row)
    _follow(work, entity, row)
    return str(row["Id"])


def change(work: Work, entity: Entity, record_id: str, body: Json) -> None:
    whole = work.whole(entity)
    if not entity.updateable:
        raise read_only() if whole.updateable else method_not_allowed("PATCH", "GET, HEAD")
    before = work.existing(entity.name, record_id)
    named = _named_fields(work, entity, body)
    work.hindrance.hinder("PATCH", entity.name, {name.lower() for name in named})
    if refused := [name for name, (field, _) in named.items() if not field.updateable]:
        raise not_writable(refused)
    changes = _stored(work, named)
    changes = rules.before_change(work, entity, before, changes)
    if missing := [
        name for name, value in changes.items() if value is None and not whole.fields[name].nillable
    ]:
        raise required(missing)
    _check_unique(work, whole, changes, record_id)
    work.database.update(entity.name, record_id, {**changes, **work.stamp_changed()})
    events.changed(work, whole, "UPDATE", record_id, changes)
    _follow(work, entity, {**before, **changes})


def delete(work: Work, entity: Entity, record_id: str) -> None:
    """The record and those that live only through it."""
    if not entity.deletable:
        deletable = work.whole(entity).deletable
        raise read_only() if deletable else method_not_allowed("DELETE", "GET, HEAD")
    row = work.existing(entity.name, record_id)
    work.hindrance.hinder("DELETE", entity.name, set())
    rules.before_delete(work, entity, row)
    work.database.update(entity.name, record_id, {"IsDeleted": 1, **work.stamp_changed()})
    events.changed(work, entity, "DELETE", record_id, {})
    for child in work.database.schema.children[entity.name]:
        if child.cascade:
            where = f'"{child.field}" = ? AND "IsDeleted" = 0'
            statement = f'UPDATE "{child.entity}" SET "IsDeleted" = 1 WHERE {where}'  # noqa: S608 (names come from the schema)
            work.database.execute(statement, (record_id,))
    _follow(work, entity, {**row, "IsDeleted": 1})


def read(work: Work, entity: Entity, record_id: str, names: list[str] | None = None) -> Json:
    """All fields, or those named (plus Id), in the API's spelling."""
    settle(work)
    row = work.existing(entity.name, record_id)
    fields = list(entity.fields.values())
    if names is not None:
        wanted = [entity.field(name) for name in names if name]
        if None in wanted:
            unknown = next(name for name in names if name and entity.field(name) is None)
            raise no_such_field(unknown[:80], entity.name)
        fields = list(dict.fromkeys([*(f for f in wanted if f), entity.fields["Id"]]))
    answer: Json = {"attributes": {"type": entity.name, "url": url_of(work, entity.name, record_id)}}
    for field in fields:
        answer[field.name] = (
            files.link(work, entity.name, row, field)
            if field.type == "base64"
            else (to_answer(field, row[field.name]))
        )
    return answer


def matching(work: Work, entity: Entity, name: str, value: Any) -> list[Row]:
    """The records whose external id has this value; raises for a field that is none."""
    field = entity.field(name)
    if field is None or not (field.external or field.id_lookup or field.name == "Id"):
        raise not_found(f"Provided external ID field does not exist or is not accessible: {name[:80]}")
    stored = to_stored(field, str(value))
    return work.database.rows(entity.name, f'"{field.name}" = ? AND "IsDeleted" = 0', (stored,))


def upsert(
    work: Work, entity: Entity, key: str, value: Any, body: Json, *, update_only: bool = False
) -> tuple[str, bool]:
    """(id, created). The key's value comes from the address and must not stand in the body too."""
    field = entity.field(key)
    found = matching(work, entity, key, value)
    if field is not None and any(name.lower() == field.name.lower() for name in body):
        words = f"The {field.name} field should not be specified in the sobject data."
        raise ApiError(400, "INVALID_FIELD", words, (field.name,))
    if len(found) > 1:
        where = ", ".join(url_of(work, entity.name, str(r["Id"])) for r in found)
        raise ApiError(
            300,
            "DUPLICATE_EXTERNAL_ID",
            f"{key[:80]}: more than one record found for external id: {where}",
            (),
        )
    if found:
        change(work, entity, str(found[0]["Id"]), body)
        return str(found[0]["Id"]), False
    if update_only or field is None or field.name == "Id":
        raise not_found()
    return create(work, entity, {**body, field.name: value}), True
