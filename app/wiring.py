"""Wiring: settings -> Services. The only file that names a vendor."""

from pathlib import Path

from app.catalog import Release
from app.configuration import keep_on
from app.crm.salesforce import SalesforceGateway, Transport
from app.errors import Misconfigured
from app.services import Periods, Services
from app.settings import Settings
from app.store import Database, FolderShelf, Vault
from app.store.catalogs import catalogs_folder, load_release


def open_services(settings: Settings) -> Services:
    """Raises Misconfigured, CatalogInvalid. Whoever opens them closes their database."""
    if settings.compiled is not None:
        keep_on(FolderShelf(settings.compiled))
    return Services(
        database=open_database(settings),
        catalogs=load_catalogs(settings.catalogs or catalogs_folder()),
        gateway=SalesforceGateway(Transport(ca_file=str(settings.crm_ca_file or ""))),
        fonts=settings.fonts,
        public_url=settings.public_url,
        periods=Periods(session=settings.session, reuse=settings.reuse),
    )


def open_database(settings: Settings) -> Database:
    return Database.open(settings.database_url, vault=Vault(settings.encryption_keys))


def load_catalogs(folder: Path) -> dict[str, Release]:
    """The release of each catalog folder by its key. Raises Misconfigured without any, CatalogInvalid."""
    found = sorted(path.parent for path in folder.glob("*/catalog.yaml"))
    if not found:
        raise Misconfigured(
            f"There is no catalog in {folder}. Set QUOTEWRIGHT_CATALOGS to the folder of catalogs."
        )
    releases = [load_release(path) for path in found]
    return {release.key: release for release in releases}
