"""What the org says about itself: versions, resources, objects and fields."""

from typing import Any

from .schema import Entity, Field, Schema

Json = dict[str, Any]
OLDEST, NEWEST = 31, 68
_SOAP = {
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "id": "tns:ID",
    "reference": "tns:ID",
    "currency": "xsd:double",
    "double": "xsd:double",
    "percent": "xsd:double",
    "base64": "xsd:base64Binary",
}
_MASTER = {
    "active": True,
    "available": True,
    "defaultRecordTypeMapping": True,
    "developerName": "Master",
    "master": True,
    "name": "Master",
    "recordTypeId": "012000000000000AAA",
    "urls": {},
}
_SEASONS = ("Spring", "Summer", "Winter")


def _season(number: int) -> str:
    """v66 is Spring '26, v67 Summer '26, v68 Winter '27."""
    years, place = divmod(number - 66, 3)
    return f"{_SEASONS[place]} '{(26 + years + (place == 2)) % 100:02d}"


def versions() -> list[Json]:
    return [
        {"label": _season(n), "url": f"/services/data/v{n}.0", "version": f"{n}.0"}
        for n in range(OLDEST, NEWEST + 1)
    ]


def resources(version: str, identity: str) -> Json:
    base = f"/services/data/v{version}"
    names = (
        "sobjects",
        "query",
        "queryAll",
        "search",
        "parameterizedSearch",
        "composite",
        "limits",
        "recent",
    )
    return {name: f"{base}/{name}" for name in names} | {"identity": identity}


def _summary(entity: Entity, version: str) -> Json:
    base = f"/services/data/v{version}/sobjects/{entity.name}"
    urls = {"sobject": base, "describe": f"{base}/describe", "rowTemplate": f"{base}/{{ID}}"}
    return {
        "name": entity.name,
        "label": entity.label,
        "labelPlural": entity.label_plural,
        "keyPrefix": entity.prefix,
        "createable": entity.creatable,
        "updateable": entity.updateable,
        "deletable": entity.deletable,
        "queryable": True,
        "retrieveable": True,
        "searchable": True,
        "layoutable": True,
        "undeletable": False,
        "replicateable": True,
        "triggerable": True,
        "mergeable": False,
        "feedEnabled": False,
        "hasSubtypes": False,
        "isSubtype": False,
        "activateable": False,
        "custom": False,
        "customSetting": False,
        "deprecatedAndHidden": False,
        "mruEnabled": True,
        "urls": urls,
    }


def all_objects(schema: Schema, version: str) -> Json:
    summaries = [_summary(entity, version) for entity in schema.entities.values()]
    return {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": summaries}


def _picklist(field: Field) -> list[Json]:
    return [
        {
            "active": True,
            "defaultValue": value == field.default,
            "label": value,
            "validFor": None,
            "value": value,
        }
        for value in field.values
    ]


def _references(field: Field, schema: Schema) -> list[str]:
    if field.reference_to == "*":
        return sorted(schema.entities)
    return [field.reference_to] if field.reference_to else []


def _described(field: Field, schema: Schema) -> Json:
    text = field.type in (
        "string",
        "textarea",
        "url",
        "email",
        "phone",
        "picklist",
        "multipicklist",
        "id",
        "reference",
    )
    writable = field.createable or field.updateable
    return {
        "name": field.name,
        "label": field.label,
        "type": field.type,
        "soapType": _SOAP.get(field.type, "xsd:string"),
        "length": field.length,
        "byteLength": field.length * 3 if text else 0,
        "digits": field.precision if field.type == "int" else 0,
        "precision": 0 if field.type == "int" else field.precision,
        "scale": field.scale,
        "nillable": field.nillable,
        "createable": field.createable,
        "updateable": field.updateable,
        "unique": field.unique,
        "externalId": field.external,
        "idLookup": field.external or field.id_lookup or field.name == "Id",
        "referenceTo": _references(field, schema),
        "relationshipName": field.relationship or None,
        "relationshipOrder": None,
        "picklistValues": _picklist(field),
        "restrictedPicklist": field.restricted,
        "calculated": field.calculated,
        "autoNumber": field.auto,
        "custom": field.custom,
        "caseSensitive": False,
        "defaultedOnCreate": field.type == "boolean" or field.default is not None or not writable,
        "defaultValue": False if field.type == "boolean" else field.default,
        "filterable": field.filterable,
        "sortable": field.sortable,
        "groupable": field.groupable,
        "permissionable": field.permissionable,
        "nameField": field.names,
        "namePointing": False,
        "htmlFormatted": False,
        "encrypted": False,
        "deprecatedAndHidden": False,
        "dependentPicklist": False,
        "controllerName": None,
        "inlineHelpText": None,
        "compoundFieldName": None,
        "extraTypeInfo": None,
        "mask": None,
        "maskType": None,
        "cascadeDelete": field.cascade,
        "restrictedDelete": False,
        "writeRequiresMasterRead": False,
    }


def without(description: Json, names: set[str]) -> Json:
    """The same object with these fields, in lower case, read-only."""
    locked = {"createable": False, "updateable": False}
    fields = [field | (locked if field["name"].lower() in names else {}) for field in description["fields"]]
    return description | {"fields": fields}


def described(entity: Entity, schema: Schema, version: str) -> Json:
    children = [
        {
            "cascadeDelete": c.cascade,
            "childSObject": c.entity,
            "deprecatedAndHidden": False,
            "field": c.field,
            "junctionIdListNames": [],
            "junctionReferenceTo": [],
            "relationshipName": c.name,
            "restrictedDelete": False,
        }
        for c in schema.children[entity.name]
    ]
    fields = [_described(field, schema) for field in entity.fields.values()]
    return _summary(entity, version) | {
        "fields": fields,
        "childRelationships": children,
        "recordTypeInfos": [_MASTER],
    }
