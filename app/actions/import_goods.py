"""Make a catalog of what a CRM sells, or bring a catalog that was made so up to date."""

from dataclasses import dataclass
from pathlib import Path

from app.actions.goods.drafting import Draft
from app.actions.goods.folder import Folder
from app.actions.goods.house import checked_house
from app.actions.goods.left import Left, Reason
from app.actions.goods.taken import Taken, Watch, Wish
from app.actions.goods.taking import taken_of
from app.actions.write_connector import FolderUnwritable
from app.actor import OrgId
from app.catalog import Release
from app.crm.goods import Calls, Goods


@dataclass(frozen=True, slots=True)
class Imported:
    """``changed``: files that were written or removed. ``left``: what did not come as it is in the CRM."""

    release: Release
    articles: int
    currencies: tuple[str, ...]
    changed: int
    left: tuple[Left, ...]
    calls: Calls


def import_goods(crm: Goods, folder: Path, wish: Wish, *, org: OrgId | None, watch: Watch) -> Imported:
    """Nothing is written unless the whole catalog is accepted. What an author changed in the folder stays.
    ``org``: the one that is meant, if one is.

    Raises OrgWrong, FolderTaken, FolderUnwritable, GoodsTooMany, GoodsNone, BookMissing, CurrencyUntold,
    CatalogInvalid, and the leaves of ``app.crm.errors``.
    """
    house = checked_house(crm, org)
    try:
        place = Folder(folder, org=house.org)
        return _imported(place, taken_of(crm, house, wish, watch=watch), crm)
    except OSError as error:
        raise FolderUnwritable(f"{folder} cannot be used: {error.strerror}. Name another one.") from None


def _imported(place: Folder, taken: Taken, crm: Goods) -> Imported:
    draft, left = _draft(taken, place)
    draft.version = version = place.version(draft.files())
    merged = place.merged(draft.files(), draft.keys, version=version)
    place.write(merged)
    return Imported(
        release=merged.release,
        articles=len(draft.taken.goods),
        currencies=taken.currencies,
        changed=len(merged.changes),
        left=(*taken.left, *left, *draft.left, *merged.kept),
        calls=crm.calls,
    )


def _draft(taken: Taken, place: Folder) -> tuple[Draft, list[Left]]:
    """Without what an author took out of the folder."""
    keys = place.keys
    removed = place.removed({good.code: keys[good.code] for good in taken.goods if good.code in keys})
    own = place.own
    left = [
        Left(Reason.FILE_REMOVED if good.code in removed else Reason.SOLD_ALREADY, good.code, good.name)
        for good in taken.goods
        if good.code in removed or good.code in own
    ]
    return Draft(taken.without(removed), keys, own, version=place.mark.version or 1), left
