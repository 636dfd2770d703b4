"""Whether this process can work."""

from app.services import Services


def check_health(services: Services) -> None:
    """Raises DatabaseUnavailable."""
    services.database.ping()
