"""How a call of the JSON API is declared: route, body, answer, and its place in the OpenAPI document.

A typed face on flask-smorest, which has no types of its own; nothing else imports it.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, TypeVar

from flask import Flask
from flask_smorest import Api, Blueprint
from marshmallow import Schema

from app.web.api.reading import load
from app.web.api.schemas.problems import ProblemJson

View = TypeVar("View", bound=Callable[..., Any])

IF_MATCH: Final = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string", "example": '"3"'},
    "description": "The quote's revision that the change is meant for. Without it the last one is meant.",
}
IDEMPOTENCY_KEY: Final = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": "Made by the caller, the same for each repeat: a repeat answers as the first call did.",
}
_PROBLEM: Final[dict[str, Any]] = {
    "schema": ProblemJson,
    "content_type": "application/problem+json",
    "description": "What went wrong",
}

_BINARY: Final = {"type": "string", "format": "binary"}


class Operations:
    """The calls of one area; ``blueprint`` is what Flask serves."""

    def __init__(self, name: str, description: str) -> None:
        self.blueprint = Blueprint(name, __name__, description=description)

    def call(
        self,
        method: str,
        path: str,
        *,
        status: int = 200,
        answer: type[Schema] | None = None,
        body: type[Schema] | None = None,
        reads: type[Schema] | None = None,
        headers: tuple[Mapping[str, object], ...] = (),
        query: tuple[Mapping[str, object], ...] = (),
        produces: str | None = None,
        consumes: str | None = None,
        public: bool = False,
    ) -> Callable[[View], View]:
        """The view takes the loaded ``body`` as its first argument and answers with a ``Response``.

        ``reads`` only documents a body that the view reads for itself, ``consumes`` one that is no JSON.
        """

        def declare(view: View) -> View:
            made = _reading(body, view) if body is not None else view
            schema = _BINARY if produces else answer
            made = self.blueprint.response(status, schema, content_type=produces)(made)
            made = self.blueprint.alt_response("default", **_PROBLEM)(made)
            parameters = (*headers, *query)
            doc = _doc(body or reads, parameters, consumes=consumes, public=public)
            made = self.blueprint.doc(**doc)(made)
            self.blueprint.route(path, methods=[method])(made)
            return view

        return declare


def _reading(body: type[Schema], view: Callable[..., Any]) -> Callable[..., Any]:
    schema = body()

    @wraps(view)
    def read_first(**path: object) -> Any:
        return view(load(schema), **path)

    return read_first


def _doc(
    body: type[Schema] | None,
    parameters: tuple[Mapping[str, object], ...],
    *,
    consumes: str | None,
    public: bool,
) -> dict[str, Any]:
    doc: dict[str, Any] = {}
    if body is not None:
        doc["requestBody"] = {"content": {"application/json": {"schema": body}}}
    if consumes is not None:
        doc["requestBody"] = {"required": True, "content": {consumes: {"schema": _BINARY}}}
    if parameters:
        doc["parameters"] = list(parameters)
    if public:
        doc["security"] = []
    return doc


def make_api(app: Flask) -> Any:
    api = Api(
        app,
        spec_kwargs={
            "title": "Quotewright",
            "version": "v1",
            "openapi_version": "3.0.3",
            "info": {"description": "All that the panel can do. Amounts are text, times ISO 8601 with zone."},
            "security": [{"session": []}],
        },
    )
    # Its own form of errors is not ours: each call describes RFC 9457 instead.
    api.DEFAULT_ERROR_RESPONSE_NAME = None
    api.spec.components.security_scheme(
        "session", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    )
    return api
