"""The sandbox CRM as a test meets it: a real process, real sockets.

    pytest_plugins = ["tests.fixtures_sandbox"]   in the conftest.py at the top, or import `sandbox`,
    or `empty_sandbox`, from here

The process is shared by all tests of a run and never resets by itself: a test calls `sandbox.reset()`.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.sandbox.testing import Running as Sandbox
from app.sandbox.testing import running_sandbox

Json = dict[str, Any]
__all__ = ["Json", "Sandbox", "empty_sandbox", "running_sandbox", "sandbox"]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with tempfile.TemporaryDirectory(prefix="sandbox-") as folder, running_sandbox(Path(folder)) as running:
        yield running


@pytest.fixture(scope="session")
def empty_sandbox() -> Iterator[Sandbox]:
    """An org in which nobody has installed us, shared in the same manner."""
    with (
        tempfile.TemporaryDirectory(prefix="empty-") as folder,
        running_sandbox(Path(folder), "--empty") as running,
    ):
        yield running
