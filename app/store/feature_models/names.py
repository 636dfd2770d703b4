"""Keys that a catalog may use, made from names that it may not."""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from unicodedata import normalize

from app.catalog.expressions.grammar import RESERVED

# A key has at most 63 characters; the end is left to what tells equal ones apart.
_LONGEST: Final = 50
_FOREIGN: Final = re.compile(r"[^a-z0-9]+")


def legal_keys(names: Iterable[str], taken: Iterable[str] = (), *, otherwise: str = "f") -> Mapping[str, str]:
    """A key for each name, unlike all others and those that are ``taken``. ``otherwise`` begins one that
    would begin with no letter.

    Equal names in the same order get the same keys.
    """
    keys: dict[str, str] = {}
    taken = set(taken)
    for name in dict.fromkeys(names):
        key = keys[name] = _free(_legal(name, otherwise), taken)
        taken.add(key)
    return keys


def _legal(name: str, otherwise: str) -> str:
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    key = _FOREIGN.sub("_", plain).strip("_")[:_LONGEST].rstrip("_")
    return key if key[:1].isalpha() and key not in RESERVED else f"{otherwise}_{key}".rstrip("_")


def _free(key: str, taken: set[str]) -> str:
    free, n = key, 1
    while free in taken:
        n += 1
        free = f"{key}_{n}"
    return free
