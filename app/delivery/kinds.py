"""The kinds of errands that durable flows run, as a table. All go through one outbox and one flow.

An errand's key names its kind before a colon and what it is about behind it; the same key is the same errand.
Write-backs came first: their keys have no colon.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Order(StrEnum):
    """``opportunity``: oldest first on one opportunity, and one at a time. ``any``: as they come."""

    OPPORTUNITY = "opportunity"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Kind:
    """``says``: for people, what is done."""

    name: str
    says: str
    order: Order


WRITE_BACK: Final = Kind("write_back", "Write the quote to the CRM", Order.OPPORTUNITY)

ERRAND_KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("status_update", "Tell the CRM the status of the quote", Order.OPPORTUNITY),
            Kind("reconcile", "Compare what we believe with the CRM", Order.ANY),
        )
    }
)
"""Whoever adds a kind adds its deed to ``app.actions.run_errand``."""

_SUBJECT: Final = re.compile(r"[A-Za-z0-9._-]{1,100}")


def errand_key(kind: Kind, subject: str) -> str:
    """Raises ValueError for a subject that may not be part of a key."""
    if not _SUBJECT.fullmatch(subject):
        raise ValueError(f"{subject[:40]!r} cannot be what an errand is about")
    return f"{kind.name}:{subject}"


def is_errand(key: str) -> bool:
    return ":" in key


def kind_of(key: str) -> Kind | None:
    """None for a kind that this release does not know: a newer one left it."""
    return ERRAND_KINDS.get(key.partition(":")[0]) if is_errand(key) else WRITE_BACK
