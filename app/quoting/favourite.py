"""A configuration that somebody keeps to use again: a product and their own choices, under a name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, NewType

from app.actor import Actor, ConnectionName, OrgId, UserId
from app.catalog import Value
from app.errors import Forbidden, Missing, Refused

FavouriteId = NewType("FavouriteId", str)

MOST_FAVOURITES: Final = 200
"""So many of their own somebody may keep."""
LONGEST_NAME: Final = 80

_ID = re.compile(r"[0-9a-f]{32}")


class FavouriteMissing(Missing):
    code: ClassVar[str] = "favourite_not_found"


class FavouriteOfAnother(Forbidden):
    code: ClassVar[str] = "favourite_of_another"


class FavouriteNameInvalid(Refused):
    code: ClassVar[str] = "favourite_name_invalid"


class FavouriteNameTaken(Refused):
    code: ClassVar[str] = "favourite_name_taken"


class TooManyFavourites(Refused):
    code: ClassVar[str] = "too_many_favourites"


@dataclass(frozen=True, slots=True)
class Favourite:
    """``choices`` are the user's own, made on ``release``. ``shared``: everybody of the org's connection may
    use it; it stays its owner's to change.
    """

    id: FavouriteId
    connection: ConnectionName
    org: OrgId
    owner: UserId
    owner_name: str
    name: str
    product: str
    product_name: str
    choices: Mapping[str, Value]
    release: str
    shared: bool
    created_at: datetime
    changed_at: datetime


def favourite_id(text: str) -> FavouriteId:
    """An id from outside. Raises FavouriteMissing for anything that cannot be one."""
    if not _ID.fullmatch(text):
        raise FavouriteMissing("There is no such favourite.")
    return FavouriteId(text)


def read_name(text: str) -> str:
    """Raises FavouriteNameInvalid."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise FavouriteNameInvalid(f"A favourite's name has 1 to {LONGEST_NAME} characters.")
    return name


def check_can_use(actor: Actor, favourite: Favourite) -> None:
    """Raises FavouriteMissing, also for one that others keep for themselves."""
    here = (favourite.connection, favourite.org) == (actor.connection, actor.org)
    if not here or not (favourite.shared or favourite.owner == actor.user):
        raise FavouriteMissing("There is no such favourite.")


def check_can_change(actor: Actor, favourite: Favourite) -> None:
    """Raises FavouriteMissing, FavouriteOfAnother."""
    check_can_use(actor, favourite)
    if favourite.owner != actor.user:
        raise FavouriteOfAnother(
            "This favourite is somebody else's. Put it on a quote and keep that line as one of your own."
        )
