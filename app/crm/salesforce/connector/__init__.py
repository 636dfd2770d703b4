"""What an administrator installs in an org: the files of the connector, made for one connection.

Templates lie in ``manifests/salesforce``, as a source project of the vendor's tools. Here they become the
project of one connection, and the zip that the Metadata API takes. Nothing here speaks to an org or knows a
secret, and no file is written.
"""

from app.crm.salesforce.connector.packed import API_VERSION, deployment_zip, metadata_files, removal_zip
from app.crm.salesforce.connector.project import SOURCE, AppKind, Wish, project_files, source_of
from app.crm.salesforce.connector.source import ConnectorUnreadable, members_of

__all__ = [
    "API_VERSION",
    "SOURCE",
    "AppKind",
    "ConnectorUnreadable",
    "Wish",
    "deployment_zip",
    "members_of",
    "metadata_files",
    "project_files",
    "removal_zip",
    "source_of",
]
