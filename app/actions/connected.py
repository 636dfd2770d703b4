"""The connections that this installation serves: found, added, rotated, removed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import ClassVar

from app.actor import ConnectionName, OrgId, Role, UserId
from app.crm import Connection, ConsumerSecret
from app.errors import Refused
from app.store import (
    AuditEntry,
    ConnectionMissing,
    ConnectionRow,
    Database,
    Transaction,
    audit,
    brands,
    connections,
)

_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
_ORG = re.compile(r"00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?")
_ROLE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_MOST_ROLES = 100
_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:[0-9]{1,5})?")
_HOST = re.compile(r"[a-z0-9.-]+(:[0-9]{1,5})?")


class ConnectionInvalid(Refused):
    code: ClassVar[str] = "connection_invalid"


def connection_named(tx: Transaction, name: str) -> Connection:
    """Raises ConnectionMissing, also for text that cannot be a name."""
    if not _NAME.fullmatch(name):
        raise ConnectionMissing("There is no such connection.")
    return _connection(connections.load(tx, ConnectionName(name)))


def bare_connection(tx: Transaction, name: str) -> Connection:
    """Without its secrets, for what needs none. Raises ConnectionMissing, also for what cannot be a name."""
    if not _NAME.fullmatch(name):
        raise ConnectionMissing("There is no such connection.")
    return _connection(connections.load_bare(tx, name))


def connection_of(database: Database, name: str) -> Connection:
    """Without its secrets. Raises ConnectionMissing, also for text that cannot be a name."""
    with database.reading() as tx:
        return bare_connection(tx, name)


def list_connections(database: Database) -> tuple[Connection, ...]:
    with database.reading() as tx:
        return tuple(_connection(row) for row in connections.listed(tx))


def is_connected(database: Database, name: str) -> bool:
    """Raises ConnectionInvalid for text that cannot be a name."""
    _check_name(name)
    return any(known.name == name for known in list_connections(database))


def mapping_of_connection(database: Database, name: str) -> str:
    """Its text; empty for the one that ships, also of a connection that is not there yet.

    Raises ConnectionInvalid for text that cannot be a name.
    """
    _check_name(name)
    return next((known.mapping for known in list_connections(database) if known.name == name), "")


def add_connection(database: Database, given: Connection, *, replace_known: bool, at: datetime) -> None:
    """Raises ConnectionInvalid, also when the name is taken and ``replace_known`` is false."""
    _check(given)
    with database.transaction() as tx:
        known = {row.name for row in connections.listed(tx)}
        if given.name in known and not replace_known:
            raise ConnectionInvalid("A connection of that name exists. Use --replace to overwrite it.")
        connections.save(tx, _row(given))
        audit.write(tx, _entry(given, "add_connection", at=at))


def rotate_secret(database: Database, name: str, secret: str, *, overlap: timedelta, at: datetime) -> None:
    """The new secret is current; the one before it stays valid for ``overlap``, older ones end now."""
    with database.transaction() as tx:
        known = connection_named(tx, name)
        current = next(one for one in known.secrets if one.valid_until is None)
        if secret == current.value:
            raise ConnectionInvalid("That is the secret in use. Make a new one in the CRM first.")
        secrets = (ConsumerSecret(secret), replace(current, valid_until=at + overlap))
        rotated = replace(known, secrets=secrets)
        _check(rotated)
        connections.save(tx, _row(rotated))
        audit.write(tx, _entry(rotated, "rotate_secret", at=at))


def set_roles(database: Database, name: str, roles: Mapping[str, tuple[str, ...]], *, at: datetime) -> None:
    """Raises ConnectionMissing, ConnectionInvalid."""
    with database.transaction() as tx:
        changed = replace(connection_named(tx, name), roles=roles)
        _check(changed)
        connections.save(tx, _row(changed))
        audit.write(tx, _entry(changed, "set_roles", at=at))


def set_mapping(database: Database, name: str, mapping: str, *, at: datetime) -> None:
    """``mapping``: text that was checked; empty: the one that ships. Raises ConnectionMissing."""
    with database.transaction() as tx:
        changed = replace(connection_named(tx, name), mapping=mapping)
        connections.save(tx, _row(changed))
        digest = sha256(mapping.encode()).hexdigest() if mapping else "shipped"
        audit.write(tx, _entry(changed, "set_mapping", at=at, mapping=digest))


def read_roles(given: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Of texts such as ``approver=Sales Manager``. Raises ConnectionInvalid."""
    roles: dict[str, tuple[str, ...]] = {}
    for text in given:
        role, equals, of_crm = (part.strip() for part in text.partition("="))
        if not equals or not of_crm:
            raise ConnectionInvalid("A role is written like approver=Sales Manager.")
        roles[role] = (*roles.get(role, ()), of_crm)
    return roles


