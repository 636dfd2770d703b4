"""What an administrator installs in an org: the files of the connector, made for one connection.

Templates lie in ``manifests/salesforce``, as a source project of the vendor's tools. Here they become the
project of one connection, and the zip that the Metadata API takes. Nothing here speaks to an org or knows a
secret, and no file is written.
"""

from app.crm.salesforce.connector.packed import (
    API_VERSION,
    deployment_zip,
    metadata_files,
    removal_of,
    removal_zip,
)
from app.crm.salesforce.connector.project import SOURCE, AppKind, Reports, Wish, project_files, source_of
from app.crm.salesforce.connector.source import KINDS, OBJECT, PARTS, ConnectorUnreadable, members_of, placed

__all__ = [
    "API_VERSION",
    "KINDS",
    "OBJECT",
    "PARTS",
    "SOURCE",
    "AppKind",
    "ConnectorUnreadable",
    "Reports",
    "Wish",
    "deployment_zip",
    "members_of",
    "metadata_files",
    "placed",
    "project_files",
    "removal_of",
    "removal_zip",
    "source_of",
]
