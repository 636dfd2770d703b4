"""SOAP 1.1: what comes in an envelope, and what goes back in one; faults come with status 500."""

import re
from html import escape, unescape
from xml.etree import ElementTree as ET

from .wire import Reply, Request

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
UNREADABLE = "soapenv:Client"
SOAP = "/services/Soap/"
FAULTS = "urn:fault.partner.soap.sforce.com"
_SESSION = re.compile(rb"<(?:\w+:)?sessionId>([^<]{1,4000})<")


class Fault(Exception):
    """`code` is the vendor's, or UNREADABLE."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


def read(request: Request, *, most: int) -> tuple[ET.Element, ET.Element]:
    """The envelope, and the call in its body. A DTD could make a short text long. Raises Fault."""
    unreadable = Fault(UNREADABLE, "the request is no SOAP envelope with a call that is known here")
    if request.method != "POST" or len(request.body) > most:
        raise unreadable
    try:
        text = request.body.decode()
        root = None if "<!DOCTYPE" in text else ET.fromstring(text)  # noqa: S314 no DTD, bounded
    except (ValueError, ET.ParseError, RecursionError):
        raise unreadable from None
    body = None if root is None else root.find(f"{{{ENVELOPE}}}Body")
    if root is None or body is None or not len(body):
        raise unreadable
    return root, body[0]


def session_of(request: Request) -> str:
    """That which its header names; "" for none."""
    found = _SESSION.search(request.body[:10_000])
    return unescape(found[1].decode("utf-8", "replace")).strip() if found else ""


def elements(values: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(text or '')}</{name}>" for name, text in values.items())


def answered(body: str, *, namespace: str) -> Reply:
    """`namespace`: that of the prefix `sf`, which faults have."""
    return _xml(200, body, namespace)


def refused(fault: Fault, *, namespace: str) -> Reply:
    return _xml(500, _fault(fault), namespace)


def _fault(fault: Fault) -> str:
    if fault.code == UNREADABLE:
        words = elements({"faultcode": fault.code, "faultstring": fault.words})
        return f"<soapenv:Fault>{words}</soapenv:Fault>"
    said = elements({"faultcode": f"sf:{fault.code}", "faultstring": f"{fault.code}: {fault.words}"})
    detail = elements({"sf:exceptionCode": fault.code, "sf:exceptionMessage": fault.words})
    name = "LoginFault" if fault.code == "INVALID_LOGIN" else "UnexpectedErrorFault"
    inner = f'<sf:{name} xsi:type="sf:{name}">{detail}</sf:{name}>'
    return f"<soapenv:Fault>{said}<detail>{inner}</detail></soapenv:Fault>"


def _xml(status: int, body: str, namespace: str) -> Reply:
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{ENVELOPE}" '
        f'xmlns:sf="{namespace}" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    )
    return Reply(status, text.encode(), {"Content-Type": "text/xml; charset=utf-8"})
