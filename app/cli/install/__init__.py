"""Installing the connector in an org, and taking it away again: the two commands, and what they show."""

from app.cli.install.bring import install
from app.cli.install.take import uninstall

__all__ = ["install", "uninstall"]
