"""The JSON API under ``/api/v1``: all that the panel can do, over the same verbs, with an OpenAPI document.

Holds how requests are read and answers written. Holds no rule of the business and no page.
"""

from flask import Blueprint, Flask, Response, json

from app.web.api.approval_previews import approval_previews
from app.web.api.approvals import approvals
from app.web.api.arranging import arranging
from app.web.api.comparisons import comparisons
from app.web.api.documents import documents
from app.web.api.examinations import examinations
from app.web.api.exceptions import exceptions
from app.web.api.favourites import favourites
from app.web.api.goals import goals
from app.web.api.imports import imports
from app.web.api.in_crm import in_crm
from app.web.api.life import life
from app.web.api.lines import lines
from app.web.api.operations import Operations, make_api
from app.web.api.products import products
from app.web.api.quotes import quotes
from app.web.api.sessions import sessions
from app.web.api.sharing import sharing
from app.web.api.verifications import seals, verifications
from app.web.guards import Guard, assign, attach

PREFIX = "/api/v1"


def add_api(app: Flask) -> None:
    api = make_api(app)

    def add(operations: Operations, guard: Guard) -> None:
        assign(app, operations.blueprint, guard)
        api.register_blueprint(operations.blueprint, url_prefix=PREFIX)

    add(sessions, Guard.PUBLIC)
    add(products, Guard.SESSION)
    add(quotes, Guard.SESSION)
    add(documents, Guard.SESSION)
    add(lines, Guard.SESSION)
    add(seals, Guard.SESSION)
    add(comparisons, Guard.SESSION)
    add(verifications, Guard.PUBLIC)
    add(life, Guard.SESSION)
    add(approvals, Guard.SESSION)
    add(favourites, Guard.SESSION)
    add(arranging, Guard.SESSION)
    add(goals, Guard.SESSION)
    add(approval_previews, Guard.SESSION)
    add(imports, Guard.SESSION)
    add(sharing, Guard.SESSION)
    add(in_crm, Guard.SESSION)
    add(exceptions, Guard.SESSION)
    add(examinations, Guard.SESSION)
    attach(app, _description(json.dumps(api.spec.to_dict(), sort_keys=False)), Guard.PUBLIC)


def _description(text: str) -> Blueprint:
    """The OpenAPI document, made once."""
    description = Blueprint("openapi", __name__)

    @description.get(f"{PREFIX}/openapi.json")
    def openapi() -> Response:
        return Response(text, mimetype="application/json")

    return description
