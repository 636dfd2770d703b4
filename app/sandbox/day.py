"""What an org has on its first day."""

from enum import StrEnum


class Day(StrEnum):
    """INSTALLED: with fields, permission sets and apps of ours, so that quotes can be written at once.
    EMPTY: as before anybody installed them, and with nothing to sell.
    """

    INSTALLED = "installed"
    EMPTY = "empty"


OURS = "QW_"
"""How the names of our fields begin."""
