"""The connections that this installation serves: found and added."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from app.actions.connecting import (
    CONNECTION_NAME,
    ConnectionInvalid,
    check_connection,
    check_name,
    connection_entry,
    opened_connection,
    row_of,
)
from app.crm import Connection
from app.store import ConnectionMissing, Database, Transaction, audit, connections


def connection_named(tx: Transaction, name: str) -> Connection:
    """Raises ConnectionMissing, also for text that cannot be a name."""
    _check_findable(name)
    return opened_connection(connections.load(tx, name))


def bare_connection(tx: Transaction, name: str) -> Connection:
    """Without its secrets, for what needs none. Raises ConnectionMissing, also for what cannot be a name."""
    _check_findable(name)
    return opened_connection(connections.load_bare(tx, name))


def connection_of(database: Database, name: str) -> Connection:
    """Without its secrets. Raises ConnectionMissing, also for text that cannot be a name."""
    with database.reading() as tx:
        return bare_connection(tx, name)


def list_connections(database: Database) -> tuple[Connection, ...]:
    with database.reading() as tx:
        return tuple(opened_connection(row) for row in connections.listed(tx))


def is_connected(database: Database, name: str) -> bool:
    """Raises ConnectionInvalid for text that cannot be a name."""
    check_name(name)
    with database.reading() as tx:
        return name in connections.names(tx)


def mapping_of_connection(database: Database, name: str) -> str:
    """Its text; empty for the one that ships, also of a connection that is not there yet.

    Raises ConnectionInvalid for text that cannot be a name.
    """
    check_name(name)
    return next((known.mapping for known in list_connections(database) if known.name == name), "")


def add_connection(database: Database, given: Connection, *, replace_known: bool, at: datetime) -> None:
    """Raises ConnectionInvalid, also when the name is taken and ``replace_known`` is false."""
    check_connection(given)
    with database.transaction() as tx:
        if given.name in connections.names(tx) and not replace_known:
            raise ConnectionInvalid(
                "A connection of that name exists. Change it with `connection set`, or use --replace to "
                "overwrite it, its secrets among it."
            )
        connections.save(tx, row_of(given))
        audit.write(tx, connection_entry(given, "add_connection", at=at))


def set_roles(database: Database, name: str, roles: Mapping[str, tuple[str, ...]], *, at: datetime) -> None:
    """Raises ConnectionMissing, ConnectionInvalid."""
    with database.transaction() as tx:
        changed = replace(connection_named(tx, name), roles=roles)
        check_connection(changed)
        connections.save(tx, row_of(changed))
        audit.write(tx, connection_entry(changed, "set_roles", at=at))


def set_mapping(database: Database, name: str, mapping: str, *, at: datetime) -> None:
    """``mapping``: text that was checked; empty: the one that ships. Raises ConnectionMissing."""
    with database.transaction() as tx:
        changed = replace(connection_named(tx, name), mapping=mapping)
        connections.save(tx, row_of(changed))
        digest = sha256(mapping.encode()).hexdigest() if mapping else "shipped"
        audit.write(tx, connection_entry(changed, "set_mapping", at=at, mapping=digest))


def read_roles(given: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Of texts such as ``approver=Sales Manager``. Raises ConnectionInvalid."""
    roles: dict[str, tuple[str, ...]] = {}
    for text in given:
        role, equals, of_crm = (part.strip() for part in text.partition("="))
        if not equals or not of_crm:
            raise ConnectionInvalid("A role is written like approver=Sales Manager.")
        roles[role] = (*roles.get(role, ()), of_crm)
    return roles


def _check_findable(name: str) -> None:
    if not CONNECTION_NAME.fullmatch(name):
        raise ConnectionMissing("There is no such connection.")
