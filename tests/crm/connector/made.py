"""Projects as they are made for a connection, and what their files say."""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from app.actor import ConnectionName
from app.crm.salesforce.connector import Wish, project_files, source_of

NAMESPACE = "{http://soap.sforce.com/2006/04/metadata}"


def wish(name: str = "acme", **more: Any) -> Wish:
    return Wish(ConnectionName(name), "https://quotes.example.com", **more)


def source(name: str = "acme", **more: Any) -> dict[str, bytes]:
    return source_of(project_files(wish(name, **more)))


def parsed(text: bytes) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - what the product itself made


def said(files: Mapping[str, bytes], end: str, name: str) -> list[str]:
    """The texts of that element in the one file whose path ends so."""
    (found,) = (text for path, text in files.items() if path.endswith(end))
    return [one.text or "" for one in parsed(found).iter(f"{NAMESPACE}{name}")]


def fields_of(files: Mapping[str, bytes]) -> set[str]:
    """Custom fields that are declared, as Object.Field."""
    found = [path.split("/") for path in files if path.endswith(".field-meta.xml")]
    return {f"{entity}.{file.removesuffix('.field-meta.xml')}" for _, entity, _, file in found}
