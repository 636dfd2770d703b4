"""How the parts of a flat key are joined."""

from typing import Final

QUANTITY: Final = "count"
"""The last part of the key of a component's quantity."""


def joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
