"""An org as its administrator reaches it: what it has, asked one call at a time."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from marshmallow import Schema

from app.crm.errors import CrmRefused
from app.crm.port import Access
from app.crm.salesforce.client import Client
from app.crm.salesforce.pages import whole
from app.crm.salesforce.refusals import GONE_CODES, unavailable
from app.crm.salesforce.rows import Row

# An object's name that the org does not know, or not for this user, is answered like a path that is nowhere.
_UNKNOWN: Final = frozenset({"INVALID_TYPE"})


class Org:
    """Every call may raise the leaves of ``app.crm.errors``. Remembers the descriptions that it was given."""

    def __init__(self, client: Client, access: Access) -> None:
        self.client = client
        self.access = access
        self._described: dict[str, Mapping[str, Any] | None] = {}

    def get(self, path: str) -> object:
        """``path`` follows ``/services/data/vXX.0/``."""
        return self.client.get(self.access, path)

    def rows(self, soql: str, schema: type[Schema]) -> list[Row]:
        """All of them, a call for each 2,000. What comes from outside has gone through ``format_soql``."""
        page = self.client.get(self.access, "query?q=" + quote(soql, safe=""))
        return whole(self.client, self.access, page, schema=schema)

    def described(self, entity: str) -> Mapping[str, Any] | None:
        """An object with its fields, as far as this user may see them; None if it is not there for them."""
        if entity not in self._described:
            self._described[entity] = self._describe(entity)
        return self._described[entity]

    def _describe(self, entity: str) -> Mapping[str, Any] | None:
        try:
            found = self.get(f"sobjects/{quote(entity, safe='')}/describe")
        except CrmRefused as refused:
            if refused.facts.get("crm_code") in GONE_CODES | _UNKNOWN:
                return None
            raise
        if not isinstance(found, dict) or not isinstance(found.get("fields"), list):
            raise unavailable()
        return found
