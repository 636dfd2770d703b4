"""Commands for catalog owners, and how their answers look: for people, as JSON, as SARIF and as JUnit XML."""

from app.cli.catalog.commands import catalog

__all__ = ["catalog"]
