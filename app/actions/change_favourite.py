"""A favourite gets another name, or is shared, or is shared no longer."""

from dataclasses import replace

from app.actions.call import Call, audited
from app.actions.save_favourite import check_free
from app.quoting import Favourite, check_can_change, favourite_id, read_name
from app.services import Services
from app.store import audit, favourites


def change_favourite(
    services: Services, call: Call, favourite: str, *, name: str | None = None, shared: bool | None = None
) -> Favourite:
    """``None`` leaves as it is.

    Raises FavouriteMissing, FavouriteOfAnother, FavouriteNameInvalid, FavouriteNameTaken.
    """
    with services.database.transaction() as tx:
        before = favourites.load(tx, favourite_id(favourite))
        check_can_change(call.actor, before)
        wanted = before.name if name is None else read_name(name)
        if wanted != before.name:
            check_free(favourites.names_of(tx, call.actor), wanted)
        after = replace(
            before,
            name=wanted,
            shared=before.shared if shared is None else shared,
            changed_at=call.at,
        )
        favourites.update(tx, after)
        audit.write(tx, audited(call, "change_favourite", after.id, shared=after.shared))
    return after
