"""Favourites, and what of one is no longer possible on a quote."""

from marshmallow import Schema, fields

from app.actions import Applied, Favourite, ListedFavourite
from app.catalog import as_json
from app.web.api.schemas.lines import LineJson, line_view_json
from app.web.api.schemas.moves import GivenUpJson, given_up_json


class FavouriteJson(Schema):
    id = fields.Str(required=True)
    name = fields.Str(required=True)
    product = fields.Str(required=True)
    product_name = fields.Str(required=True)
    choices = fields.Dict(keys=fields.Str(), required=True)
    release = fields.Str(required=True)
    shared = fields.Bool(required=True)
    owner_name = fields.Str(required=True)
    changed_at = fields.Str(required=True, metadata={"format": "date-time"})


class ListedFavouriteJson(FavouriteJson):
    """``sold``: its product is in the release in force; ``newer``: that is not the favourite's own."""

    own = fields.Bool(required=True)
    sold = fields.Bool(required=True)
    newer = fields.Bool(required=True)


class FavouritesJson(Schema):
    favourites = fields.List(fields.Nested(ListedFavouriteJson), required=True)


class AppliedJson(Schema):
    """``applied`` says whether it was done; ``line`` is the line as it is, or would be."""

    applied = fields.Bool(required=True)
    given_up = fields.List(fields.Nested(GivenUpJson), required=True)
    line = fields.Nested(LineJson, required=True)


def favourite_json(favourite: Favourite) -> dict[str, object]:
    return {
        "id": favourite.id,
        "name": favourite.name,
        "product": favourite.product,
        "product_name": favourite.product_name,
        "choices": {key: as_json(value) for key, value in favourite.choices.items()},
        "release": favourite.release,
        "shared": favourite.shared,
        "owner_name": favourite.owner_name,
        "changed_at": favourite.changed_at.isoformat(),
    }


def listed_json(listed: ListedFavourite) -> dict[str, object]:
    told = {"own": listed.own, "sold": listed.sold, "newer": listed.newer}
    return favourite_json(listed.favourite) | told


def applied_json(applied: Applied, *, done: bool, language: str) -> dict[str, object]:
    product = applied.view.product
    return {
        "applied": done,
        "given_up": [given_up_json(one, product) for one in applied.lost],
        "line": line_view_json(applied.view, language=language),
    }
