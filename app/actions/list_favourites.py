"""What the user keeps, and what others share, with whether it can be put on a quote now."""

from dataclasses import dataclass

from app.actions.call import Call
from app.actions.releases import release_for
from app.quoting import Favourite
from app.services import Services
from app.store import favourites


@dataclass(frozen=True, slots=True)
class ListedFavourite:
    """``sold``: its product is in the release in force. ``newer``: that is another one than its own."""

    favourite: Favourite
    own: bool
    sold: bool
    newer: bool


def list_favourites(services: Services, call: Call) -> tuple[ListedFavourite, ...]:
    """Their own first, each by name."""
    with services.database.reading() as tx:
        found = favourites.usable_by(tx, call.actor)
        release = release_for(services, tx, call.actor.connection, at=call.at)
    return tuple(
        ListedFavourite(
            favourite=one,
            own=one.owner == call.actor.user,
            sold=release.sells(one.product),
            newer=one.release != release.fingerprint,
        )
        for one in found
    )
