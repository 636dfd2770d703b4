"""The Metadata API by SOAP: deploy, retrieve, their status, and what there is."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from . import describe
from .failures import ApiError, allowance_used_up
from .metadata import kept, manifest, xml
from .metadata.components import Component
from .metadata.deployment import Options
from .metadata.jobs import deployment, keep_retrieval, may_deploy, start_deployment, start_retrieval
from .metadata.kinds import KINDS, NAMESPACE
from .metadata.results import Json, as_xml
from .org import Org
from .soap_envelope import UNREADABLE, Fault, answered, read, refused
from .wire import Reply, Request
from .work import Work

PATH: Final = "/services/Soap/m/"
_PATH: Final = re.compile(r"/services/Soap/m/(\d{1,3})\.0(?:/[\w/]*)?", re.ASCII)
_LONGEST: Final = 60 * 1024 * 1024


def answer(org: Org, request: Request) -> tuple[Reply, bool]:
    """And whether it counts against the allowance."""
    try:
        match = _PATH.fullmatch(request.path)
        if match is None or not describe.OLDEST <= int(match[1]) <= describe.NEWEST:
            raise Fault("UNSUPPORTED_API_VERSION", "Invalid Api version specified on URL")
        root, call = read(request, most=_LONGEST)
        deed = _DEEDS.get(xml.local(call))
        if deed is None:
            raise Fault(UNREADABLE, f"No operation available for request {xml.local(call)[:60]}")
        work = _work(org, root, version=f"{match[1]}.0")
    except Fault as fault:
        return refused(fault, namespace=NAMESPACE), False
    org.calls.count()
    try:
        with org.database.transaction():
            inner = "".join(as_xml(one, "result") for one in deed(work, call))
    except Fault as fault:
        return refused(fault, namespace=NAMESPACE), True
    name = f"{xml.local(call)}Response"
    return answered(f'<{name} xmlns="{NAMESPACE}">{inner}</{name}>', namespace=NAMESPACE), True


def _work(org: Org, root: ET.Element, *, version: str) -> Work:
    """Raises Fault."""
    session = root.findtext(f".//{{{NAMESPACE}}}sessionId") or ""
    try:
        caller = org.tokens.caller(f"Bearer {session.strip()}")
    except ApiError:
        words = "Invalid Session ID found in SessionHeader: Illegal Session"
        raise Fault("INVALID_SESSION_ID", words) from None
    if not org.calls.allowance.left:
        raise Fault("REQUEST_LIMIT_EXCEEDED", allowance_used_up().message)
    work = org.work(caller, version)
    if not may_deploy(work):
        raise Fault("INSUFFICIENT_ACCESS", "insufficient access rights: use a user who may modify metadata")
    return work


def _deploy(work: Work, call: ET.Element) -> list[Json]:
    """Names are taken in either case: one well-kept client sends `ZipFile`."""
    options = _child(call, "deployoptions")
    zipped = _child(call, "zipfile")
    try:
        data = base64.b64decode((zipped.text or "") if zipped is not None else "")
    except (binascii.Error, ValueError):
        raise Fault("INVALID_FIELD", "zipFile is no base64") from None
    given = ET.Element("none") if options is None else options
    number = start_deployment(
        work,
        data,
        Options(
            check_only=xml.flag(given, "checkOnly"),
            rollback=xml.flag(given, "rollbackOnError", otherwise=True),
            missing_allowed=xml.flag(given, "allowMissingFiles"),
            ignore_warnings=xml.flag(given, "ignoreWarnings"),
        ),
    )
    return [{"done": False, "id": number, "state": "Queued"}]


def _child(element: ET.Element, name: str) -> ET.Element | None:
    return next((one for one in element if xml.local(one).lower() == name), None)


def _deploy_status(work: Work, call: ET.Element) -> list[Json]:
    result = deployment(work, xml.text(call, "asyncProcessId"))
    if result is None:
        raise Fault("INVALID_ID_FIELD", "Invalid id: no deployment has it")
    if not xml.flag(call, "includeDetails"):
        result["details"] = {}
    return [result]


def _cancel(work: Work, call: ET.Element) -> list[Json]:
    if deployment(work, xml.text(call, "String") or xml.text(call, "asyncProcessId")) is None:
        raise Fault("INVALID_ID_FIELD", "Invalid id: no deployment has it")
    raise Fault("INVALID_OPERATION", "The deployment is completed: it cannot be canceled")


def _retrieve(work: Work, call: ET.Element) -> list[Json]:
    # The vendor minds its place, not its name: one well-kept client calls it `request`.
    request = call.find("*")
    unpackaged = None if request is None else request.find("{*}unpackaged")
    if request is None or unpackaged is None:
        raise Fault("INVALID_FIELD", "unpackaged is needed: the sandbox has no packages")
    version = xml.text(request, "apiVersion") or work.version
    # Of a single package the files lie at the top, else in a folder that says of which they are.
    root = "" if xml.flag(request, "singlePackage") else "unpackaged/"
    wanted = manifest.of_element(unpackaged)
    number, found = start_retrieval(work, wanted, version=version, root=root)
    result = {
        "done": True,
        "fileProperties": [_properties(one, work, root=root) for one in found.components],
        "id": number,
        "messages": [{"fileName": file, "problem": words} for file, words in found.messages],
        "status": "Succeeded",
        "success": True,
        "zipFile": base64.b64encode(found.zip).decode(),
    }
    keep_retrieval(work, number, result)
    return [{"done": False, "id": number, "state": "Queued"}]


def _retrieve_status(work: Work, call: ET.Element) -> list[Json]:
    result = deployment(work, xml.text(call, "asyncProcessId"))
    if result is None or "zipFile" not in result:
        raise Fault("INVALID_LOCATOR", "Invalid id: no retrieval has it")
    if not xml.flag(call, "includeZip", otherwise=True):
        result["zipFile"] = ""
    return [result]


def _properties(one: Component, work: Work, *, root: str = "") -> Json:
    who, at = work.caller.user_id, work.at
    return {
        "createdById": who,
        "createdByName": "",
        "createdDate": at,
        "fileName": f"{root}{one.file}",
        "fullName": one.name,
        "id": "",
        "lastModifiedById": who,
        "lastModifiedByName": "",
        "lastModifiedDate": at,
        "manageableState": "unmanaged",
        "type": one.kind,
    }


def _describe(_work: Work, _call: ET.Element) -> list[Json]:
    objects = [
        {
            "childXmlNames": list(kind.children),
            "directoryName": kind.folder,
            "inFolder": kind.in_folder,
            "metaFile": kind.meta,
            "suffix": kind.suffix or None,
            "xmlName": kind.name,
        }
        for kind in KINDS
    ]
    said = {"organizationNamespace": "", "partialSaveAllowed": True, "testRequired": False}
    return [{"metadataObjects": objects, **said}]


def _list(work: Work, call: ET.Element) -> list[Json]:
    kinds = [xml.text(query, "type") for query in call.findall("{*}queries")]
    return [_properties(one, work) for one in kept.all_of(work.database) if one.kind in kinds]


_DEEDS: Final[Mapping[str, Callable[[Work, ET.Element], list[Json]]]] = {
    "deploy": _deploy,
    "checkDeployStatus": _deploy_status,
    "cancelDeploy": _cancel,
    "retrieve": _retrieve,
    "checkRetrieveStatus": _retrieve_status,
    "describeMetadata": _describe,
    "listMetadata": _list,
}
