"""All that an installation knows of a connection, but for its secrets."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.actions.brands import brand_of
from app.actions.connected import bare_connection, connection_named
from app.crm import Connection
from app.documents import NEUTRAL, Brand
from app.errors import Misconfigured
from app.store import Database, Transaction, connections
from app.store.connection_traces import flows_under_way, last_done, last_write, quotes_of

_SECRET_SET: Final = ("add_connection", "rotate_secret", "replace_secret")


@dataclass(frozen=True, slots=True)
class ToldSecret:
    """``until``: None for the one in use."""

    until: datetime | None
    valid: bool


@dataclass(frozen=True, slots=True)
class ToldConnection:
    """``connection`` has no secrets. ``secrets``: None where they do not open. ``secret_since``: of the one
    in use. ``brand``: None where documents are neutral.
    """

    connection: Connection
    canvas: str
    secrets: tuple[ToldSecret, ...] | None
    secret_since: datetime | None
    brand: Brand | None
    last_launch: datetime | None
    last_write: datetime | None
    quotes: int
    under_way: int


def show_connection(database: Database, name: str, *, public_url: str, at: datetime) -> ToldConnection:
    """Raises ConnectionMissing."""
    with database.reading() as tx:
        known = bare_connection(tx, name)
        brand = brand_of(tx, known.name)
        return ToldConnection(
            connection=known,
            canvas=f"{public_url}/canvas/{known.name}",
            secrets=_secrets(tx, name, at=at),
            secret_since=last_done(tx, known.name, _SECRET_SET),
            brand=None if brand == NEUTRAL else brand,
            last_launch=last_done(tx, known.name, ("sign_in",)),
            last_write=last_write(tx, known.name),
            quotes=quotes_of(tx, known.name),
            under_way=flows_under_way(tx, known.name),
        )


def show_connections(database: Database, *, public_url: str, at: datetime) -> tuple[ToldConnection, ...]:
    """All of them, by name."""
    with database.reading() as tx:
        names = connections.names(tx)
    return tuple(show_connection(database, one, public_url=public_url, at=at) for one in sorted(names))


def _secrets(tx: Transaction, name: str, *, at: datetime) -> tuple[ToldSecret, ...] | None:
    try:
        secrets = connection_named(tx, name).secrets
    except Misconfigured:
        return None
    return tuple(
        ToldSecret(one.valid_until, one.valid_until is None or at < one.valid_until) for one in secrets
    )


def connection_json(told: ToldConnection) -> dict[str, Any]:
    """The stable shape that docs/operations.md tells."""
    known = told.connection
    return {
        "name": known.name,
        "org": known.org,
        "canvas": told.canvas,
        "hosts": list(known.instance_hosts),
        "frame_ancestors": list(known.frame_ancestors),
        "consumer_key": known.consumer_key,
        "secrets": None
        if told.secrets is None
        else [{"until": _moment(one.until), "valid": one.valid} for one in told.secrets],
        "secret_since": _moment(told.secret_since),
        "catalog": known.catalog,
        "price_book": known.price_book,
        "api_version": known.api_version,
        "only_currency": known.only_currency or None,
        "mapping": "own" if known.mapping else "shipped",
        "roles": {role: list(names) for role, names in sorted(known.roles.items())},
        "brand": None if told.brand is None else told.brand.name or "set",
        "last_launch": _moment(told.last_launch),
        "last_write": _moment(told.last_write),
        "quotes": told.quotes,
        "under_way": told.under_way,
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
