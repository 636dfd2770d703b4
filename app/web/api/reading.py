"""Reading a JSON body: strictly, and without ever quoting it back."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NoReturn

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from app.web.problem import BodyInvalid, Malformed

_LIMIT: Final = 20
_SHOWN: Final = 64
_LONGEST_NUMBER: Final = 400
_WIDEST_NUMBER: Final = 308


def load(schema: Schema) -> dict[str, object]:
    """The body as the schema describes it. Raises Malformed, BodyInvalid; 413 and 415 are werkzeug's own."""
    try:
        loaded: dict[str, object] = schema.load(read_json())  # type: ignore[arg-type]  # it refuses what is no mapping
    except ValidationError as error:
        errors = flattened(error.messages)
    else:
        return loaded
    named = "; ".join(f"{one['at']}: {one['text']}" for one in errors)
    raise BodyInvalid(f"The body is not as described. {named}", facts={"errors": errors})


def read_json() -> object:
    """The body, ``{}`` for none. Raises Malformed for what is no JSON or cannot be stored."""
    content = request.get_data(cache=False)
    if not content:
        return {}
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        found = json.loads(content.decode("utf-8"), parse_constant=_refuse, parse_float=_exact)
        if b"\\u" in content:
            _check_text(found)
    except (ValueError, RecursionError):
        found = _UNREADABLE
    if found is _UNREADABLE:
        raise Malformed("The body is not JSON in UTF-8.")
    return found


_UNREADABLE: Final = object()


def _check_text(found: object) -> None:
    """Half surrogate pairs and NUL are JSON, but no text that a database or a CRM would take."""
    text = json.dumps(found, ensure_ascii=False, default=str)
    text.encode("utf-8")
    if "\\u0000" in text:
        raise ValueError


def _refuse(_text: str) -> NoReturn:
    raise ValueError


def _exact(text: str) -> Decimal:
    """A number with a point or an exponent, never through a float; within what a float could hold."""
    number = Decimal(text) if len(text) <= _LONGEST_NUMBER else None
    if number is None or abs(number.adjusted()) > _WIDEST_NUMBER:
        raise ValueError
    return number


def flattened(messages: object, at: str = "") -> list[dict[str, str]]:
    """marshmallow's tree of messages as a short list of ``{"at": "choices.band", "text": ...}``."""
    if isinstance(messages, Mapping):
        found: list[dict[str, str]] = []
        for key, inner in list(messages.items())[:_LIMIT]:
            name = str(key)[:_SHOWN] if key != "_schema" else ""
            found += flattened(inner, ".".join(part for part in (at, name) if part))
        return found[:_LIMIT]
    texts = messages if isinstance(messages, list) else [messages]
    return [{"at": at or "body", "text": str(text)} for text in texts[:_LIMIT]]
