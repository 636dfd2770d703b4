"""What the org holds of the connector's app, as its Metadata API gives it back.

An org lets little of an app be queried; its files say all of it, to whoever may read metadata.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.crm.installation import Component
from app.crm.salesforce.examination.case import Case
from app.crm.salesforce.installer.calls import Calls
from app.crm.salesforce.installer.deploying import Pace
from app.crm.salesforce.installer.retrieving import retrieved

EXTERNAL: Final = "ExternalClientApplication"
CONNECTED: Final = "ConnectedApp"
_PARTS: Final = (
    ("ExtlClntAppCanvasSettings", "_canvas"),
    ("ExtlClntAppConfigurablePolicies", "_plcy"),
    ("ExtlClntAppGlobalOauthSettings", "_glbloauth"),
    ("ExtlClntAppOauthConfigurablePolicies", "_oauthPlcy"),
)
_PACE: Final = Pace(first=0.3, most=2.0, whole=15.0)


@dataclass(frozen=True, slots=True)
class DeployedApp:
    """``kind``: of the two; ``said``: texts by the element that they stand in, of all of its files."""

    kind: str
    said: Mapping[str, tuple[str, ...]]

    def says(self, element: str) -> str:
        """The first one; empty if it is not there."""
        return next(iter(self.said.get(element, ())), "")


def deployed_app(case: Case, name: str) -> DeployedApp | None:
    """None where there is none of that name. Raises the leaves of ``app.crm.errors``, NotAnAdministrator."""
    found: DeployedApp | None = case.once("deployed app", lambda: _read(case, name))
    return found


def _read(case: Case, name: str) -> DeployedApp | None:
    access = case.subject.access
    if access is None:
        return None
    calls = Calls(case.roads, access, version=case.connection.api_version, connection=case.connection.name)
    wanted = [Component(EXTERNAL, name), Component(CONNECTED, name)]
    wanted += [Component(kind, f"{name}{end}") for kind, end in _PARTS]
    held = retrieved(calls, wanted, pace=_PACE)
    case.client.calls += calls.made
    kind = next((one.kind for one in wanted[:2] if one in held), None)
    return None if kind is None else DeployedApp(kind, _texts(held))


def _texts(held: Mapping[Component, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for files in held.values():
        for said in files.values():
            for name, text in _spoken(said):
                found[name] = (*found.get(name, ()), text)
    return found


def _spoken(said: Any) -> Iterator[tuple[str, str]]:
    if isinstance(said, list):
        name, text, parts = said
        if not parts:
            yield name, text
        for part in parts:
            yield from _spoken(part)
