"""Keeping what is chosen in a line, to use it again on other quotes."""

import secrets

from app.actions.call import Call, audited
from app.actions.reading import readable_quote
from app.actor import Actor
from app.quoting import (
    MOST_FAVOURITES,
    Favourite,
    FavouriteId,
    FavouriteNameTaken,
    TooManyFavourites,
    read_name,
)
from app.services import Services
from app.store import Transaction, audit, favourites


def save_favourite(
    services: Services, call: Call, quote_id: str, n: int, *, name: str, shared: bool = False
) -> Favourite:
    """Of any quote that the user may read.

    Raises QuoteMissing, LineMissing, FavouriteNameInvalid, FavouriteNameTaken, TooManyFavourites.
    """
    wanted, actor = read_name(name), call.actor
    with services.database.transaction() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        line = quote.line(n)
        check_room(tx, actor, wanted)
        favourite = Favourite(
            id=FavouriteId(secrets.token_hex(16)),
            connection=actor.connection,
            org=actor.org,
            owner=actor.user,
            owner_name=actor.name,
            name=wanted,
            product=line.product,
            product_name=line.name,
            choices=line.choices,
            release=quote.release,
            shared=shared,
            created_at=call.at,
            changed_at=call.at,
        )
        favourites.insert(tx, favourite)
        audit.write(tx, audited(call, "save_favourite", favourite.id, quote=quote.id, line=n, shared=shared))
    return favourite


def check_room(tx: Transaction, actor: Actor, name: str) -> None:
    """Raises FavouriteNameTaken, TooManyFavourites."""
    names = favourites.names_of(tx, actor)
    check_free(names, name)
    if len(names) >= MOST_FAVOURITES:
        raise TooManyFavourites(f"You keep {MOST_FAVOURITES} favourites already. Delete one first.")


def check_free(names: frozenset[str], name: str) -> None:
    """Raises FavouriteNameTaken."""
    if name in names:
        raise FavouriteNameTaken("You have a favourite of that name. Give this one another name.")
