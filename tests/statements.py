"""SQL statements compiled once a process, as in the product, though each test has a database of its own.

An engine keeps what it compiled for its dialect, and every engine makes another dialect: each test would
compile all of its statements again, which takes longer than to execute them.
"""

from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache

from app.store import engines

Key = tuple[Any, ...]


class Compiled(LRUCache[Key, Any]):
    """By the driver in place of the dialect."""

    def get(self, key: Key, default: Any = None) -> Any:
        return super().get(_known_as(key), default)

    def __setitem__(self, key: Key, value: Any) -> None:
        super().__setitem__(_known_as(key), value)


_COMPILED = Compiled(2_000)


def _known_as(key: Key) -> Key:
    return (key[0].driver, *key[1:])


def _sharing(*told: Any, **options: Any) -> Engine:
    engine = create_engine(*told, **options)
    engine._compiled_cache = _COMPILED
    return engine


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> None:
    engines.create_engine = _sharing  # type: ignore[attr-defined]
