"""Favourites: each user's own, and what others of the same org's connection share."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import RowMapping, and_, delete, func, or_, select
from sqlalchemy import insert as insert_rows
from sqlalchemy import update as update_rows

from app.actor import Actor
from app.quoting import Favourite, FavouriteId, FavouriteMissing
from app.store.database import Transaction
from app.store.life_tables import favourites
from app.store.quote_rows import values_row, values_value

MOST_SHOWN: Final = 500


def insert(tx: Transaction, favourite: Favourite) -> None:
    tx.execute(insert_rows(favourites), [_row(favourite)])


def load(tx: Transaction, favourite_id: FavouriteId) -> Favourite:
    """Raises FavouriteMissing."""
    found = select(favourites).where(favourites.c.id == favourite_id)
    row = tx.execute(found.with_for_update() if tx.writes else found).mappings().first()
    if row is None:
        raise FavouriteMissing("There is no such favourite.")
    return _value(row)


def usable_by(tx: Transaction, actor: Actor) -> tuple[Favourite, ...]:
    """Their own first, then the shared ones, each by name."""
    own = favourites.c.owner == actor.user
    here = and_(favourites.c.connection == actor.connection, favourites.c.org == actor.org)
    found = select(favourites).where(here, or_(own, favourites.c.shared))
    ordered = found.order_by(own.desc(), func.lower(favourites.c.name), favourites.c.id).limit(MOST_SHOWN)
    return tuple(_value(row) for row in tx.execute(ordered).mappings())


def names_of(tx: Transaction, actor: Actor) -> frozenset[str]:
    """Of all that the actor keeps."""
    found = select(favourites.c.name).where(
        favourites.c.connection == actor.connection, favourites.c.owner == actor.user
    )
    return frozenset(tx.execute(found).scalars())


def update(tx: Transaction, favourite: Favourite) -> None:
    tx.execute(update_rows(favourites).where(favourites.c.id == favourite.id).values(_row(favourite)))


def remove(tx: Transaction, favourite_id: FavouriteId) -> None:
    tx.execute(delete(favourites).where(favourites.c.id == favourite_id))


def _row(favourite: Favourite) -> Mapping[str, Any]:
    plain = {name: getattr(favourite, name) for name in Favourite.__slots__ if name != "choices"}
    return {**plain, "choices": values_row(favourite.choices)}


def _value(row: RowMapping) -> Favourite:
    return Favourite(**{**row, "choices": values_value(row["choices"])})
