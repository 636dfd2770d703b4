"""Whether this process can work."""

from app.services import Services
from app.store import check_migrated


def check_health(services: Services) -> None:
    """Raises DatabaseUnavailable, and Misconfigured for a database of another release."""
    check_migrated(services.database)
