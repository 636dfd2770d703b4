"""SQL statements compiled once a process, as in the product, though each test has a database of its own.

An engine keeps what it compiled for its dialect, and every engine makes another dialect: each test would
compile all of its statements again, which takes longer than to execute them.
"""

from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from app.store import engines

_SHOWN: dict[str, Engine] = {}
"""The first engine of each driver, whose dialect the others take over."""


def _alike(*told: Any, **options: Any) -> Engine:
    engine = create_engine(*told, **options)
    first = _SHOWN.setdefault(engine.driver, engine)
    # Before its first connection a dialect does not know yet what its server can do.
    if first is not engine and getattr(first.dialect, "server_version_info", None):
        engine.dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
    return engine


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> None:
    engines.create_engine = _alike  # type: ignore[attr-defined]
