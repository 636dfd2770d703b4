"""Questions about objects and fields: there, right, long enough, writable, and nothing in the way."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.crm.examination import Answer, Area, fault, ok, told, warning
from app.crm.mapping import OPPORTUNITY, MappingInvalid
from app.crm.salesforce.examination.case import Asked, Case, asked
from app.crm.salesforce.examination.expected import Expected, OwnField, expected
from app.crm.salesforce.records import CURRENCY

_Described = Mapping[str, Any]
_DEPLOY: Final = "Run quotewright install for the connection, or deploy the connector (docs/connector.md)."


def wanted(case: Case) -> Expected:
    """Raises MappingInvalid."""
    found: Expected = case.once("expected", lambda: expected(case.connection))
    return found


def _mapping(case: Case) -> Answer:
    try:
        found = wanted(case)
    except MappingInvalid as invalid:
        return fault(invalid.detail, "Mend the mapping's file and give it again (docs/mapping.md).")
    return ok(f"Quotes become {found.mapping.quote.object}, lines {found.mapping.lines.object}.")


def _objects(case: Case) -> Answer:
    objects = wanted(case).objects
    missing = tuple(name for name in objects if case.org.described(name) is None)
    if missing:
        return fault(
            f"Not there, or not to be seen: {told(missing)}.",
            "Turn on what they belong to, or give whoever asks the right to read them.",
            missing,
        )
    return ok(f"All {len(objects)} are there.")


def _fields(case: Case) -> Answer:
    """Whether there is one for the currency is asked by itself."""
    missing = tuple(
        f"{entity}.{name}"
        for entity, name in wanted(case).read
        if name not in case.fields_of(entity) and name != CURRENCY
    )
    if missing:
        return fault(
            f"Not there, or not to be seen: {told(missing)}.",
            f"{_DEPLOY} One that is there is hidden from whoever asks: field-level security.",
            missing,
        )
    return ok("All are there that are read or written.")


def _each_own(case: Case) -> Iterator[tuple[OwnField, _Described]]:
    for own in wanted(case).own:
        found = case.fields_of(own.entity).get(own.name)
        if found is not None:
            yield own, found


def _types(case: Case) -> Answer:
    wrong = tuple(
        f"{own.path} is {found.get('type')}, not {own.type}"
        for own, found in _each_own(case)
        if found.get("type") != own.type
    )
    if wrong:
        return fault(
            f"Of another type: {told(wrong)}.",
            "Delete the field and deploy the connector again; what is in it goes with it.",
            wrong,
        )
    return ok("Ours have the types they were deployed with.")


def _lengths(case: Case) -> Answer:
    short = tuple(_shortage(own, found) for own, found in _each_own(case) if _shortage(own, found))
    if short:
        return fault(f"Too short: {told(short)}.", _DEPLOY, short)
    return ok("Ours are long enough.")


def _shortage(own: OwnField, found: _Described) -> str:
    """In words; empty if there is none, or the type is another."""
    if found.get("type") != own.type:
        return ""
    length, scale = found.get("length"), found.get("scale")
    if own.length and isinstance(length, int) and length < own.length:
        return f"{own.path} has {length} characters, not {own.length}"
    if own.scale is not None and isinstance(scale, int) and scale < own.scale:
        return f"{own.path} has {scale} decimals, not {own.scale}"
    return ""


def _keys(case: Case) -> Answer:
    loose = tuple(
        f"{entity}.{name}"
        for entity, name in wanted(case).keys
        if (field := case.fields_of(entity).get(name)) is not None
        and not (field.get("unique") is True and field.get("externalId") is True)
    )
    if loose:
        return fault(
            f"Not unique external ids: {told(loose)}. A repeated write could be doubled.", _DEPLOY, loose
        )
    return ok("Quotes and lines have unique keys.")


def _writable(case: Case) -> Answer:
    locked = tuple(path for path, field, word in _each_written(case) if field.get(word) is not True)
    if locked:
        return fault(
            f"Whoever asks may not write: {told(locked)}.",
            "An administrator may write all of them: look at field-level security and the read-only marks.",
            locked,
        )
    return ok("All can be written that are written.")


def _each_written(case: Case) -> Iterator[tuple[str, _Described, str]]:
    for entity, name in wanted(case).written:
        found = case.fields_of(entity).get(name)
        if found is not None:
            yield f"{entity}.{name}", found, "updateable" if entity == OPPORTUNITY else "createable"


def _status_words(case: Case) -> Answer:
    stage = wanted(case).stage
    if stage is None:
        return ok("The mapping tells the org no stage.")
    (entity, name), words = stage
    field = case.fields_of(entity).get(name, {})
    if field.get("type") != "picklist":
        return ok(f"{entity}.{name} takes any word.")
    values = field.get("picklistValues")
    there = {one.get("value") for one in values or () if isinstance(one, dict) and one.get("active") is True}
    missing = tuple(word for word in dict.fromkeys(words) if word not in there)
    if not missing:
        return ok(f"All {len(set(words))} are there.")
    advice = f"Setup, Object Manager, {entity}, Fields, {name}: add the values, or activate them."
    found = f"{entity}.{name} does not have: {told(missing)}."
    if field.get("restrictedPicklist") is True:
        return fault(f"{found} Writing one is refused.", advice, missing)
    return warning(found, advice, missing)


def _nothing_else(case: Case) -> Answer:
    others = tuple(name for entity in wanted(case).made for name in _required_by_others(case, entity))
    if others:
        return fault(
            f"Required, and nothing fills it: {told(others)}. No quote can be written.",
            "Give the field a default, or require it on the page layout in place of the field.",
            others,
        )
    return ok("No other field of a quote or its lines has to be filled.")


def _required_by_others(case: Case, entity: str) -> Iterator[str]:
    filled = {name for of, name in wanted(case).written if of == entity}
    for name, field in case.fields_of(entity).items():
        required = field.get("nillable") is False and field.get("defaultedOnCreate") is False
        if required and field.get("createable") is True and name not in filled:
            yield f"{entity}.{name}"


_THERE: Final = ("mapping_read", "quotes_on", "objects_there")
SCHEMA: Final[tuple[Asked, ...]] = tuple(
    asked(code, Area.SCHEMA, words, answer, needs=needs)
    for code, words, answer, needs in (
        ("mapping_read", "The connection's field mapping", _mapping, ()),
        ("objects_there", "Objects that are read or written", _objects, ("org_matches", *_THERE[:2])),
        ("fields_there", "Fields that are read or written", _fields, _THERE),
        ("field_types", "Types of the connector's fields", _types, _THERE),
        ("field_lengths", "Lengths and decimals of the connector's fields", _lengths, _THERE),
        ("keys_unique", "Keys of quotes and lines are unique external ids", _keys, _THERE),
        ("fields_writable", "Fields that are written can be", _writable, _THERE),
        ("status_words", "The words of the field that follows a quote's life", _status_words, _THERE),
        ("nothing_else_required", "No other field has to be filled", _nothing_else, _THERE),
    )
)
