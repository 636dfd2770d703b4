"""Salesforce's doors: a posted form becomes a verified launch, a connection becomes a Crm."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from app.crm.examination import Examiner, Subject
from app.crm.org_facts import OrgFacts
from app.crm.port import Access, Connection, Crm, Launch
from app.crm.salesforce.approval import SalesforceApproval
from app.crm.salesforce.canvas import verify_launch
from app.crm.salesforce.client import Client
from app.crm.salesforce.crm import SalesforceCrm
from app.crm.salesforce.examination import SalesforceExaminer
from app.crm.salesforce.org_facts import org_facts
from app.crm.salesforce.transport import Roads, Transport
from app.crm.salesforce.trial import SalesforceTrial
from app.crm.trial import Trial

# Somebody waits for each answer of an examination, and there are many.
_EXAMINING_S: Final = 8.0


class SalesforceGateway:
    """All Salesforce orgs of this process, over one set of kept-open connections."""

    def __init__(self, transport: Transport | None = None) -> None:
        self._roads = Roads(transport or Transport())
        self.user_approval = SalesforceApproval(self._roads)

    def verify(self, form: Mapping[str, str], connection: Connection, *, at: datetime) -> Launch:
        return verify_launch(form, connection, at=at)

    def crm(self, connection: Connection) -> Crm:
        return SalesforceCrm(connection, self._roads)

    def examiner(self, connection: Connection, subject: Subject) -> Examiner:
        return SalesforceExaminer(connection, subject, roads=self._roads.hurried(_EXAMINING_S))

    def trial(self, connection: Connection, access: Access) -> Trial:
        return SalesforceTrial(connection, access, roads=self._roads)

    def org_facts(self, access: Access, *, api_version: str) -> OrgFacts:
        """Of an org that no connection need be for."""
        return org_facts(Client(self._roads, api_version=api_version, connection="new"), access)

    def close(self) -> None:
        self._roads.close()
