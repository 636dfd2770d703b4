"""Favourites: saved configurations, put on a quote as a line."""

from typing import Any

from flask import Response

from app.actions import (
    apply_favourite,
    change_favourite,
    delete_favourite,
    list_favourites,
    preview_favourite,
    save_favourite,
)
from app.web.api.headers import answered, expected_revision
from app.web.api.operations import IF_MATCH, Operations
from app.web.api.schemas.bodies import ApplyFavouriteBody, ChangeFavouriteBody, SaveFavouriteBody
from app.web.api.schemas.favourites import (
    AppliedJson,
    FavouriteJson,
    FavouritesJson,
    applied_json,
    favourite_json,
    listed_json,
)
from app.web.session import current_call, language, services

favourites = Operations("favourites", "Saved configurations")
_ONE = "/favourites/<favourite_id>"


@favourites.call("GET", "/favourites", answer=FavouritesJson)
def list_all() -> Response:
    """Own favourites, then what others share"""
    found = list_favourites(services(), current_call())
    return answered({"favourites": [listed_json(one) for one in found]})


@favourites.call("POST", "/favourites", body=SaveFavouriteBody, answer=FavouriteJson, status=201)
def save(body: dict[str, Any]) -> Response:
    """Keep what is chosen in a line"""
    made = save_favourite(
        services(), current_call(), body["quote"], body["n"], name=body["name"], shared=body["shared"]
    )
    return answered(favourite_json(made), status=201, location=f"/api/v1/favourites/{made.id}")


@favourites.call("PATCH", _ONE, body=ChangeFavouriteBody, answer=FavouriteJson)
def change(body: dict[str, Any], favourite_id: str) -> Response:
    """Give it another name, share it, or share it no longer"""
    return answered(favourite_json(change_favourite(services(), current_call(), favourite_id, **body)))


@favourites.call("DELETE", _ONE, status=204)
def delete(favourite_id: str) -> Response:
    """Keep it no longer; lines made from it stay"""
    delete_favourite(services(), current_call(), favourite_id)
    return Response(status=204)


@favourites.call(
    "POST",
    "/quotes/<quote_id>/favourites",
    body=ApplyFavouriteBody,
    answer=AppliedJson,
    status=201,
    headers=(IF_MATCH,),
)
def apply(body: dict[str, Any], quote_id: str) -> Response:
    """Add it as a line; `given_up` are choices that are no longer possible, with `dry_run` told before"""
    call, wanted = current_call(), {"favourite": body["favourite"], "quantity": body["quantity"]}
    if body["dry_run"]:
        told = preview_favourite(services(), call, quote_id, **wanted)
        return answered(applied_json(told, done=False, language=language()))
    done = apply_favourite(services(), call, quote_id, **wanted, expected=expected_revision())
    view = done.view
    return answered(
        applied_json(done, done=True, language=language()),
        status=201,
        revision=view.quote.revision,
        location=f"/api/v1/quotes/{view.quote.id}/lines/{view.line.n}",
    )
