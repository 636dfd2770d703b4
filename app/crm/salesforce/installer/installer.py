"""The port of installing, answered by an org of Salesforce."""

from collections.abc import Collection, Mapping
from typing import Final

from marshmallow import EXCLUDE, Schema, fields

from app.crm.installation import Assignment, Component, Held, OrgIdentity, Outcome, Purpose, Told
from app.crm.port import Access
from app.crm.salesforce.connector import (
    API_VERSION,
    deployment_zip,
    metadata_files,
    placed,
    removal_of,
    source_of,
)
from app.crm.salesforce.ids import ORGANIZATION, record_id
from app.crm.salesforce.installer import people
from app.crm.salesforce.installer.calls import Calls
from app.crm.salesforce.installer.deploying import Pace, deployed
from app.crm.salesforce.installer.pieces import digest, likeness, pieces
from app.crm.salesforce.installer.retrieving import retrieved
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.text import one_line
from app.crm.salesforce.transport import Roads, Transport

_ROLE: Final = "PermissionSet"
_DATA: Final = ("CustomField", "CustomObject")
_APPS: Final = "SELECT Name FROM PermissionSet WHERE Name LIKE 'Quotewright\\_%'"


class _Organization(Schema):
    class Meta:
        unknown = EXCLUDE

    id = fields.Str(data_key="Id", required=True)
    name = fields.Str(data_key="Name", load_default="", allow_none=True)


class _Named(Schema):
    class Meta:
        unknown = EXCLUDE

    name = fields.Str(data_key="Name", required=True)


class SalesforceInstaller:
    """``source``: the connector's components for one connection, by path, in source format."""

    def __init__(
        self, calls: Calls, app: str, source: Mapping[str, bytes], *, pace: Pace | None = None
    ) -> None:
        self.app = app
        self._calls = calls
        self._source = source
        self._pace = pace or Pace()
        self._ours = pieces(metadata_files(source))
        self.components: Mapping[Component, str] = {one: digest(said) for one, said in self._ours.items()}

    def identity(self) -> OrgIdentity:
        row = self._calls.first_row("SELECT Id, Name FROM Organization", _Organization)
        known = record_id(row["id"], prefix=ORGANIZATION)
        if known is None:
            raise unavailable()
        return OrgIdentity(known, one_line(row["name"] or "", limit=80))

    def held(self, components: Collection[Component]) -> Mapping[Component, Held]:
        found = retrieved(self._calls, components, pace=self._pace)
        return {
            one: Held(digest(said), likeness(self._ours.get(one, {}), said)) for one, said in found.items()
        }

    def put(self, components: Collection[Component], purpose: Purpose, told: Told) -> Outcome:
        wanted = {
            path: text
            for path, text in self._source.items()
            if Component(placed(path).kind, placed(path).name) in set(components)
        }
        return deployed(self._calls, deployment_zip(wanted), purpose, told=told, pace=self._pace)

    def remove(self, components: Collection[Component], purpose: Purpose, told: Told) -> Outcome:
        members: dict[str, list[str]] = {}
        for one in sorted(components):
            members.setdefault(one.kind, []).append(one.name)
        return deployed(self._calls, removal_of(members), purpose, told=told, pace=self._pace)

    def roles(self) -> frozenset[Component]:
        return frozenset(one for one in self.components if one.kind == _ROLE)

    def shared(self, component: Component) -> bool:
        """What bears the app's name is the connection's own."""
        return not component.name.rpartition(".")[2].startswith(self.app)

    def carries_data(self, component: Component) -> bool:
        return component.kind in _DATA

    def others(self) -> frozenset[str]:
        """Each has a permission set of its own name."""
        return frozenset(row["name"] for row in self._calls.rows(_APPS, _Named)) - {self.app}

    def active(self, usernames: Collection[str]) -> frozenset[str]:
        known = people.users(self._calls, usernames)
        return frozenset(one for one in usernames if one.lower() in known)

    def assignments(self, permission_sets: Collection[str]) -> tuple[Assignment, ...]:
        return people.assignments(self._calls, permission_sets)

    def assign(self, wanted: Collection[tuple[str, str]]) -> None:
        people.assign(self._calls, wanted)

    def unassign(self, given: Collection[Assignment]) -> None:
        people.unassign(self._calls, given)


def salesforce_installer(
    transport: Transport, access: Access, app: str, project: Mapping[str, bytes], *, connection: str
) -> SalesforceInstaller:
    """``project``: the files that the connector was made into."""
    calls = Calls(Roads(transport), access, version=API_VERSION, connection=connection)
    return SalesforceInstaller(calls, app, source_of(project))
