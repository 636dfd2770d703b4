"""What an org has to have: standard fields that the product reads or writes, and what the connector brings.

The connector's own files say what fields and rights there have to be, so nothing is written down twice; of
the standard fields a test holds this list equal to what records and queries name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final
from xml.etree import ElementTree as ET

from app.actor import ConnectionName
from app.crm.salesforce.connector import Wish, project_files, source_of

QUOTES: Final = ("Quote", "QuoteLineItem")
ROLES: Final = ("QW_Rep", "QW_Approver", "QW_Operator")
CURRENCY: Final = "CurrencyIsoCode"

READ: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Account": ("Name",),
        "Opportunity": (
            "Name",
            "AccountId",
            "CloseDate",
            "StageName",
            "Pricebook2Id",
            "Amount",
            "SyncedQuoteId",
        ),
        "Pricebook2": ("Name", "IsActive"),
        "PricebookEntry": ("Pricebook2Id", "Product2Id", "ProductCode", "IsActive"),
        "Product2": ("IsActive",),
        "Quote": (
            "QuoteNumber",
            "TotalPrice",
            "GrandTotal",
            "LineItemCount",
            "LastModifiedDate",
            "LastModifiedById",
        ),
        "QuoteLineItem": (),
        "ContentVersion": (),
        "User": ("Name", "Username", "Email", "IsActive", "ManagerId", "ProfileId", "UserRoleId"),
        "PermissionSetAssignment": ("AssigneeId", "PermissionSetId"),
    }
)
"""Beside what is written; of other objects by way of their references."""

WRITTEN: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Opportunity": ("SyncedQuoteId",),
        "Quote": ("Name", "OpportunityId", "Pricebook2Id", "ExpirationDate", "Status"),
        "QuoteLineItem": ("QuoteId", "PricebookEntryId", "Quantity", "UnitPrice", "Description"),
        "ContentVersion": ("Title", "PathOnClient", "VersionData", "FirstPublishLocationId"),
    }
)
# Where an org with several currencies names one; it is written to quotes.
OF_CURRENCIES: Final = ("Opportunity", "PricebookEntry", "Quote")

# How the API describes what a deployed file calls its type.
_TYPES: Final = MappingProxyType(
    {
        "Text": "string",
        "TextArea": "textarea",
        "LongTextArea": "textarea",
        "Number": "double",
        "Currency": "currency",
        "Percent": "percent",
        "DateTime": "datetime",
        "Date": "date",
        "Url": "url",
        "Checkbox": "boolean",
        "Picklist": "picklist",
    }
)
_URL_LENGTH: Final = 255
_NO_ONE: Final = Wish(ConnectionName("any"), "https://quotes.example.com")


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the connector's. ``length`` 0: it has none; ``scale``: decimals, of numbers only."""

    entity: str
    name: str
    type: str
    length: int
    scale: int | None
    unique: bool
    external: bool

    @property
    def path(self) -> str:
        return f"{self.entity}.{self.name}"


@dataclass(frozen=True, slots=True)
class Rights:
    """Of one permission set: words of Read, Create, Edit, Delete by object; of Read, Edit by field."""

    objects: Mapping[str, frozenset[str]]
    fields: Mapping[str, frozenset[str]]


@cache
def own_fields() -> tuple[OwnField, ...]:
    found = [
        _field(path, text)
        for path, text in source_of(project_files(_NO_ONE)).items()
        if path.endswith(".field-meta.xml")
    ]
    return tuple(sorted(found, key=lambda one: one.path))


@cache
def rights_of(role: str) -> Rights:
    root = _root(source_of(project_files(_NO_ONE))[f"permissionsets/{role}.permissionset-meta.xml"])
    return Rights(dict(_objects(root)), dict(_fields(root)))


def _objects(root: ET.Element) -> Iterator[tuple[str, frozenset[str]]]:
    for given in root.findall("{*}objectPermissions"):
        words = ("Read", "Create", "Edit", "Delete")
        yield _said(given, "object"), frozenset(one for one in words if _flag(given, f"allow{one}"))


def _fields(root: ET.Element) -> Iterator[tuple[str, frozenset[str]]]:
    for given in root.findall("{*}fieldPermissions"):
        words = {"Read": "readable", "Edit": "editable"}
        yield _said(given, "field"), frozenset(one for one, name in words.items() if _flag(given, name))


def _field(path: str, text: bytes) -> OwnField:
    root, entity = _root(text), PurePosixPath(path).parts[1]
    kind = _said(root, "type")
    scale = _said(root, "scale")
    return OwnField(
        entity,
        _said(root, "fullName"),
        _TYPES[kind],
        int(_said(root, "length") or (_URL_LENGTH if kind == "Url" else 0)),
        int(scale) if scale else None,
        _flag(root, "unique"),
        _flag(root, "externalId"),
    )


def _root(text: bytes) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - a file that ships with the product


def _said(element: ET.Element, name: str) -> str:
    return element.findtext(f"{{*}}{name}") or ""


def _flag(element: ET.Element, name: str) -> bool:
    return _said(element, name) == "true"
