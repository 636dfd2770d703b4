"""What an org has to have for one connection: what its field mapping names, and what is read in any case.

Types and lengths are those of the connector's own files, rights those that its permission sets are made from,
so nothing is written down twice; of what is read in any case a test holds the list equal to the queries.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final
from xml.etree import ElementTree as ET

from app.actor import ConnectionName
from app.crm.mapping import OPPORTUNITY, FieldMapping
from app.crm.port import Connection
from app.crm.salesforce.connector import Wish, project_files, source_of
from app.crm.salesforce.mapped import mapping_of
from app.crm.salesforce.records import CURRENCY
from app.quoting import Status
from app.quoting.drift import crm_word

QUOTE: Final = "Quote"

READ: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Account": ("Name",),
        OPPORTUNITY: ("Name", "AccountId", "CloseDate", "StageName", "Pricebook2Id"),
        "Pricebook2": ("Name", "IsActive"),
        "PricebookEntry": ("Pricebook2Id", "Product2Id", "ProductCode", "IsActive"),
        "Product2": ("IsActive",),
        "User": ("Name", "Username", "Email", "IsActive", "ManagerId", "ProfileId", "UserRoleId"),
    }
)
"""Whatever the mapping is. References are read by way of their relationships, too. What is read only as far
as people may see it, such as permission set assignments, is not expected.
"""

DOCUMENT: Final = ("Title", "PathOnClient", "VersionData", "FirstPublishLocationId")
# In the order of a quote's life.
_STAGES: Final = tuple(dict.fromkeys(crm_word(status) for status in Status))

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
        "Lookup": "reference",
        "MasterDetail": "reference",
    }
)
_URL_LENGTH: Final = 255

FieldName = tuple[str, str]
"""Object and field."""


@dataclass(frozen=True, slots=True)
class OwnField:
    """As the connector ships it. ``length`` 0: it has none; ``scale``: decimals, of numbers only."""

    entity: str
    name: str
    type: str
    length: int
    scale: int | None

    @property
    def path(self) -> str:
        return f"{self.entity}.{self.name}"


@dataclass(frozen=True, slots=True)
class Expected:
    """Fields that are read, all that are written among them; ``own``: those of the connector's that are."""

    mapping: FieldMapping
    read: tuple[FieldName, ...]
    written: tuple[FieldName, ...]
    own: tuple[OwnField, ...]

    @property
    def objects(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entity for entity, _ in (*self.read, *self.written)))

    @property
    def keys(self) -> tuple[FieldName, ...]:
        quote, lines = self.mapping.quote, self.mapping.lines
        return (quote.object, quote.key), (lines.object, lines.key)

    @property
    def made(self) -> tuple[str, ...]:
        """Objects of which records are made, and not only changed."""
        objects = (self.mapping.quote.object, self.mapping.lines.object)
        return tuple(one for one in objects if one != OPPORTUNITY)

    @property
    def stage(self) -> tuple[FieldName, tuple[str, ...]] | None:
        """The field that follows a quote's life and its words; None where none is told."""
        told = self.mapping.quote.told.get("stage")
        if told is None:
            return None
        return (self.mapping.quote.object, told.field), tuple(told.there(word) for word in _STAGES)


def expected(connection: Connection) -> Expected:
    """Raises MappingInvalid."""
    mapping = mapping_of(connection)
    # An org with one currency has no such field at all.
    absent = CURRENCY if connection.only_currency else ""
    written = tuple(one for one in _written(mapping) if one[1] != absent)
    read = tuple(dict.fromkeys((*_read(mapping), *written)))
    own = tuple(one for one in own_fields(mapping) if (one.entity, one.name) in set(read))
    return Expected(mapping, read, written, own)


def _written(mapping: FieldMapping) -> Iterator[FieldName]:
    yield from mapping.written()
    yield from (("ContentVersion", name) for name in DOCUMENT)


def _read(mapping: FieldMapping) -> Iterator[FieldName]:
    yield from ((entity, name) for entity, names in READ.items() for name in names)
    yield from mapping.read()
    match mapping.opportunity.customer_tier.split("."):
        case [name] if name:
            yield OPPORTUNITY, name
        # Of a lookup of the org's own its name does not tell the object.
        case [entity, name] if not entity.endswith("__r"):
            yield entity, name


def own_fields(mapping: FieldMapping) -> Iterator[OwnField]:
    """All that ship for it, whether they are mapped or not."""
    wish = Wish(ConnectionName("any"), "https://quotes.example.com", mapping=mapping)
    for path, text in source_of(project_files(wish)).items():
        if path.endswith(".field-meta.xml"):
            yield _field(PurePosixPath(path).parts[1], ET.fromstring(text))  # noqa: S314 - ships with the product


def _field(entity: str, root: ET.Element) -> OwnField:
    kind, scale = _said(root, "type"), _said(root, "scale")
    length = _said(root, "length") or (_URL_LENGTH if kind == "Url" else 0)
    return OwnField(entity, _said(root, "fullName"), _TYPES[kind], int(length), int(scale) if scale else None)


def _said(element: ET.Element, name: str) -> str:
    return element.findtext(f"{{*}}{name}") or ""
