"""The project of one connection: what differs by customer, and which files there are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import ClassVar, Final
from urllib.parse import urlsplit

from app.actor import ConnectionName
from app.crm.mapping import OPPORTUNITY, FieldMapping, read_mapping
from app.crm.salesforce.connector.packed import PACKAGE, package_list, removal_lists
from app.crm.salesforce.connector.permissions import permission_sets
from app.crm.salesforce.connector.source import members_of
from app.crm.salesforce.connector.templates import IN_PATH, filled, templates
from app.crm.salesforce.mapped import shipped_mapping
from app.errors import Refused

SOURCE: Final = "force-app/main/default/"
_CONNECTED: Final = "connected-app/main/default/"
_RECORDS: Final = "records/"
_OBJECTS: Final = {"Quote": "quotes", "QW_Offer__c": "offers", OPPORTUNITY: "products"}
_EXTERNAL: Final = tuple(f"{SOURCE}{start}" for start in ("externalClientApps/", "extlClntApp"))
_REPORTING: Final = {"dashboards", "listViews", "reportTypes", "reports"}
# Braces would begin an expression in the org's pages.
_LABEL: Final = re.compile(r"[^{}]{1,40}")
_EMAIL: Final = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,190}")
_PREFIX: Final = "Quotewright_"
_NAME_LIMIT: Final = 40


class ConnectorInvalid(Refused):
    code: ClassVar[str] = "connector_invalid"


class AppKind(StrEnum):
    """How the org knows the app: orgs from Spring '26 on take no new connected app."""

    EXTERNAL = "external"
    CONNECTED = "connected"


class Reports(StrEnum):
    """For managers, and the list views: an org without reporting can do without."""

    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Wish:
    """``public_url``: where browsers reach us. ``label``: what reps read on the button. ``contact``: the
    address that the org shows for the app. ``mapping``: which records a quote becomes there.
    """

    connection: ConnectionName
    public_url: str
    label: str = "Quotewright"
    contact: str = ""
    app: AppKind = AppKind.EXTERNAL
    mapping: FieldMapping = field(default_factory=lambda: read_mapping(shipped_mapping("quotes")))
    reports: Reports = Reports.ALL

    @property
    def app_name(self) -> str:
        """The name by which the org knows app, button and page.

        The org's names have no hyphens, no two underscores in a row and none at the end; where that would
        make two connections one, a digest tells them apart.
        """
        plain = re.sub("-+", "_", self.connection).strip("_")
        if plain.replace("_", "-") == self.connection and len(_PREFIX + plain) <= _NAME_LIMIT:
            return _PREFIX + plain
        digest = sha256(self.connection.encode()).hexdigest()[:8]
        return f"{_PREFIX}{plain[: _NAME_LIMIT - len(_PREFIX) - 9].rstrip('_')}_{digest}"

    @property
    def canvas_url(self) -> str:
        return f"{self.public_url}/canvas/{self.connection}"

    @property
    def records(self) -> str:
        """Where the objects and fields of this mapping ship; empty for objects of the org's own."""
        return _OBJECTS.get(self.mapping.quote.object, "")

    @property
    def values(self) -> Mapping[str, str]:
        return {
            "app": self.app_name,
            "label": self.label,
            "canvas_url": self.canvas_url,
            "callback_url": f"{self.canvas_url}/approval",
            "contact": self.contact or f"postmaster@{urlsplit(self.public_url).hostname}",
        }


def project_files(wish: Wish) -> dict[str, bytes]:
    """A project that the vendor's tools deploy as it is. Raises ConnectorInvalid."""
    _check(wish)
    values = wish.values
    records = f"{_RECORDS}{wish.records}/main/default/"
    files = {
        path.replace(IN_PATH, wish.app_name).replace(_CONNECTED, SOURCE).replace(records, SOURCE): filled(
            text, values
        )
        for path, text in templates().items()
        if _belongs(path, wish)
    }
    files |= {SOURCE + path: text for path, text in permission_sets(wish.mapping).items()}
    members = members_of(source_of(files))
    lists = {
        f"manifest/{PACKAGE}": package_list(members),
        **{f"uninstall/{name}": text for name, text in removal_lists(members).items()},
    }
    return files | lists


def source_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The components' files of a project, by their paths below the source's folder."""
    return {path.removeprefix(SOURCE): text for path, text in files.items() if path.startswith(SOURCE)}


def _belongs(path: str, wish: Wish) -> bool:
    if wish.reports is Reports.NONE and _REPORTING & set(path.split("/")):
        return False
    other = _CONNECTED if wish.app is AppKind.EXTERNAL else _EXTERNAL
    if path.startswith(_RECORDS):
        return path.startswith(f"{_RECORDS}{wish.records}/")
    return not path.startswith(other)


def _check(wish: Wish) -> None:
    if not _LABEL.fullmatch(wish.label) or not wish.label.strip() or not wish.label.isprintable():
        raise ConnectorInvalid("A label is one line of 1 to 40 printable characters, without braces.")
    if wish.contact and not (_EMAIL.fullmatch(wish.contact) and wish.contact.isprintable()):
        raise ConnectorInvalid("The contact is an e-mail address, such as crm@example.com.")
