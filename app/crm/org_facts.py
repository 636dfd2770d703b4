"""What an org says of itself, so that nobody has to type it."""

from dataclasses import dataclass
from typing import Protocol

from app.actor import OrgId
from app.crm.port import Access


@dataclass(frozen=True, slots=True)
class OrgFacts:
    """``hosts``: ``host[:port]`` of its API, as far as a connection has to name them. ``frame_ancestors``:
    the origins of its own pages, and no other org's. ``name`` is the org's text: hostile until escaped.
    """

    org: OrgId
    name: str
    hosts: tuple[str, ...]
    frame_ancestors: tuple[str, ...]
    several_currencies: bool


class OrgFactsOf(Protocol):
    def org_facts(self, access: Access, *, api_version: str) -> OrgFacts:
        """Two API calls. Raises the leaves of ``app.crm.errors``."""
