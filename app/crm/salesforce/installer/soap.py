"""Calls of the Metadata API by SOAP, and their answers: bounded, without a DTD, faults as refusals.

Names are those of the Metadata API's WSDL.
"""

from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from app.crm.salesforce.refusals import Refusal, failure_of, unavailable
from app.crm.salesforce.text import one_line

NAMESPACE: Final = "http://soap.sforce.com/2006/04/metadata"
_ENVELOPE: Final = "http://schemas.xmlsoap.org/soap/envelope/"
_LONGEST: Final = 16 * 1024 * 1024


def envelope(token: str, call: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="{_ENVELOPE}" xmlns="{NAMESPACE}">'
        f"<e:Header><SessionHeader><sessionId>{escape(token)}</sessionId></SessionHeader></e:Header>"
        f"<e:Body>{call}</e:Body></e:Envelope>"
    )


def retrieval(members: Mapping[str, Iterable[str]], version: str) -> str:
    types = "".join(
        "<types>"
        + "".join(f"<members>{escape(name)}</members>" for name in names)
        + f"<name>{escape(kind)}</name></types>"
        for kind, names in members.items()
    )
    return (
        f"<retrieve><retrieveRequest><apiVersion>{version}</apiVersion><singlePackage>true</singlePackage>"
        f"<unpackaged>{types}<version>{version}</version></unpackaged></retrieveRequest></retrieve>"
    )


def retrieval_status(number: str) -> str:
    return (
        f"<checkRetrieveStatus><asyncProcessId>{escape(number)}</asyncProcessId><includeZip>true</includeZip>"
        "</checkRetrieveStatus>"
    )


def parsed(content: bytes) -> ET.Element:
    """Raises ValueError for what is no XML, too long, or has a DTD, whose entities could grow without end."""
    if len(content) > _LONGEST:
        raise ValueError("too long")
    text = content.decode("utf-8")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a DTD")
    try:
        return ET.fromstring(text)  # noqa: S314 - bounded, UTF-8 only, and without a DTD
    except ET.ParseError as error:
        raise ValueError("no XML") from error


def result(content: bytes) -> ET.Element:
    """The ``result`` of an answer. Raises the leaves of ``app.crm.errors``."""
    try:
        root = parsed(content)
    except ValueError:
        root = ET.Element("none")
    fault = root.find(f".//{{{_ENVELOPE}}}Fault")
    if fault is not None:
        code = (fault.findtext("faultcode") or "").rpartition(":")[2]
        words = (fault.findtext("faultstring") or "").removeprefix(f"{code}: ")
        told = [Refusal(one_line(code, limit=80), one_line(words, limit=400))] if code else []
        raise failure_of(told, status=400)
    found = root.find(f".//{{{NAMESPACE}}}result")
    if found is None:
        raise unavailable()
    return found


def text(element: ET.Element, name: str) -> str:
    return (element.findtext(f"{{{NAMESPACE}}}{name}") or "").strip()
