"""Single settings of a connection are changed; all else stays, its secrets above all."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from app.actions.connected import bare_connection, connection_named
from app.actions.connecting import ConnectionInvalid, check_connection, check_secret, connection_entry, row_of
from app.actor import OrgId
from app.crm import Connection, ConsumerSecret
from app.store import Database, audit, connections


@dataclass(frozen=True, slots=True)
class Change:
    """None: as it is."""

    org: OrgId | None = None
    instance_hosts: tuple[str, ...] | None = None
    frame_ancestors: tuple[str, ...] | None = None
    consumer_key: str | None = None
    catalog: str | None = None
    price_book: str | None = None
    api_version: str | None = None
    only_currency: str | None = None
    roles: Mapping[str, tuple[str, ...]] | None = None

    @property
    def given(self) -> Mapping[str, Any]:
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in found.items() if value is not None}


def change_connection(database: Database, name: str, change: Change, *, at: datetime) -> Connection:
    """Raises ConnectionMissing, ConnectionInvalid, also where nothing is to be changed."""
    if not change.given:
        raise ConnectionInvalid("Say what is to be changed; --help lists it.")
    with database.transaction() as tx:
        changed = replace(connection_named(tx, name), **change.given)
        check_connection(changed)
        connections.save(tx, row_of(changed))
        audit.write(tx, connection_entry(changed, "set_connection", at=at, changed=sorted(change.given)))
    return changed


def replace_secret(database: Database, name: str, secret: str, *, at: datetime) -> None:
    """The only one from now on, whatever was there, and whether it opened or not.

    Raises ConnectionMissing, SecretInvalid.
    """
    check_secret(secret)
    with database.transaction() as tx:
        known = replace(bare_connection(tx, name), secrets=(ConsumerSecret(secret),))
        connections.save(tx, row_of(known))
        audit.write(tx, connection_entry(known, "replace_secret", at=at))


def seal_anew(database: Database, name: str, *, at: datetime) -> None:
    """With the newest key. Raises ConnectionMissing, Misconfigured where no key opens them."""
    with database.transaction() as tx:
        known = connection_named(tx, name)
        connections.save(tx, row_of(known))
        audit.write(tx, connection_entry(known, "seal_connection", at=at))
