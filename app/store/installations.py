"""What was installed in CRM orgs, and for which connections."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Table, delete, select

from app.actor import ConnectionName, OrgId
from app.store.database import Transaction
from app.store.installation_tables import installations, installed_components

Key = tuple[str, str]
"""Kind and name of a component."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Digests of a component: our text, what the org gave back for it, and a text whose end nobody has seen.

    Each is empty where there is none.
    """

    ours: str = ""
    held: str = ""
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """An org, as the place where something is installed for a connection."""

    org: OrgId
    connection: ConnectionName


def options(tx: Transaction, connection: ConnectionName) -> Mapping[str, str]:
    """What the connector was made with when it was last installed; empty where it never was."""
    of = installations.c
    last = select(of.options).where(of.connection == connection).order_by(of.at.desc()).limit(1)
    found: Mapping[str, str] | None = tx.execute(last).scalar_one_or_none()
    return found or {}


def options_of_others(tx: Transaction, site: Site) -> list[Mapping[str, str]]:
    """What the connectors of other connections in the same org were made with."""
    of = installations.c
    rows = tx.execute(select(of.options).where(of.org == site.org, of.connection != site.connection))
    return list(rows.scalars())


def keep_options(tx: Transaction, site: Site, given: Mapping[str, str], *, at: datetime) -> None:
    tx.save(
        installations,
        {"org": site.org, "connection": site.connection, "options": dict(given), "at": at},
    )


def marks(tx: Transaction, site: Site) -> dict[Key, Mark]:
    """Of the components that were installed for the connection."""
    rows = tx.execute(select(installed_components).where(*_at(installed_components, site))).mappings()
    return {(row["kind"], row["name"]): Mark(row["ours"], row["held"], row["sent"]) for row in rows}


def of_others(tx: Transaction, site: Site) -> dict[Key, Mark]:
    """Of those that were installed in the same org for other connections."""
    table = installed_components.c
    rows = tx.execute(
        select(installed_components).where(table.org == site.org, table.connection != site.connection)
    ).mappings()
    return {(row["kind"], row["name"]): Mark(row["ours"], row["held"], row["sent"]) for row in rows}


def keep_marks(tx: Transaction, site: Site, given: Mapping[Key, Mark]) -> None:
    """For other connections of the org too, where they have the component."""
    shared = of_others(tx, site).keys() & given.keys()
    for (kind, name), mark in given.items():
        row = {"kind": kind, "name": name, "ours": mark.ours, "held": mark.held, "sent": mark.sent}
        tx.save(installed_components, {"org": site.org, "connection": site.connection, **row})
        if (kind, name) in shared:
            _keep_for_others(tx, site, (kind, name), mark)


def _keep_for_others(tx: Transaction, site: Site, key: Key, mark: Mark) -> None:
    table = installed_components.c
    tx.execute(
        installed_components.update()
        .where(
            table.org == site.org,
            table.connection != site.connection,
            table.kind == key[0],
            table.name == key[1],
        )
        .values(ours=mark.ours, held=mark.held, sent=mark.sent)
    )


def forget(tx: Transaction, site: Site, keys: Collection[Key]) -> None:
    table = installed_components.c
    for kind, name in keys:
        tx.execute(
            delete(installed_components).where(
                *_at(installed_components, site), table.kind == kind, table.name == name
            )
        )


def forget_all(tx: Transaction, site: Site) -> None:
    for table in (installed_components, installations):
        tx.execute(delete(table).where(*_at(table, site)))


def _at(table: Table, site: Site) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.org == site.org, table.c.connection == site.connection
