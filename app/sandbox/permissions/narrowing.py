"""A schema without what the org does not have, or one user may not see or write."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

from app.sandbox.schema import Child, Entity, Field, Schema
from app.sandbox.switches import MULTICURRENCY, OF_QUOTES, QUOTES

from .rights import Rights

_OF_CURRENCIES: Final = ("CurrencyIsoCode", "DefaultCurrencyIsoCode")


def without(whole: Schema, off: Collection[str]) -> Schema:
    """The schema of an org in which these features are off."""
    hidden = OF_QUOTES if QUOTES in off else ()
    names = _OF_CURRENCIES if MULTICURRENCY in off else ()

    def kept(field: Field) -> Field | None:
        return None if field.name in names or field.reference_to in hidden else field

    return _narrowed(whole, lambda one: None if one.name in hidden else _with_fields(one, kept))


def seen_with(rights: Rights, whole: Schema) -> Schema:
    return _narrowed(whole, lambda entity: _seen(entity, rights))


def _seen(entity: Entity, rights: Rights) -> Entity | None:
    may = rights.on_object(entity)
    if not may.read:
        return None

    def allowed(field: Field) -> Field | None:
        on = rights.on_field(entity, field)
        if not on.read:
            return None
        create, edit = may.create and on.edit, may.edit and on.edit
        if (field.createable and not create) or (field.updateable and not edit):
            return replace(
                field, createable=field.createable and create, updateable=field.updateable and edit
            )
        return field

    return replace(
        _with_fields(entity, allowed),
        creatable=entity.creatable and may.create,
        updateable=entity.updateable and may.edit,
        deletable=entity.deletable and may.delete,
    )


def _with_fields(entity: Entity, changed: Callable[[Field], Field | None]) -> Entity:
    found = {field.name: changed(field) for field in entity.fields.values()}
    fields = {name: field for name, field in found.items() if field is not None}
    return replace(
        entity,
        fields=fields,
        by_lower={name.lower(): field for name, field in fields.items()},
        by_relationship={
            field.relationship.lower(): field for field in fields.values() if field.relationship
        },
    )


def _narrowed(whole: Schema, changed: Callable[[Entity], Entity | None]) -> Schema:
    found = {entity.name: changed(entity) for entity in whole.entities.values()}
    entities = {name: entity for name, entity in found.items() if entity is not None}

    def there(child: Child) -> bool:
        return child.entity in entities and child.field in entities[child.entity].fields

    children = {name: tuple(filter(there, whole.children[name])) for name in entities}
    return Schema(entities, {entity.prefix: entity for entity in entities.values()}, children)
