"""Connections to CRM orgs, with their shared secrets sealed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from sqlalchemy import RowMapping, delete, select

from app.actor import ConnectionName, OrgId
from app.errors import Missing
from app.store.connection_tables import connections
from app.store.database import Transaction


class ConnectionMissing(Missing):
    code: ClassVar[str] = "connection_not_found"


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """``secrets`` are pairs of the secret and until when it is valid (``None``: until it is replaced)."""

    name: ConnectionName
    org: OrgId
    consumer_key: str
    secrets: tuple[tuple[str, datetime | None], ...]
    instance_hosts: tuple[str, ...]
    frame_ancestors: tuple[str, ...]
    catalog: str
    price_book: str
    api_version: str
    only_currency: str = ""
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mapping: str = ""

    def __repr__(self) -> str:
        return f"ConnectionRow({self.name!r}, …)"


def save(tx: Transaction, row: ConnectionRow) -> None:
    """Adds the connection, or replaces the one of that name."""
    secrets = [[secret, until and until.isoformat()] for secret, until in row.secrets]
    stored = {
        "name": row.name,
        "org": row.org,
        "consumer_key": row.consumer_key,
        "sealed_secrets": tx.vault.seal(json.dumps(secrets), context=_context(row.name)),
        "instance_hosts": list(row.instance_hosts),
        "frame_ancestors": list(row.frame_ancestors),
        "catalog": row.catalog,
        "price_book": row.price_book,
        "api_version": row.api_version,
        "only_currency": row.only_currency,
        "roles": {name: list(of_crm) for name, of_crm in row.roles.items()},
        "mapping": row.mapping,
    }
    tx.save(connections, stored)


def names(tx: Transaction) -> frozenset[str]:
    """Without opening anything."""
    return frozenset(tx.execute(select(connections.c.name)).scalars())


def load(tx: Transaction, name: str) -> ConnectionRow:
    """Raises ConnectionMissing, and Misconfigured if its secrets cannot be opened."""
    row = tx.execute(select(connections).where(connections.c.name == name)).mappings().first()
    if row is None:
        raise _missing()
    return _value(tx, row)


def load_bare(tx: Transaction, name: str) -> ConnectionRow:
    """Without its secrets, which need not open. Raises ConnectionMissing."""
    row = tx.execute(select(connections).where(connections.c.name == name)).mappings().first()
    if row is None:
        raise _missing()
    return _row(row, secrets=())


def newest_key_fits(tx: Transaction, name: str) -> bool:
    """Whether the secrets were sealed with the key that is sealed with now. Raises ConnectionMissing."""
    sealed = tx.execute(
        select(connections.c.sealed_secrets).where(connections.c.name == name)
    ).scalar_one_or_none()
    if sealed is None:
        raise _missing()
    return tx.vault.is_newest(sealed)


def catalog_of(tx: Transaction, name: str) -> str:
    """The key of what the connection sells, without opening its secrets. Raises ConnectionMissing."""
    found: str | None = tx.execute(
        select(connections.c.catalog).where(connections.c.name == name)
    ).scalar_one_or_none()
    if found is None:
        raise _missing()
    return found


def listed(tx: Transaction) -> tuple[ConnectionRow, ...]:
    """All of them, by name."""
    rows = tx.execute(select(connections).order_by(connections.c.name)).mappings()
    return tuple(_value(tx, row) for row in rows)


def remove(tx: Transaction, name: str) -> None:
    """Raises ConnectionMissing. Quotes that came through it stay."""
    if tx.execute(delete(connections).where(connections.c.name == name)).rowcount == 0:
        raise ConnectionMissing("There is no such connection.")


def _missing() -> ConnectionMissing:
    return ConnectionMissing("There is no such connection. Ask your administrator to add it.")


def _value(tx: Transaction, row: RowMapping) -> ConnectionRow:
    secrets = json.loads(tx.vault.open(row["sealed_secrets"], context=_context(row["name"])))
    return _row(
        row, secrets=tuple((secret, until and datetime.fromisoformat(until)) for secret, until in secrets)
    )


def _row(row: RowMapping, *, secrets: tuple[tuple[str, datetime | None], ...]) -> ConnectionRow:
    return ConnectionRow(
        name=row["name"],
        org=row["org"],
        consumer_key=row["consumer_key"],
        secrets=secrets,
        instance_hosts=tuple(row["instance_hosts"]),
        frame_ancestors=tuple(row["frame_ancestors"]),
        catalog=row["catalog"],
        price_book=row["price_book"],
        api_version=row["api_version"],
        only_currency=row["only_currency"],
        roles={name: tuple(of_crm) for name, of_crm in row["roles"].items()},
        mapping=row["mapping"],
    )


def _context(name: str) -> str:
    return f"connection/{name}"
