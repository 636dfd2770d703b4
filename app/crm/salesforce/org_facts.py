"""What an org says of itself, in two calls."""

from marshmallow import EXCLUDE, Schema, fields

from app.actor import OrgId
from app.crm.org_facts import OrgFacts
from app.crm.port import Access
from app.crm.salesforce.client import Client
from app.crm.salesforce.ids import ORGANIZATION, record_id
from app.crm.salesforce.org import Org
from app.crm.salesforce.own_pages import own_frames, own_hosts
from app.crm.salesforce.records import CURRENCY
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.text import one_line

_ORGANIZATION = "SELECT Id, Name FROM Organization LIMIT 1"
_NAME_LIMIT = 80


class _Organization(Schema):
    class Meta:
        unknown = EXCLUDE

    id = fields.Str(data_key="Id", required=True)
    name = fields.Str(data_key="Name", load_default="", allow_none=True)


def org_facts(client: Client, access: Access) -> OrgFacts:
    """Raises the leaves of ``app.crm.errors``."""
    org = Org(client, access)
    rows = org.rows(_ORGANIZATION, _Organization)
    found = record_id(rows[0]["id"], prefix=ORGANIZATION) if rows else None
    deals = org.described("Opportunity")
    if found is None or deals is None:
        raise unavailable()
    names = {one.get("name") for one in deals["fields"] if isinstance(one, dict)}
    return OrgFacts(
        org=OrgId(found),
        name=one_line(rows[0]["name"] or "", limit=_NAME_LIMIT),
        hosts=own_hosts(access.instance_url),
        frame_ancestors=own_frames(access.instance_url),
        several_currencies=CURRENCY in names,
    )
