"""Wiring: settings -> Services. The only file that names a vendor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.actor import ConnectionName
from app.approvals import letter_key
from app.configuration import take_starts_from
from app.crm import Access, Connection
from app.crm.goods import Goods
from app.crm.installation import Installer
from app.crm.mapping import read_mapping
from app.crm.org_facts import OrgFacts
from app.crm.salesforce import (
    API_VERSION,
    SHIPPED,
    STANDARD_FRAMES,
    AppKind,
    Reports,
    SalesforceGateway,
    SalesforceGoods,
    Transport,
    Wish,
    project_files,
    salesforce_installer,
    shipped_mapping,
)
from app.services import Periods, Services
from app.settings import Settings
from app.store import Database, HeldReleases, StoredStarts, Vault

__all__ = [
    "MAPPINGS",
    "Connector",
    "connector_of",
    "goods_of",
    "installer_of",
    "open_database",
    "open_services",
    "org_facts",
    "shipped_mapping",
    "standard_frames",
]

MAPPINGS = SHIPPED
"""Names of the field mappings that ship, the usual one first."""


def open_services(settings: Settings) -> Services:
    """Raises Misconfigured. Whoever opens them closes their database."""
    database = open_database(settings)
    take_starts_from(StoredStarts(database))
    gateway = SalesforceGateway(_transport(settings))
    return Services(
        database=database,
        catalogs=HeldReleases(),
        gateway=gateway,
        examiners=gateway,
        trials=gateway,
        fonts=settings.fonts,
        public_url=settings.public_url,
        letter_key=letter_key(settings.secret_key),
        post_office=settings.post_office,
        periods=Periods(session=settings.session, reuse=settings.reuse),
    )


def open_database(settings: Settings) -> Database:
    return Database.open(settings.database_url, vault=Vault(settings.encryption_keys))


def goods_of(access: Access, settings: Settings, *, connection: Connection | None = None) -> Goods:
    """What an org has, with the right of its administrator. Without a connection: of whichever it is."""
    version, name = (connection.api_version, connection.name) if connection else (API_VERSION, "")
    return SalesforceGoods(_transport(settings), access, api_version=version, connection=name)


def _transport(settings: Settings) -> Transport:
    return Transport(ca_file=str(settings.crm_ca_file or ""))


def org_facts(settings: Settings, access: Access, *, api_version: str) -> OrgFacts:
    """What an org says of itself, before there is a connection. Raises the leaves of ``app.crm.errors``."""
    gateway = SalesforceGateway(_transport(settings))
    try:
        return gateway.org_facts(access, api_version=api_version)
    finally:
        gateway.close()


def standard_frames(given: Sequence[str] = ("standard",)) -> tuple[str, ...]:
    """Origins, with the vendor's own in place of the word ``standard``."""
    return tuple(
        dict.fromkeys(
            origin for one in given for origin in (STANDARD_FRAMES if one == "standard" else (one,))
        )
    )


@dataclass(frozen=True, slots=True)
class Connector:
    """What an administrator installs: files by their path, and how the org knows app, button and page."""

    name: str
    address: str
    files: Mapping[str, bytes]


def connector_of(
    connection: ConnectionName,
    settings: Settings,
    *,
    label: str,
    contact: str,
    app: str,
    mapping: str = "",
    reports: str = "all",
) -> Connector:
    """``app``: external or connected. ``mapping``: its text; empty for the one that ships. ``reports``: all
    or none.

    Raises ConnectorInvalid, MappingInvalid.
    """
    records = read_mapping(mapping or shipped_mapping(MAPPINGS[0]))
    wish = Wish(
        connection, settings.public_url, label, contact, AppKind(app), records, reports=Reports(reports)
    )
    return Connector(wish.app_name, wish.canvas_url, project_files(wish))


def installer_of(
    connection: ConnectionName, made: Connector, settings: Settings, *, access: Access
) -> Installer:
    """For the org that an administrator has this access to."""
    return salesforce_installer(_transport(settings), access, made.name, made.files, connection=connection)
