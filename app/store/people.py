"""The people of an org as they were last read from its CRM."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import func, or_, select

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


def names_of(tx: Transaction, called: Iterable[str], *, connection: ConnectionName) -> dict[str, str]:
    """By what they are called, an id or user name: the names of those who were read."""
    wanted = frozenset(called)
    if not wanted:
        return {}
    ids = [UserId(one) for one in wanted]
    columns = people.c
    found = select(columns.user_id.label("user"), columns.name, columns.active, columns.username).where(
        columns.connection == connection,
        or_(
            columns.user_id.in_(ids),
            func.substr(columns.user_id, 1, 15).in_(ids),
            func.lower(columns.username).in_([one.casefold() for one in wanted]),
        ),
    )
    rows = tx.execute(found).mappings()
    known = Directory.of(Person(**row) for row in rows)
    pairs = ((one, known.named((one,))) for one in wanted)
    return {one: known.name(users[0]) or one for one, users in pairs if users}


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
