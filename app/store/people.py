"""The people of an org as they were last read from its CRM."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, func, or_, select

from app.actor import ConnectionName, UserId
from app.approvals import Directory, Person
from app.store.approval_tables import people
from app.store.database import Transaction

MOST_PEOPLE: Final = 5_000


def save(tx: Transaction, found: Iterable[Person], *, connection: ConnectionName, at: datetime) -> None:
    """Each replaces what was known of that person."""
    for person in found:
        row = {
            "connection": connection,
            "user_id": person.user,
            "name": person.name,
            "active": person.active,
            "manager": person.manager or "",
            "username": person.username,
            "email": person.email,
            "groups": sorted(person.groups),
            "roles": sorted(person.roles),
            "read_at": at,
        }
        tx.save(people, row)


def called(tx: Transaction, names: Iterable[str], *, connection: ConnectionName) -> Directory:
    """Of all people those with one of these ids or user names."""
    wanted = frozenset(names)
    if not wanted:
        return Directory()
    columns, ids = people.c, [UserId(one) for one in wanted]
    found = select(people).where(
        columns.connection == connection,
        or_(
            columns.user_id.in_(ids),
            func.substr(columns.user_id, 1, 15).in_(ids),
            func.lower(columns.username).in_([one.casefold() for one in wanted]),
        ),
    )
    return Directory.of(map(_value, tx.execute(found).mappings()))


def names_of(tx: Transaction, names: Iterable[str], *, connection: ConnectionName) -> dict[str, str]:
    """Of those who were read, by the id or user name given."""
    wanted = frozenset(names)
    return called(tx, wanted, connection=connection).names(wanted)


def directory(tx: Transaction, *, connection: ConnectionName) -> Directory:
    """Of very many people, those who were read last."""
    found = select(people).where(people.c.connection == connection)
    rows = tx.execute(found.order_by(people.c.read_at.desc()).limit(MOST_PEOPLE)).mappings()
    return Directory.of(map(_value, rows))


def _value(row: RowMapping) -> Person:
    return Person(
        user=UserId(row["user_id"]),
        name=row["name"],
        active=row["active"],
        manager=UserId(row["manager"]) if row["manager"] else None,
        username=row["username"],
        email=row["email"],
        groups=frozenset(row["groups"]),
        roles=frozenset(row["roles"]),
    )
