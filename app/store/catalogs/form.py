"""A document held against its schema: its content, and every problem of its form with its line.

A mistake of form should not hide what else is wrong with the file. So harmless ones (an unknown key, an
amount, a text for people) are mended in a copy, which then serves to look further; a catalog with any
problem is refused in the end.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeAlias

from marshmallow import Schema, ValidationError

from app.store.catalogs.document import Document, KeyPath
from app.store.catalogs.problems import Problem
from app.store.catalogs.strict import UNKNOWN

Refusal: TypeAlias = tuple[KeyPath, str]

_TEXTS = frozenset(
    {"name", "family", "description", "help", "text", "unit", "owner", "pattern_text", "row_name"}
)


@dataclass(frozen=True, slots=True)
class Form:
    """``content`` is None where too much is wrong to look further."""

    content: dict[str, Any] | None
    problems: tuple[Problem, ...]


def read_form(schema: Schema, document: Document) -> Form:
    data = document.data
    if not isinstance(data, dict):
        return Form(None, (document.problem((), 'the file is a mapping; start it with "schema: 1"'),))
    content, refusals = _load(schema, data)
    if content is None:
        content, _ = _load(schema, _mended(data, refusals))
    return Form(content, tuple(document.problem(path, said) for path, said in refusals))


def _load(schema: Schema, data: dict[str, Any]) -> tuple[dict[str, Any] | None, tuple[Refusal, ...]]:
    try:
        content: dict[str, Any] = schema.load(data)
    except ValidationError as error:
        return None, tuple(_flat(error.messages))
    return content, ()


def _flat(messages: object) -> Iterator[Refusal]:
    waiting: list[tuple[KeyPath, object]] = [((), messages)]
    while waiting:
        path, said = waiting.pop()
        if isinstance(said, dict):
            waiting.extend(((*path, *_step(key)), inner) for key, inner in said.items())
        elif isinstance(said, list):
            waiting.extend((path, inner) for inner in said)
        else:
            yield path, str(said)


def _step(key: str | int) -> KeyPath:
    # The library files errors on a whole mapping under this name.
    return () if key == "_schema" else (key,)


def _mended(data: dict[str, Any], refusals: Sequence[Refusal]) -> dict[str, Any]:
    mended = deepcopy(data)
    for path, said in refusals:
        holder = _at(mended, path[:-1])
        if not isinstance(holder, dict):
            continue
        if said.startswith(UNKNOWN):
            holder.pop(path[-1], None)
        elif path[-1] in _TEXTS:
            holder[path[-1]] = "?"
        elif path[-2:-1] == ("prices",):
            holder[path[-1]] = 0
    return mended


def _at(data: Any, path: KeyPath) -> object:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
