"""A favourite is kept no longer. Lines that were made from it stay."""

from app.actions.call import Call, audited
from app.quoting import check_can_change, favourite_id
from app.services import Services
from app.store import audit, favourites


def delete_favourite(services: Services, call: Call, favourite: str) -> None:
    """Raises FavouriteMissing, FavouriteOfAnother."""
    with services.database.transaction() as tx:
        found = favourites.load(tx, favourite_id(favourite))
        check_can_change(call.actor, found)
        favourites.remove(tx, found.id)
        audit.write(tx, audited(call, "delete_favourite", found.id))
