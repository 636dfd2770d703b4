"""Source format: which component of which kind each file belongs to, and where the Metadata API has it.

Folders, suffixes and the files that keep their ``-meta.xml`` are those of the vendor's registry of kinds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import ClassVar, Final

from app.errors import Refused

META: Final = "-meta.xml"
OBJECTS: Final = "objects"
OBJECT: Final = "CustomObject"

Files = Mapping[str, bytes]


class ConnectorUnreadable(Refused):
    code: ClassVar[str] = "connector_unreadable"


@dataclass(frozen=True, slots=True)
class Kind:
    """``described``: a ``-meta.xml`` lies beside the content; otherwise it is all there is of a component.
    ``bundle``: a component is a folder. ``folders``: components lie in folders, which are part of their
    names; each is a component itself, of the same kind in lists, whose file has that suffix.
    """

    name: str
    suffix: str = ""
    described: bool = False
    bundle: bool = False
    folders: str = ""


KINDS: Final = MappingProxyType(
    {
        "aura": Kind("AuraDefinitionBundle", described=True, bundle=True),
        "classes": Kind("ApexClass", "cls", described=True),
        "connectedApps": Kind("ConnectedApp", "connectedApp"),
        "dashboards": Kind("Dashboard", "dashboard", folders="dashboardFolder"),
        "externalClientApps": Kind("ExternalClientApplication", "eca"),
        "extlClntAppCanvasSettings": Kind("ExtlClntAppCanvasSettings", "ecaCanvas"),
        "extlClntAppGlobalOauthSets": Kind("ExtlClntAppGlobalOauthSettings", "ecaGlblOauth"),
        "extlClntAppOauthPolicies": Kind("ExtlClntAppOauthConfigurablePolicies", "ecaOauthPlcy"),
        "extlClntAppOauthSettings": Kind("ExtlClntAppOauthSettings", "ecaOauth"),
        "extlClntAppPolicies": Kind("ExtlClntAppConfigurablePolicies", "ecaPlcy"),
        "pages": Kind("ApexPage", "page", described=True),
        "permissionsets": Kind("PermissionSet", "permissionset"),
        "quickActions": Kind("QuickAction", "quickAction"),
        "reportTypes": Kind("ReportType", "reportType"),
        "reports": Kind("Report", "report", folders="reportFolder"),
    }
)
"""By their folders; objects are taken apart and have rules of their own."""

IN_FOLDERS: Final = frozenset(kind.name for kind in KINDS.values() if kind.folders)

PARTS: Final = MappingProxyType(
    {
        "fields": Kind("CustomField", "field"),
        "listViews": Kind("ListView", "listView"),
        "validationRules": Kind("ValidationRule", "validationRule"),
    }
)
"""Of objects: by the folder, which is also the element that holds one in the object's own file."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One file of the source. ``part`` is the element that it becomes within its object's file."""

    kind: str
    name: str
    target: str
    part: str = ""


def placed(path: str) -> Placed:
    """``path`` is relative to the source. Raises ConnectorUnreadable."""
    folder, *rest = PurePosixPath(path).parts or ("",)
    if folder == OBJECTS:
        return _of_object(path, rest)
    kind = KINDS.get(folder)
    if kind is None or not rest:
        raise _unknown(path)
    if kind.bundle:
        return Placed(kind.name, rest[0], path)
    if kind.folders:
        return _in_folder(path, kind, rest)
    target = path if kind.described else path.removesuffix(META)
    name = rest[-1].removesuffix(META).removesuffix(f".{kind.suffix}")
    if len(rest) > 1 or name == rest[-1] or not (kind.described or path.endswith(META)):
        raise _unknown(path)
    return Placed(kind.name, name, target)


def _in_folder(path: str, kind: Kind, rest: list[str]) -> Placed:
    folder, end = PurePosixPath(path).parts[0], f".{kind.folders if len(rest) == 1 else kind.suffix}{META}"
    name = "/".join(rest).removesuffix(end)
    if len(rest) > 2 or not name or name == "/".join(rest):
        raise _unknown(path)
    return Placed(kind.name, name, f"{folder}/{name}{META}" if len(rest) == 1 else path.removesuffix(META))


def _of_object(path: str, rest: list[str]) -> Placed:
    match rest:
        case [entity, file] if file == f"{entity}.object{META}":
            return Placed(OBJECT, entity, _object_file(entity), part=OBJECT)
        case [entity, folder, file] if folder in PARTS and file.endswith(f".{PARTS[folder].suffix}{META}"):
            kind = PARTS[folder]
            name = f"{entity}.{file.removesuffix(f'.{kind.suffix}{META}')}"
            return Placed(kind.name, name, _object_file(entity), part=folder)
    raise _unknown(path)


def _object_file(entity: str) -> str:
    return f"{OBJECTS}/{entity}.object"


def members_of(paths: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The names of the components by kind, both in order. Raises ConnectorUnreadable."""
    names: dict[str, set[str]] = {}
    for path in paths:
        one = placed(path)
        names.setdefault(one.kind, set()).add(one.name)
    return {kind: tuple(sorted(names[kind])) for kind in sorted(names)}


def _unknown(path: str) -> ConnectorUnreadable:
    return ConnectorUnreadable(f"{path[:200]!r} is no file of a kind that the connector has. Take it away.")
