"""Wiring: settings -> Services. The only file that names a vendor."""

from app.approvals import letter_key
from app.configuration import take_starts_from
from app.crm.salesforce import SalesforceGateway, Transport
from app.services import Periods, Services
from app.settings import Settings
from app.store import Database, HeldReleases, StoredStarts, Vault


def open_services(settings: Settings) -> Services:
    """Raises Misconfigured. Whoever opens them closes their database."""
    database = open_database(settings)
    take_starts_from(StoredStarts(database))
    return Services(
        database=database,
        catalogs=HeldReleases(),
        gateway=SalesforceGateway(Transport(ca_file=str(settings.crm_ca_file or ""))),
        fonts=settings.fonts,
        public_url=settings.public_url,
        letter_key=letter_key(settings.secret_key),
        post_office=settings.post_office,
        periods=Periods(session=settings.session, reuse=settings.reuse),
    )


def open_database(settings: Settings) -> Database:
    return Database.open(settings.database_url, vault=Vault(settings.encryption_keys))
