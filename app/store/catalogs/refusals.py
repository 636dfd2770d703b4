"""Validation errors of the schemas, flattened to problems with their lines."""

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, ValidationError

from app.store.catalogs.document import Document, KeyPath
from app.store.catalogs.problems import CatalogInvalid, Problem


def loaded(schema: Schema, document: Document) -> dict[str, Any]:
    """The validated content. Raises CatalogInvalid with every problem of the form."""
    if not isinstance(document.data, dict):
        raise CatalogInvalid([document.problem((), 'the file is a mapping; start it with "schema: 1"')])
    try:
        content: dict[str, Any] = schema.load(document.data)
    except ValidationError as error:
        raise CatalogInvalid(_problems(error.messages, document)) from None
    return content


def _problems(messages: object, document: Document) -> Iterator[Problem]:
    waiting: list[tuple[KeyPath, object]] = [((), messages)]
    while waiting:
        path, said = waiting.pop()
        if isinstance(said, dict):
            waiting.extend(((*path, *_step(key)), inner) for key, inner in said.items())
        elif isinstance(said, list):
            waiting.extend((path, inner) for inner in said)
        else:
            yield document.problem(path, str(said))


def _step(key: str | int) -> KeyPath:
    # The library files errors on a whole mapping under this name.
    return () if key == "_schema" else (key,)
