"""What a connection may say, how it is kept, and how the audit tells of it."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar, Final

from app.actor import OrgId, Role, UserId
from app.crm import Connection, ConsumerSecret
from app.errors import Refused
from app.store import AuditEntry, ConnectionRow

CONNECTION_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,30}")
_ORG: Final = re.compile(r"00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?")
_ROLE: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_ORIGIN: Final = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:[0-9]{1,5})?")
_HOST: Final = re.compile(r"[a-z0-9.-]+(:[0-9]{1,5})?")
_SECRET: Final = re.compile(r"[!-~]{8,512}")
_VERSION: Final = re.compile(r"[0-9]{2}\.0")
_CURRENCY: Final = re.compile(r"([A-Z]{3})?")
_MOST_ROLES: Final = 100


class ConnectionInvalid(Refused):
    code: ClassVar[str] = "connection_invalid"


class SecretInvalid(Refused):
    """Says nothing of what was given."""

    code: ClassVar[str] = "secret_invalid"

    def __init__(self) -> None:
        super().__init__(
            "The consumer secret is one word of 8 to 512 printable characters, without blanks or line "
            "breaks. Copy it from the app's settings in the CRM once more."
        )


def check_name(name: str) -> None:
    """Raises ConnectionInvalid."""
    if not CONNECTION_NAME.fullmatch(name):
        raise ConnectionInvalid("A connection's name is 1 to 31 small letters, digits and hyphens.")


def check_secret(secret: str) -> None:
    """Raises SecretInvalid."""
    if not _SECRET.fullmatch(secret):
        raise SecretInvalid


def check_connection(given: Connection) -> None:
    """Raises ConnectionInvalid with the first thing that is wrong, SecretInvalid."""
    check_name(given.name)
    for problem in _problems(given):
        raise ConnectionInvalid(problem)
    for secret in given.secrets:
        check_secret(secret.value)


def _problems(given: Connection) -> Iterator[str]:
    if not _ORG.fullmatch(given.org):
        yield "The org id is 15 or 18 characters and begins with 00D."
    if not all(_HOST.fullmatch(host) for host in given.instance_hosts):
        yield "An org host is written like acme.my.salesforce.com or 127.0.0.1:8443."
    if not given.frame_ancestors or not all(_ORIGIN.fullmatch(one) for one in given.frame_ancestors):
        yield "A frame ancestor is an origin such as https://*.lightning.force.com."
    if not given.consumer_key.strip() or not given.consumer_key.isprintable():
        yield "The consumer key is one line of printable characters."
    if not _VERSION.fullmatch(given.api_version):
        yield "The API version is written like 67.0."
    if not _CURRENCY.fullmatch(given.only_currency):
        yield "A currency is three capital letters of ISO 4217, such as EUR."
    if not all(_ROLE.fullmatch(role) for role in given.roles) or Role.REP in given.roles:
        yield "A role is small letters, digits and underscores, and nobody need be given that of a rep."
    of_crm = [name for names in given.roles.values() for name in names]
    if len(of_crm) > _MOST_ROLES or not all(name.isprintable() and len(name) <= 255 for name in of_crm):
        yield f"A connection has at most {_MOST_ROLES} names of the CRM's for its roles."


def opened_connection(row: ConnectionRow) -> Connection:
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


def row_of(given: Connection) -> ConnectionRow:
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


def connection_entry(given: Connection, verb: str, *, at: datetime, **facts: object) -> AuditEntry:
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
