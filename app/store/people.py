"""The people of an org as they were last read from its CRM."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select

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


def directory(tx: Transaction, *, connection: ConnectionName) -> Directory:
    """Of very many people, those who were read last."""
    found = select(people).where(people.c.connection == connection)
    rows = tx.execute(found.order_by(people.c.read_at.desc()).limit(MOST_PEOPLE)).mappings()
    return Directory.of(
        Person(
            user=UserId(row["user_id"]),
            name=row["name"],
            active=row["active"],
            manager=UserId(row["manager"]) if row["manager"] else None,
            username=row["username"],
            email=row["email"],
            groups=frozenset(row["groups"]),
            roles=frozenset(row["roles"]),
        )
        for row in rows
    )


def names(tx: Transaction, users: Collection[UserId], *, connection: ConnectionName) -> Mapping[UserId, str]:
    """Of those of whom anything was read."""
    wanted = select(people.c.user_id, people.c.name).where(people.c.connection == connection)
    rows = tx.execute(wanted.where(people.c.user_id.in_(users))) if users else ()
    return {UserId(row.user_id): row.name for row in rows}