def remove_connection(database: Database, name: str, *, at: datetime) -> None:
    """Raises ConnectionMissing."""
    with database.transaction() as tx:
        known = connection_named(tx, name)
        connections.remove(tx, known.name)
        brands.forget(tx, known.name)
        audit.write(tx, _entry(known, "remove_connection", at=at))


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ConnectionInvalid("A connection's name is 1 to 31 small letters, digits and hyphens.")


def _check(given: Connection) -> None:
    _check_name(given.name)
    if not _ORG.fullmatch(given.org):
        raise ConnectionInvalid("The org id is 15 or 18 characters and begins with 00D.")
    if not all(_HOST.fullmatch(host) for host in given.instance_hosts):
        raise ConnectionInvalid("An org host is written like acme.my.salesforce.com or 127.0.0.1:8443.")
    if not given.frame_ancestors or not all(_ORIGIN.fullmatch(one) for one in given.frame_ancestors):
        raise ConnectionInvalid("A frame ancestor is an origin such as https://*.lightning.force.com.")
    if any(not secret.value.strip() or not secret.value.isprintable() for secret in given.secrets):
        raise ConnectionInvalid("The consumer secret is one line of printable characters.")
    if not re.fullmatch(r"[0-9]{2}\.0", given.api_version):
        raise ConnectionInvalid("The API version is written like 67.0.")
    if not all(_ROLE.fullmatch(role) for role in given.roles) or Role.REP in given.roles:
        raise ConnectionInvalid(
            "A role is small letters, digits and underscores, and nobody need be given that of a rep."
        )
    of_crm = [name for names in given.roles.values() for name in names]
    if len(of_crm) > _MOST_ROLES or not all(name.isprintable() and len(name) <= 255 for name in of_crm):
        raise ConnectionInvalid(f"A connection has at most {_MOST_ROLES} names of the CRM's for its roles.")
    if not re.fullmatch(r"([A-Z]{3})?", given.only_currency):
        raise ConnectionInvalid("A currency is three capital letters of ISO 4217, such as EUR.")


def _connection(row: ConnectionRow) -> Connection:
    return Connection(
        name=row.name,
        org=row.org,
        consumer_key=row.consumer_key,
        secrets=tuple(ConsumerSecret(value, valid_until) for value, valid_until in row.secrets),
        instance_hosts=row.instance_hosts,
        frame_ancestors=row.frame_ancestors,
        catalog=row.catalog,
        price_book=row.price_book,
        api_version=row.api_version,
        only_currency=row.only_currency,
        roles=row.roles,
        mapping=row.mapping,
    )


def _row(given: Connection) -> ConnectionRow:
    return ConnectionRow(
        name=given.name,
        org=OrgId(given.org),
        consumer_key=given.consumer_key,
        secrets=tuple((secret.value, secret.valid_until) for secret in given.secrets),
        instance_hosts=given.instance_hosts,
        frame_ancestors=given.frame_ancestors,
        catalog=given.catalog,
        price_book=given.price_book,
        api_version=given.api_version,
        only_currency=given.only_currency,
        roles=given.roles,
        mapping=given.mapping,
    )


def _entry(given: Connection, verb: str, *, at: datetime, **facts: object) -> AuditEntry:
    """Done on the command line, by whoever may run it there."""
    return AuditEntry(
        at=at,
        connection=given.name,
        org=given.org,
        user=UserId("command-line"),
        verb=verb,
        subject=given.name,
        correlation_id="command-line",
        facts=facts,
    )
