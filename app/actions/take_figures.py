"""The figures of the business, for whoever watches the installation."""

from app.services import Services
from app.store import figures
from app.store.figures import STEPS_MS, Figures

__all__ = ["STEPS_MS", "Figures", "take_figures"]


def take_figures(services: Services) -> Figures:
    """Raises DatabaseUnavailable."""
    with services.database.reading() as tx:
        return figures.figures(tx)
