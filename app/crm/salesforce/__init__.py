"""Salesforce: signed Canvas requests, user approval, and quotes through its REST API.

Nothing outside this folder knows the vendor's names; only wiring imports it. Which records and fields are
written is in docs/crm-records.md.
"""

from app.crm.salesforce.connector import API_VERSION, AppKind, Reports, Wish, project_files
from app.crm.salesforce.gateway import SalesforceGateway
from app.crm.salesforce.goods import SalesforceGoods
from app.crm.salesforce.installer import salesforce_installer
from app.crm.salesforce.mapped import SHIPPED, shipped_mapping
from app.crm.salesforce.own_pages import STANDARD_FRAMES
from app.crm.salesforce.transport import Transport

__all__ = [
    "API_VERSION",
    "SHIPPED",
    "STANDARD_FRAMES",
    "AppKind",
    "Reports",
    "SalesforceGateway",
    "SalesforceGoods",
    "Transport",
    "Wish",
    "project_files",
    "salesforce_installer",
    "shipped_mapping",
]
